"""How the feeds that gather many shows are told, in the station's language."""

from datetime import UTC, datetime
from urllib.parse import quote

from sqlalchemy.orm import Session

from broadcast.accounts.models import Structure
from broadcast.errors import marked
from broadcast.feeds.gathered_feed import Gathered, drawn_cover
from broadcast.library.days import happened_in
from broadcast.library.published import of_shows, shows_of
from broadcast.library.series_models import Series
from broadcast.library.series_reading import pieces_of, positions_in
from broadcast.library.tag_models import Tag
from broadcast.library.tagged import about
from broadcast.library.tags import TagKind
from broadcast.schedule.models import Channel
from broadcast.schedule.repository import last_new_show, shows_on
from broadcast.web.house import House
from broadcast.words import happened_words, said

STATION = "Antenne"
_OF_STATION = marked("Everything new that the neighbourhood makes.")
_OF_STRUCTURE = marked("Everything new that is made at {name}.")
_OF_CHANNEL = marked("The shows of {name}, to hear again.")
_OF_SERIES = marked("A series that {name} gathers.")
_OF_TAG = {
    TagKind.PLACE: marked("What was made about this place: {name}."),
    TagKind.PERSON: marked("What was made with {name}, or about them."),
    TagKind.KEYWORD: marked("What was made about this: {name}."),
}
_OF_DAY = marked("What happened then: {name}.")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def of_station(house: House) -> Gathered:
    """Everything new of the station."""
    return Gathered(
        place="/feed.xml",
        page="/",
        title=STATION,
        description=_said(house, _OF_STATION),
        author=STATION,
        language=house.parts.settings.language,
        cover=_cover(house, STATION, subtitle=_said(house, _OF_STATION)),
        which=None,
        since=_LONG_AGO,
    )


def of_structure(house: House, structure: Structure) -> Gathered:
    """Everything new of a structure."""
    place = f"/structures/{structure.slug}"
    return Gathered(
        place=f"{place}/feed.xml",
        page=place,
        title=structure.name,
        description=_said(house, _OF_STRUCTURE, name=structure.name),
        author=structure.name,
        language=house.parts.settings.language,
        cover=_cover(house, structure.name, subtitle=STATION),
        which=of_shows(shows_of(structure)),
        since=structure.created_at,
    )


def of_channel(session: Session, house: House, channel: Channel) -> Gathered:
    """The shows that have, or had, a slot on a channel."""
    place = f"/channels/{channel.slug}"
    return Gathered(
        place=f"{place}/feed.xml",
        page=place,
        title=channel.name,
        description=_said(house, _OF_CHANNEL, name=channel.name),
        author=channel.structure.name,
        language=house.parts.settings.language,
        cover=_cover(house, channel.name, subtitle=channel.structure.name),
        which=of_shows(shows_on(channel)),
        since=last_new_show(session, channel) or channel.created_at,
    )


def of_tag(house: House, tag: Tag) -> Gathered:
    """What was made about a place, a person, a keyword."""
    place = f"/{tag.kind}/{quote(tag.slug)}"
    return Gathered(
        place=f"{place}/feed.xml",
        page=place,
        title=tag.name,
        description=_said(house, _OF_TAG[TagKind(tag.kind)], name=tag.name),
        author=STATION,
        language=house.parts.settings.language,
        cover=_cover(house, tag.name, subtitle=STATION),
        which=about(tag),
        since=tag.changed_at,
    )


def of_day(house: House, day: str) -> Gathered:
    """What is told to have happened on a day, in a month or a year as ISO 8601 writes it."""
    place = f"/dates/{day}"
    title = happened_words(day, language=house.parts.settings.language)
    return Gathered(
        place=f"{place}/feed.xml",
        page=place,
        title=title,
        description=_said(house, _OF_DAY, name=title),
        author=STATION,
        language=house.parts.settings.language,
        cover=_cover(house, title, subtitle=STATION),
        which=happened_in(day),
        since=_LONG_AGO,
    )


def of_series(session: Session, house: House, series: Series) -> Gathered:
    """A series, in its order."""
    place = f"/series/{series.slug}"
    name = series.structure.name
    return Gathered(
        place=f"{place}/feed.xml",
        page=place,
        title=series.title,
        description=series.description or _said(house, _OF_SERIES, name=name),
        author=name,
        language=house.parts.settings.language,
        cover=series.cover,
        which=pieces_of(series),
        since=series.changed_at,
        numbers=positions_in(session, series),
    )


def _cover(house: House, title: str, *, subtitle: str) -> str:
    return drawn_cover(
        house.parts.storage, title=title, subtitle=subtitle, font=house.font, now=house.parts.clock.now()
    )


def _said(house: House, text: str, **values: object) -> str:
    return said(text, values, language=house.parts.settings.language)
