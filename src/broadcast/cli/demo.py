"""The demonstration: a structure, two channels and some pieces, made by the station itself.

Every piece goes the whole way of a deposit: quarantine, worker, package, approval. Doing it again adds
nothing that is there already.
"""

import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from broadcast.accounts.models import Structure
from broadcast.accounts.people import create_structure
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import STATION
from broadcast.cli.demo_words import gather, open_all_series, put_in_words, today
from broadcast.cli.depositing import item_now
from broadcast.errors import UnknownError
from broadcast.feeds.publish import open_show, publish
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.library.models import ItemKind
from broadcast.library.repository import all_shows, items_seen_by, show_by_slug
from broadcast.library.shows import NewShow
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.repository import all_channels, channel_by_slug, slots_of
from broadcast.schedule.slots import NewSlot, create_channel, create_slot, set_rotation
from broadcast.transcode.demo import DEMO_PIECES, SLOT_SHOW, DemoPiece
from broadcast.transcode.tools import find_font

PLACE = ("demonstration", "Quartier de démonstration")
CHANNELS = (("radio-demo", "Radio Démo", ChannelKind.RADIO), ("tele-demo", "Télé Démo", ChannelKind.TV))
_JINGLE_EVERY_SECONDS = 120
_LOOK_EVERY_SECONDS = 0.3
_UNDER_WAY = {ItemState.RECEIVED, ItemState.PROCESSING}


def fill(parts: Parts, *, address: str) -> None:
    """Make what is missing of the demonstration, and say where to listen as soon as one can."""
    structure = _structure(parts)
    _channels(parts, structure)
    for slug, name, _ in CHANNELS:
        _say(f"{name}: {address}channels/{slug}")
    _shows(parts, structure=structure)
    open_all_series(parts, structure=structure)
    with TemporaryDirectory(prefix="antenne-demo-") as folder:
        waiting = dict(_deposits(parts, Path(folder)))
        for piece in _as_they_come(parts, waiting):
            _rotate(parts)
            gather(parts)
            _say(f"« {piece.title} »")
    gather(parts)
    _weekly_slot(parts)


def _structure(parts: Parts) -> Structure:
    slug, name = PLACE
    with parts.database.writing() as session:
        try:
            return structure_by_slug(session, slug)
        except UnknownError:
            return create_structure(session, slug=slug, name=name, now=parts.clock.now())


def _channels(parts: Parts, structure: Structure) -> None:
    with parts.database.writing() as session:
        known = {channel.slug for channel in all_channels(session)}
        place = session.merge(structure)
        for slug, name, kind in CHANNELS:
            if slug not in known:
                create_channel(
                    session,
                    slug=slug,
                    name=name,
                    kind=kind,
                    structure=place,
                    timezone=parts.settings.timezone,
                    now=parts.clock.now(),
                )


def _shows(parts: Parts, *, structure: Structure) -> None:
    with parts.database.reading() as session:
        known = {show.slug for show in all_shows(session)}
    for slug, title, about in {(one.show, one.show_title, one.show_description) for one in DEMO_PIECES}:
        if slug not in known:
            told = NewShow(slug=slug, title=title, description=about, category="Music")
            open_show(parts, told, structure=structure, font=find_font())


def _deposits(parts: Parts, folder: Path) -> Iterator[tuple[str, DemoPiece]]:
    """Make and deposit what is not there yet; gives the items by id."""
    with parts.database.reading() as session:
        known = {item.title: item for item in items_seen_by(session, STATION)}
    for piece in DEMO_PIECES:
        if piece.title in known:
            yield known[piece.title].id, piece
            continue
        path = folder / piece.file_name
        piece.write(path)
        words = piece.words
        told = Told(
            title=piece.title,
            show=piece.show,
            kind=piece.kind,
            description=words.description,
            places=words.places,
            keywords=words.keywords,
            happened=today(parts).isoformat() if words.of_today else "",
            file_name=piece.file_name,
        )
        yield deposit_file(parts, path, told, actor=STATION).id, piece


def _as_they_come(parts: Parts, waiting: dict[str, DemoPiece]) -> Iterator[DemoPiece]:
    """Approve each piece once it is ready."""
    while waiting:
        for item_id in list(waiting):
            item = item_now(parts, item_id)
            if item.state in _UNDER_WAY:
                continue
            piece = waiting.pop(item_id)
            if item.state == ItemState.TO_REVIEW:
                put_in_words(parts, item_id, piece)
                publish(parts, item_id, actor=STATION)
                yield piece
        time.sleep(_LOOK_EVERY_SECONDS if waiting else 0)


def _rotate(parts: Parts) -> None:
    """Put everything published so far in the rotation of both channels."""
    with parts.database.writing() as session:
        ready = items_seen_by(session, STATION, state=ItemState.PUBLISHED)
        jingles = [item.id for item in ready if item.kind == ItemKind.JINGLE]
        items = [item.id for item in ready if item.kind != ItemKind.JINGLE]
        for channel in _demo_channels(session):
            set_rotation(session, channel, items=items, jingles=jingles, jingle_every=_JINGLE_EVERY_SECONDS)


def _demo_channels(session: Session) -> list[Channel]:
    return [channel_by_slug(session, slug) for slug, _, _ in CHANNELS]


def _weekly_slot(parts: Parts) -> None:
    """A slot a few minutes from now, every day, so that the grid has something to show."""
    with parts.database.writing() as session:
        show = show_by_slug(session, SLOT_SHOW)
        for channel in _demo_channels(session):
            if slots_of(session, channel):
                continue
            soon = parts.clock.now().astimezone(ZoneInfo(channel.timezone)) + timedelta(minutes=5)
            starts = soon.replace(tzinfo=None, minute=soon.minute // 5 * 5, second=0, microsecond=0)
            told = NewSlot(starts=starts, duration=300, rrule="FREQ=DAILY", show=show)
            create_slot(session, channel, told, now=parts.clock.now())


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
