"""A long film's pictures as jobs: its ranges, each for whoever is free, then their joining.

A range is kept as soon as it is made and never made again; the range that is done last hands over to the
joining. A range that fails is tried three times, and its film with it is given up only after that.
"""

import json
from contextlib import ExitStack

from sqlalchemy.orm import Session

from broadcast.jobs import Claim, Load, count_of, enqueue, finish
from broadcast.jobs.models import JobKind, JobState
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.package import VIDEO, PackageIndex
from broadcast.media.units import Seconds, seconds_of
from broadcast.parts import Parts
from broadcast.transcode import argv
from broadcast.transcode.begun import Begun
from broadcast.transcode.endings import Ready, be_ready
from broadcast.transcode.facts import FACTS
from broadcast.transcode.film import encode_range, join
from broadcast.transcode.keep import keep_package
from broadcast.transcode.package import SOUND_SHARE, with_picture
from broadcast.transcode.pulse import LeaseLostError, Pulse
from broadcast.transcode.ranges import FilmRange
from broadcast.transcode.recipe import RECIPE
from broadcast.transcode.runner import Runner
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

_JOINED_SHARE = 0.97  # of the progress: every range is made
_CPU_A_SECOND = 1.2
_OPEN = (JobState.QUEUED, JobState.RUNNING)


def hand_out(parts: Parts, claim: Claim, *, key: str) -> None:
    """End the first job of a film and write one for each range. Raises LeaseLostError."""
    begun = _begun(parts, key)
    now = parts.clock.now()
    with parts.database.writing() as session:
        if not finish(session, claim, now=now):
            raise LeaseLostError
        item = session.get_one(Item, claim.subject)
        item.progress = max(item.progress, SOUND_SHARE)
        for span in begun.ranges:
            enqueue(
                session,
                kind=JobKind.FILM_RANGE,
                subject=item.id,
                now=now,
                dispatcher=parts.dispatcher,
                load=_load(item, span),
                part=span.number,
            )


def _load(item: Item, span: FilmRange) -> Load:
    return Load(Seconds(seconds_of(span.ticks) * _CPU_A_SECOND), owner=str(item.structure_id or ""))


def make_range(parts: Parts, claim: Claim) -> None:
    """Make one range, if it is not there yet; the last one to end has them joined. Raises LeaseLostError."""
    item = _item_under_way(parts, claim)
    if item is None:
        return
    key = keys.package(item.source_sha, recipe=RECIPE)
    number = claim.part or 0
    wanted = (keys.index(key), *(keys.film_range(key, number, name) for name in VIDEO))
    is_whole, *are_made = [parts.storage.exists(one) for one in wanted]
    if not is_whole and not all(are_made):
        begun = _begun(parts, key)
        with _pulse(parts, claim, count=len(begun.ranges)) as pulse:
            _make(parts, item, begun, begun.ranges[number], pulse)
    with parts.database.writing() as session:
        _end_range(session, parts, claim, item)


def _pulse(parts: Parts, claim: Claim, *, count: int) -> Pulse:
    """The pulse of one range of so many, behind those that are done."""
    with parts.database.reading() as session:
        done = count_of(session, kind=JobKind.FILM_RANGE, subject=claim.subject, states=(JobState.DONE,))
    step = (_JOINED_SHARE - SOUND_SHARE) / count
    begin = SOUND_SHARE + step * min(done, count - 1)
    return Pulse(parts, claim, begin=begin, end=begin + step)


def _make(parts: Parts, item: Item, begun: Begun, span: FilmRange, pulse: Pulse) -> None:
    key = keys.package(item.source_sha, recipe=RECIPE)
    with (
        parts.storage.local(keys.original(item.source_sha)) as source,
        workbench(parts.settings) as folder,
    ):
        runner = Runner.on(source, probed=begun.probed, folder=folder, ffmpeg=find_ffmpeg())
        encode_range(runner, begun.probed, span, progress=pulse.progress)
        if span.has_still:
            parts.storage.adopt(keys.still(key), folder / argv.STILL)
        for name in VIDEO:
            parts.storage.adopt(keys.film_range(key, span.number, name), folder / argv.file_of(name))


def _end_range(session: Session, parts: Parts, claim: Claim, item: Item) -> None:
    """End the job; whoever ends the last one writes that of the joining. The item's lock orders them."""
    now = parts.clock.now()
    session.get_one(Item, item.id, with_for_update=True)
    if not finish(session, claim, now=now):
        raise LeaseLostError
    if not count_of(session, kind=JobKind.FILM_RANGE, subject=item.id, states=_OPEN):
        enqueue(
            session, kind=JobKind.FILM_JOIN, subject=item.id, now=now, dispatcher=parts.dispatcher, part=0
        )


def join_ranges(parts: Parts, claim: Claim) -> None:
    """Lay the ranges end to end: the package is whole, the item waits for its review."""
    item = _item_under_way(parts, claim)
    if item is None:
        return
    key = keys.package(item.source_sha, recipe=RECIPE)
    with Pulse(parts, claim, begin=_JOINED_SHARE):
        if not parts.storage.exists(keys.index(key)):
            _join(parts, _begun(parts, key), key=key)
    index = PackageIndex.from_json(parts.storage.get(keys.index(key)))
    facts = json.loads(parts.storage.get(f"{key}/{FACTS}"))
    be_ready(parts, claim, Ready(key, index, facts, card=None))
    parts.storage.delete_prefix(keys.ranges(key))
    parts.storage.delete(keys.begun(key))


def _join(parts: Parts, begun: Begun, *, key: str) -> None:
    with workbench(parts.settings) as folder:
        for name in VIDEO:
            with ExitStack() as fetched:
                ranges = [
                    fetched.enter_context(parts.storage.local(keys.film_range(key, span.number, name)))
                    for span in begun.ranges
                ]
                join(ranges, folder / argv.file_of(name))
        keep_package(parts.storage, folder, key=key, index=with_picture(begun.index, folder))


def _item_under_way(parts: Parts, claim: Claim) -> Item | None:
    """The item being prepared; None, and the job ends, where it is past that."""
    with parts.database.writing() as session:
        item = session.get(Item, claim.subject)
        if item is not None and item.state == ItemState.PROCESSING:
            return item
        finish(session, claim, now=parts.clock.now())
        return None


def _begun(parts: Parts, key: str) -> Begun:
    return Begun.from_json(parts.storage.get(keys.begun(key)))
