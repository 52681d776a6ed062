"""Voices over music in running orders: ready, they air in one; else one after the other."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.db import Database
from broadcast.media.units import Seconds, Ticks
from broadcast.parts import Parts
from broadcast.playout.conducteur import conducteur_of
from broadcast.playout.heard import as_heard
from broadcast.playout.journal import Aired, journal
from broadcast.playout.models import SeamRow
from broadcast.playout.over import is_over
from broadcast.playout.seams import want_seams
from broadcast.playout.timeline import Airing, Reason
from broadcast.schedule.models import Channel
from broadcast.schedule.repository import slot_of
from broadcast.schedule.running_order import Element, ElementKind
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from conftest import NotedDispatcher, SetClock
from playout.stage import SECOND, TODAY, Stage, line
from playout.test_ledger import NOW

pytestmark = pytest.mark.integration


class Spoken(Stage):
    """A show of a voice over a song, and of another song."""

    def furnish(self, folder: Path) -> None:
        self.clock = SetClock(NOW)
        settings = load_settings(data=folder)
        self.parts = Parts(settings, self.database, self.storage, self.clock, NotedDispatcher())
        self.voice = self.piece("voice", seconds=9)
        self.song = self.piece("song", seconds=120)
        self.last = self.piece("last", seconds=60)
        self.show = self.slot()
        voice = Element(key="voice", kind=ElementKind.JINGLE, item=self.voice, over=True)
        self.order(self.show, voice, line("song", self.song), line("last", self.last))

    def make_all(self) -> None:
        """A turn of beat, and what workers do, but for the sound."""
        self.extend(self.clock.now())
        want_seams(self.parts)
        with self.database.writing() as session:
            for row in session.scalars(select(SeamRow)):
                self.keep(row.package, Ticks(3 * 12 * 15_360))
                row.ready = True

    def told(self, *, since: datetime = NOW) -> list[Aired]:
        now = NOW + timedelta(minutes=44)
        with self.database.reading() as session:
            channel = session.get_one(Channel, self.channel_id)
            return journal(session, channel, start=since, end=now, now=now)

    def own(self, rows: list[Airing]) -> list[tuple[str, int, int]]:
        return [
            (row.title, row.first_segment, row.segment_count)
            for row in rows
            if row.reason is Reason.SCHEDULED
        ]


@pytest.fixture
def spoken(database: Database, tmp_path: Path) -> Spoken:
    made = Spoken(database, open_storage(f"file://{tmp_path / 'storage'}"))
    made.furnish(tmp_path)
    return made


def test_a_voice_that_is_ready_is_heard_over_its_music(spoken: Spoken) -> None:
    spoken.make_all()
    rows = spoken.play(minutes=20)
    assert spoken.own(rows) == [("song", 0, 3), ("song", 3, 28), ("last", 0, 16)]
    begun = next(row for row in rows if is_over(row))
    assert begun.items == {spoken.voice, spoken.song}
    lines = [one for one in spoken.told() if one.airing.reason is Reason.SCHEDULED]
    assert [one.airing.item for one in lines] == [spoken.song, spoken.last]
    assert (lines[0].ends_at - lines[0].starts_at).total_seconds() == pytest.approx(120, abs=0.32)
    inside = spoken.told(since=lines[0].starts_at + timedelta(seconds=60))
    assert inside[0].starts_at == lines[0].starts_at  # whatever part of it is asked for


def test_its_time_is_what_the_running_order_says(spoken: Spoken) -> None:
    spoken.make_all()
    rows = [row for row in spoken.play(minutes=20) if row.reason is Reason.SCHEDULED]
    with spoken.database.reading() as session:
        channel = session.get_one(Channel, spoken.channel_id)
        found = conducteur_of(session, channel, slot_of(session, channel, slot_id=spoken.show), on=TODAY)
    assert found.timing.total == Seconds(180)
    assert [one.line.is_over for one in found.lines] == [True, False, False]
    assert [one.line.starts for one in found.lines] == [Seconds(0), Seconds(0), Seconds(120)]
    assert (rows[-1].end - rows[0].media_start) / 48_000 == pytest.approx(180, abs=0.64)


def test_until_it_is_ready_it_is_heard_before(spoken: Spoken) -> None:
    rows = spoken.play(minutes=20)
    assert spoken.own(rows) == [("voice", 0, 2), ("song", 0, 31), ("last", 0, 16)]


def test_once_the_voice_began_alone_its_music_is_whole(spoken: Spoken) -> None:
    spoken.play(minutes=20)
    begun = next(row for row in spoken.rows() if row.title == "voice")
    assert begun.other is None
    spoken.make_all()
    assert spoken.own(spoken.play(minutes=30, since=20))[:2] == [("voice", 0, 2), ("song", 0, 31)]


def test_a_voice_that_is_withdrawn_is_not_heard(spoken: Spoken) -> None:
    spoken.make_all()
    spoken.withdraw(spoken.voice)
    rows = spoken.play(minutes=20)
    assert spoken.own(rows) == [("song", 0, 31), ("last", 0, 16)]


def test_nor_once_it_is_written(spoken: Spoken) -> None:
    spoken.make_all()
    begun = next(row for row in spoken.play(minutes=20) if is_over(row))
    heard = list(as_heard([begun], {spoken.voice: begun.media_start}))
    assert [(one.reason, one.items) for one in heard] == [(Reason.STAND_BY, frozenset())]


def test_a_repeat_has_it_too(spoken: Spoken) -> None:
    spoken.slot(SECOND, repeat_of=spoken.show)
    spoken.make_all()
    spoken.play(minutes=15)
    spoken.clock.moment = NOW + timedelta(minutes=15)
    rows = spoken.play(minutes=40, since=15)
    again = [(one.title, one.first_segment) for one in rows if one.reason is Reason.REPEAT]
    assert again == [("song", 0), ("song", 3), ("last", 0)]
