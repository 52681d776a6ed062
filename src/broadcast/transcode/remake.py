"""A new recipe: packages are made again from the originals in the background, while the old stay on air.

What was written into the ledger names the old package, which stays where it is; whatever is put on air
after the new one is whole names the new one.
"""

import json
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.accounts.roles import STATION
from broadcast.ingest.probe import probe
from broadcast.jobs import Claim, Load, count_of, enqueue, finish
from broadcast.jobs.models import JobKind, JobState
from broadcast.library import keys
from broadcast.library.models import Episode, Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.media.package import PackageIndex
from broadcast.media.units import Seconds, seconds_of
from broadcast.parts import Parts
from broadcast.transcode.cards import keep_card
from broadcast.transcode.facts import FACTS, write_facts
from broadcast.transcode.keep import keep_package
from broadcast.transcode.package import make_package
from broadcast.transcode.pulse import LeaseLostError, Pulse
from broadcast.transcode.recipe import RECIPE
from broadcast.transcode.runner import Runner
from broadcast.transcode.told import told_loudness
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

_YIELDS = timedelta(days=1)
_CPU_A_SECOND, _FILM_CPU_A_SECOND = 0.1, 1.5
_STANDING = (ItemState.TO_REVIEW, ItemState.PUBLISHED, ItemState.REJECTED)


def of_another_recipe(session: Session) -> list[Item]:
    """The items whose package was made by another recipe than today's, oldest first."""
    query = select(Item).where(Item.package.is_not(None), Item.state.in_(_STANDING)).order_by(Item.created_at)
    return [item for item in session.scalars(query) if item.package != _key(item)]


def ask_for(parts: Parts, items: list[Item]) -> int:
    """Have these packages made again, behind whatever comes within a day; gives how many are new."""
    asked = 0
    with parts.database.writing() as session:
        for item in items:
            open_ones = (JobState.QUEUED, JobState.RUNNING)
            if count_of(session, kind=JobKind.REMAKE, subject=item.id, states=open_ones):
                continue
            asked += 1
            enqueue(
                session,
                kind=JobKind.REMAKE,
                subject=item.id,
                now=parts.clock.now(),
                dispatcher=parts.dispatcher,
                load=Load(_cost(item), owner=str(item.structure_id or ""), yields=_YIELDS),
            )
    return asked


def _cost(item: Item) -> Seconds:
    rate = _FILM_CPU_A_SECOND if (item.media or {}).get("video") else _CPU_A_SECOND
    return Seconds((item.seconds or 0.0) * rate)


def _key(item: Item) -> str:
    return keys.package(item.source_sha, recipe=RECIPE)


def remake(parts: Parts, claim: Claim) -> None:
    """Make one package by today's recipe and put it in the old one's place. Raises LeaseLostError."""
    with parts.database.writing() as session:
        item = session.get(Item, claim.subject)
        if item is None or item.state not in _STANDING or item.package == _key(item):
            finish(session, claim, now=parts.clock.now())
            return
    key = _key(item)
    with Pulse(parts, claim) as pulse:
        if not parts.storage.exists(keys.index(key)):
            _make(parts, item, pulse)
        index = PackageIndex.from_json(parts.storage.get(keys.index(key)))
        facts = json.loads(parts.storage.get(f"{key}/{FACTS}"))
        card = None if index.has_picture else _card(parts, item.id)
    with parts.database.writing() as session:
        if not finish(session, claim, now=parts.clock.now()):
            raise LeaseLostError
        _replace(session, item.id, key=key, index=index, facts=facts, card=card)


def _make(parts: Parts, item: Item, pulse: Pulse) -> None:
    with parts.storage.local(keys.original(item.source_sha)) as source, workbench(parts.settings) as folder:
        probed, ffmpeg = probe(source), find_ffmpeg()
        made = make_package(source, probed=probed, folder=folder, ffmpeg=ffmpeg, progress=pulse.progress)
        runner = Runner.on(source, probed=probed, folder=folder, ffmpeg=ffmpeg)
        write_facts(runner, probed, made, language=parts.settings.language)
        keep_package(parts.storage, folder, key=_key(item), index=made.index)


def _card(parts: Parts, item_id: str) -> str:
    with parts.database.reading() as session:
        item = item_for(session, item_id, actor=STATION)
    return keep_card(parts, item)


def _replace(
    session: Session,
    item_id: str,
    *,
    key: str,
    index: PackageIndex,
    facts: dict[str, object],
    card: str | None,
) -> None:
    """The new package in the old one's place; the enclosure's size is that of the new frames."""
    item = session.get_one(Item, item_id)
    item.package, item.card, item.ticks = key, card, index.ticks
    item.seconds = seconds_of(index.media_ticks)
    item.warnings = facts["warnings"]  # type: ignore[assignment]  # as write_facts wrote it
    item.loudness = dict(told_loudness(index))
    episode = session.scalar(select(Episode).where(Episode.item_id == item_id))
    if episode is not None:
        episode.enclosure_bytes = episode.tag_bytes + index.mp3_size
