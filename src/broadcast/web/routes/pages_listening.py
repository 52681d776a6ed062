"""What a listener sees: the station, a channel, a show, an episode."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from broadcast.accounts.repository import has_administrator
from broadcast.accounts.roles import Role
from broadcast.library import keys
from broadcast.library.airing import by_season
from broadcast.library.licences import deed_of
from broadcast.library.models import Episode
from broadcast.library.repository import (
    episode_at,
    episodes_of_items,
    episodes_of_show,
    latest_episodes,
    show_by_slug,
)
from broadcast.library.series_reading import all_series, series_of_item
from broadcast.library.tagged import tags_of_item
from broadcast.library.tags import Tags
from broadcast.library.transcripts import cues_of, transcript_of
from broadcast.playout.between import between_of, foretold
from broadcast.playout.now import NEXT, NowNext, Programme, now_and_next
from broadcast.playout.timeline import Reason
from broadcast.schedule.grid import read_grid
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.repository import all_channels, channel_by_slug, public_title
from broadcast.web.embedded import embedded_of
from broadcast.web.first_steps import first_steps
from broadcast.web.house import Asker, Base, House, Language, TheHouse
from broadcast.web.in_turn import IN_TURN
from broadcast.web.notices import notices_for
from broadcast.web.oembed import Embedded
from broadcast.web.paging import AT_ONCE, first_of, numbered
from broadcast.web.reuse import Reuse, reuse_of, widget_frame
from broadcast.web.templating import render
from broadcast.web.waveform import waveform_of
from broadcast.words import translator

router = APIRouter(include_in_schema=False, dependencies=[IN_TURN])
_SERIES_SHOWN = 6
_DAY = timedelta(hours=24)
_MOST_FORETOLD = 8
Moment = Annotated[float, Query(ge=0, le=86_400)]


@dataclass(frozen=True, slots=True)
class ChannelNow:
    """A channel as a page shows it: what airs, what is next, and the episodes behind them by item."""

    channel: Channel
    told: NowNext
    episodes: dict[str, Episode]

    @property
    def coming(self) -> list[tuple[datetime, list[str]]]:
        """What comes next but for jingles, by the minute: each minute is told once."""
        told: dict[datetime, list[str]] = {}
        for one in self.told.next:
            if one.reason is not Reason.JINGLE:
                told.setdefault(one.starts_at.replace(second=0, microsecond=0), []).append(one.title)
        return list(told.items())[:NEXT]

    @property
    def is_tv(self) -> bool:
        """Whether it has a picture."""
        return self.channel.kind == ChannelKind.TV


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the day's programme: a slot, or an episode between slots, whose end is not told."""

    starts_at: datetime
    title: str
    address: str
    ends_at: datetime | None = None
    show: str = ""


def channel_now(session: Session, house: House, channel: Channel) -> ChannelNow:
    """A channel as a page shows it at this moment."""
    told = now_and_next(session, house.air, channel, at=house.parts.clock.now(), most=NEXT + 1)
    shown: list[Programme] = [*([told.now] if told.now else []), *told.next]
    return ChannelNow(channel, told, episodes_of_items(session, [one.item for one in shown if one.item]))


@router.get("/")
def home(request: Request, house: TheHouse, actor: Asker, language: Language) -> Response:
    """The station: what is on air, what is next, the latest episodes; what is wrong, to its hosts."""
    with house.parts.database.reading() as session:
        channels = [channel_now(session, house, channel) for channel in all_channels(session)]
        episodes = latest_episodes(session)
        series = [
            one for one in all_series(session, most=_SERIES_SHOWN) if one.episodes or one.series.is_event
        ]
        is_set_up = has_administrator(session)
        notices = notices_for(session, house.parts, actor, language=language)
        steps = first_steps(session, actor, now=house.parts.clock.now())
    return render(
        request,
        "home.html",
        channels=channels,
        episodes=episodes,
        series=series,
        is_set_up=is_set_up,
        notices=notices,
        host=Role.HOST,
        first_steps=steps,
    )


@router.get("/channels/{slug}")
def channel(request: Request, house: TheHouse, actor: Asker, base: Base, slug: str) -> Response:
    """A channel's page and player."""
    with house.parts.database.reading() as session:
        found = channel_by_slug(session, slug)
        shown = channel_now(session, house, found)
        day = _programme(session, house, found)
        between = between_of(session, found)
    is_host = actor.is_at_least(Role.HOST, structure_id=found.structure_id)
    frame = widget_frame(base, slug=slug, name=found.name)
    return render(
        request, "channel.html", shown=shown, day=day, between=between, is_host=is_host, frame=frame
    )


@router.get("/channels/{slug}/now")
def channel_fragment(request: Request, house: TheHouse, slug: str) -> Response:
    """What airs now and next, for a page that stays open."""
    with house.parts.database.reading() as session:
        shown = channel_now(session, house, channel_by_slug(session, slug))
    return render(request, "_now.html", shown=shown)


def _programme(session: Session, house: House, channel: Channel) -> list[Planned]:
    """The slots of the next 24 hours that are not cancelled, and the episodes foretold between them."""
    now = house.parts.clock.now()
    grid = read_grid(session, channel, start=now, end=now + _DAY)
    slots = [
        Planned(
            one.occurrence.starts_at,
            public_title(one.slot),
            f"/shows/{one.slot.show.slug}" if one.slot.show else "",
            one.occurrence.ends_at,
        )
        for one in grid.placed
        if not one.occurrence.cancelled
    ]
    spoken = [
        Planned(one.starts_at, one.title, one.address, show=one.show)
        for one in foretold(session, house.air, channel, at=now)[:_MOST_FORETOLD]
    ]
    return sorted((*slots, *spoken), key=lambda one: one.starts_at)


@router.get("/shows/{slug}")
def show(
    request: Request, house: TheHouse, slug: str, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """A show and its episodes, newest first, by season where there are any."""
    with house.parts.database.reading() as session:
        found = show_by_slug(session, slug)
        told = episodes_of_show(session, found, offset=first_of(page), most=AT_ONCE)
    return render(
        request,
        "show.html",
        show=found,
        seasons=by_season(told.episodes),
        **numbered(told, number=page),
    )


@router.get("/shows/{show}/{slug}")
def episode(  # noqa: PLR0913, PLR0917  # what a request brings
    request: Request, house: TheHouse, base: Base, language: Language, show: str, slug: str, t: Moment = 0
) -> Response:
    """An episode; its player begins at `t` seconds."""
    with house.parts.database.reading() as session:
        found = episode_at(session, show=show, slug=slug)
        transcript = transcript_of(session, found.item_id)
        tags = tags_of_item(session, found.item_id)
        series = series_of_item(session, found.item_id)
    told = embedded_of(house, found, base=base)
    return render(
        request,
        "episode.html",
        episode=found,
        show=found.show,
        item=found.item,
        tags=tags,
        series=series,
        happened=Tags.of_kept(found.item.tags).happened,
        start=f"{t:g}" if t else "",
        has_picture=told.has_picture,
        reuse=_reuse(found, told, base=base, language=language),
        transcript=transcript,
        cues=cues_of(transcript),
        waveform=waveform_of(house.parts.storage, keys.peaks(str(found.item.package))),
    )


def _reuse(episode: Episode, told: Embedded, *, base: str, language: str) -> Reuse:
    show, item = episode.show, episode.item
    deed = deed_of(item.licence)
    return reuse_of(
        told,
        page=f"{base}/shows/{show.slug}/{episode.slug}",
        makers=item.credits or show.author,
        licence=translator(language)(deed.name),
        deed=deed,
    )
