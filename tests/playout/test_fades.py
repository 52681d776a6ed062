"""Fades in the ledger: one that is ready airs, else the plain cut, and people are told neither."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.db import Database
from broadcast.library import keys
from broadcast.parts import Parts
from broadcast.playout import storeroom
from broadcast.playout.because import because
from broadcast.playout.fade import as_planned, begins_at, is_fade
from broadcast.playout.heard import as_heard, is_stand_in
from broadcast.playout.journal import Aired, journal
from broadcast.playout.ledger import HORIZON, forecast
from broadcast.playout.memory import last_begun
from broadcast.playout.models import SeamRow
from broadcast.playout.past import begun_before
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.repository import rows_of_occurrence
from broadcast.playout.seams import want_seams
from broadcast.playout.timeline import Airing, Reason, ticks_at
from broadcast.schedule.models import Channel, Overrun, Slot
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from conftest import NotedDispatcher, SetClock
from playout.test_ledger import NOW, Ground, assert_whole

pytestmark = pytest.mark.integration
TURN = 4


class Cutting(Ground):
    """A channel whose show is cut at the end of its slot, for another that is cut too; then the loop."""

    def furnish(self, folder: Path) -> None:
        self.clock = SetClock(NOW)
        settings = load_settings(data=folder)
        self.parts = Parts(settings, self.database, self.storage, self.clock, NotedDispatcher())
        self.show = self.piece("show", seconds=500)
        self.news = self.piece("news", seconds=300)
        self.place("2026-11-24T11:01:56", item=self.show, duration=184)
        self.place("2026-11-24T11:05", item=self.news, duration=120)
        with self.database.writing() as session:
            for slot in session.scalars(select(Slot)):
                slot.overrun = Overrun.CUT

    def make_all(self) -> None:
        """What workers do, but for the sound."""
        with self.database.writing() as session:
            for row in session.scalars(select(SeamRow)):
                row.ready = True

    def run(self, seconds: int, *, ready: bool, begin: int = 0) -> list[Airing]:
        """Turns every four seconds; the ledger as it is then, of which nothing ever changed."""
        written = self.rows()
        for turn in range(begin, begin + seconds, TURN):
            self.clock.moment = NOW + timedelta(seconds=turn)
            self.extender.extend_all(now=self.clock.moment)
            rows = self.rows()
            assert rows[: len(written)] == written
            for row in rows[len(written) :]:
                if is_fade(row):
                    assert self.moment(row.media_start) >= self.clock.moment + HORIZON
            written = rows
            if turn % 20 == 0:
                want_seams(self.parts)
            if ready:
                self.make_all()
        return written

    def told(self, seconds: int) -> list[Aired]:
        now = NOW + timedelta(seconds=seconds)
        with self.database.reading() as session:
            channel = session.get_one(Channel, self.channel_id)
            return journal(session, channel, start=NOW, end=now, now=now)

    def foretold(self, after: Airing, *, until: datetime) -> list[Airing]:
        with self.database.reading() as session:
            channel = session.get_one(Channel, self.channel_id)
            pieces = Pieces(Packages(self.storage), has_picture=False)
            end = ticks_at(until, epoch=channel.epoch)
            return forecast(session, channel, after, pieces=pieces, most=99, until=end)


def made(database: Database, folder: Path) -> Cutting:
    stage = Cutting(database, open_storage(f"file://{folder / 'storage'}"))
    stage.furnish(folder)
    return stage


@pytest.fixture
def cutting(database: Database, tmp_path: Path) -> Cutting:
    return made(database, tmp_path)


def fades_of(rows: Sequence[Airing]) -> list[Airing]:
    return [row for row in rows if is_fade(row)]


def test_what_is_cut_goes_out_where_that_is_ready(cutting: Cutting) -> None:
    """The stand-by loop before the slot, the show at the end of its own, the news at the end of theirs."""
    rows = cutting.run(520, ready=True)
    assert_whole(rows)
    cut = fades_of(rows)
    assert [row.item for row in cut] == [None, cutting.show, cutting.news]
    assert [row.segment_count for row in cut] == [1, 1, 1]
    packages = {row.package.rpartition("-fade")[0] for row in cut}
    assert packages == {keys.STAND_BY, "packages/show", "packages/news"}


def test_the_same_is_told_and_foretold_with_and_without(database: Database, tmp_path: Path) -> None:
    stage = made(database, tmp_path)
    stage.run(8, ready=False)
    written = stage.rows()
    foretold = stage.foretold(written[-1], until=NOW + timedelta(seconds=480))
    rows = stage.run(540, ready=True, begin=8)
    decided = [row for row in rows if not is_fade(row)]
    assert len(fades_of(rows)) == 3
    assert decided[len(written) :][: len(foretold)] == foretold
    assert as_planned(assert_whole(rows).airings) == list(assert_whole(decided).airings)
    lines = [line for line in stage.told(530) if line.airing.item is not None]
    assert [line.airing.item for line in lines] == [stage.show, stage.news]
    whole = {row.item: row.end for row in decided}
    assert [line.ends_at for line in lines] == [stage.moment(whole[line.airing.item]) for line in lines]


def test_without_it_the_plain_cut_airs(cutting: Cutting) -> None:
    rows = cutting.run(520, ready=False)
    assert_whole(rows)
    assert fades_of(rows) == []
    with cutting.database.reading() as session:
        assert len(list(session.scalars(select(SeamRow)))) == 3


@pytest.mark.parametrize(("early", "aired"), [(1, 1), (0, 1), (-1, 0), (-3, 0)])
def test_one_that_comes_when_its_beginning_is_frozen_does_not_air(
    cutting: Cutting, early: int, aired: int
) -> None:
    rows = cutting.run(140, ready=False)
    cut = next(row for row in rows if row.item == cutting.show)
    moment = cutting.moment(begins_at(cut)) - HORIZON - timedelta(seconds=early)
    cutting.make_all()
    cutting.extender.extend_all(now=moment)
    assert [row.item for row in fades_of(cutting.rows())] == [cutting.show] * aired


def test_whoever_asks_why_inside_it_hears_of_the_piece(cutting: Cutting) -> None:
    rows = cutting.run(400, ready=True)
    fade = next(row for row in rows if is_fade(row) and row.item == cutting.show)
    at = cutting.moment(fade.media_start) + timedelta(seconds=1)
    with cutting.database.reading() as session:
        channel = session.get_one(Channel, cutting.channel_id)
        found = because(session, Packages(cutting.storage), channel, at=at)
    begun = next(row for row in rows if row.item == cutting.show)
    assert found.aired.airing == begun
    assert found.aired.starts_at == cutting.moment(begun.media_start)


def test_where_the_piece_is_withdrawn_its_fade_is_not_heard(cutting: Cutting) -> None:
    rows = assert_whole(cutting.run(400, ready=True)).airings
    place = next(n for n, row in enumerate(rows) if is_fade(row) and row.item is not None)
    cut, fade = rows[place - 1 : place + 1]
    gone = {fade.item or "": fade.media_start}
    heard = as_planned(as_heard([cut, fade], gone))
    assert heard[0] == cut
    assert [is_stand_in(one) for one in heard] == [False, True]
    assert heard[1].items == frozenset()
    assert (heard[1].media_start, heard[1].end) == (fade.media_start, fade.end)
    # Withdrawn before, the loop is heard from there to the cut, as one thing.
    sooner = as_planned(as_heard([cut, fade], {fade.item or "": cut.media_start}))
    assert [(one.reason, one.end) for one in sooner] == [(Reason.STAND_BY, fade.end)]


def test_a_fade_of_the_loop_is_no_stand_in(cutting: Cutting) -> None:
    rows = cutting.run(120, ready=True)
    loop = next(row for row in rows if is_fade(row))
    assert loop.reason is Reason.STAND_BY
    assert not is_stand_in(loop)


def test_it_is_no_second_beginning(cutting: Cutting) -> None:
    rows = cutting.run(400, ready=True)
    begun, fade = (row for row in rows if row.item == cutting.show)
    with cutting.database.reading() as session:
        known = last_begun(session, cutting.channel_id, {cutting.show})
        before = begun_before(session, cutting.channel_id, item=cutting.show, at=fade.end)
        played = rows_of_occurrence(session, cutting.channel_id, occurrence=begun.occurrence or "")
    assert (known, before) == ({cutting.show: begun.media_start}, begun.media_start)
    assert played == [begun]


def test_what_aired_is_kept_and_what_nobody_asks_for_is_forgotten(cutting: Cutting) -> None:
    rows = cutting.run(400, ready=True)
    named = {row.package for row in fades_of(rows)}
    later = NOW + timedelta(days=3)
    cutting.clock.moment = later
    want_seams(cutting.parts)
    with cutting.database.reading() as session:
        assert named.isdisjoint(session.scalars(select(SeamRow.package)))
        assert named <= storeroom.needed_of(session, now=later).prefixes
