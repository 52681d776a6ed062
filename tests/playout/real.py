"""Real pieces on the air of a clock that obeys."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from broadcast.accounts.people import create_structure
from broadcast.accounts.roles import STATION
from broadcast.feeds.publish import publish
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import claim
from broadcast.jobs.models import Job
from broadcast.library.models import ItemKind
from broadcast.parts import Parts
from broadcast.playout.ledger import Extender
from broadcast.playout.pieces import Packages
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.slots import create_channel, set_rotation
from broadcast.transcode.prepare import prepare_item


class Passing(Protocol):
    """A clock that is told how much time has passed."""

    def now(self) -> datetime: ...

    def pass_by(self, seconds: float) -> datetime: ...


def approved(parts: Parts, path: Path) -> str:
    """An approved item made of a file."""
    told = Told(title=path.stem, kind=ItemKind.TRACK)
    item = deposit_file(parts, path, told, actor=STATION)
    with parts.database.writing() as session:
        job = session.query(Job.id).where(Job.subject == item.id).one()[0]
        held = claim(session, job, holder="here/1.1/1", now=parts.clock.now())
    assert held is not None
    prepare_item(parts, held)
    publish(parts, item.id, actor=STATION)
    return item.id


def on_air(
    parts: Parts, clock: Passing, *, kind: ChannelKind, items: list[str], seconds: int, step: int = 10
) -> Channel:
    """A channel that has played its rotation for so long."""
    with parts.database.writing() as session:
        place = create_structure(session, slug="s", name="S", now=clock.now())
        channel = create_channel(
            session, slug="c", name="C", kind=kind, structure=place, timezone="Europe/Paris", now=clock.now()
        )
        set_rotation(session, channel, items=items, jingles=(), jingle_every=0)
    extender = Extender(parts.database, Packages(parts.storage))
    for _ in range(seconds // step):
        extender.extend(channel.id, now=clock.pass_by(step))
    return channel
