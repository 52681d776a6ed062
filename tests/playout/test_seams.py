"""Seams in the ledger: where one is ready it airs, where not the plain join, and nothing written changes."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.db import Database
from broadcast.jobs.models import Job, JobKind
from broadcast.library import keys
from broadcast.library.models import Item, ItemKind
from broadcast.media.grid import QUANTUM
from broadcast.media.package import AUDIO, VIDEO
from broadcast.media.units import Ticks
from broadcast.parts import Parts
from broadcast.playout import storeroom
from broadcast.playout.heard import as_heard
from broadcast.playout.journal import journal
from broadcast.playout.ledger import HORIZON, forecast
from broadcast.playout.models import SeamRow
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.seams import FORGOTTEN, want_seams
from broadcast.playout.timeline import Airing, Reason, ticks_at
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from conftest import SetClock
from playout.test_ledger import NOW, Ground, assert_whole, keep_index

pytestmark = pytest.mark.integration
OVERLAP_MS = 3_200
OVERLAP = OVERLAP_MS * 48


class Radio(Ground):
    """A channel that mixes its three tracks, and its beat."""

    def furnish(self, folder: Path) -> None:
        self.clock = SetClock(NOW)
        self.sent: list[str] = []
        settings = load_settings(data=folder)
        self.parts = Parts(settings, self.database, self.storage, self.clock, self)
        self.tracks = [self.piece(f"track-{n}", seconds=61 + 7.3 * n) for n in range(3)]
        self.rotate(*self.tracks)
        with self.database.writing() as session:
            for item in self.tracks:
                session.get_one(Item, item).kind = ItemKind.TRACK
            session.get_one(Channel, self.channel_id).crossfade_ms = OVERLAP_MS

    def send(self, job_id: str) -> None:
        """What is announced to the workers."""
        self.sent.append(job_id)

    def ask(self) -> int:
        """A turn of beat."""
        return want_seams(self.parts)

    def make_all(self) -> None:
        """What workers do, but for the sound."""
        with self.database.writing() as session:
            for row in session.scalars(select(SeamRow)):
                row.ready = True

    def run(self, seconds: int, *, ready: bool, begin: int = 0) -> list[Airing]:
        """Turns every four seconds; the ledger as it is then, of which nothing ever changed."""
        written: list[Airing] = self.rows()
        for turn in range(begin, begin + seconds, 4):
            self.clock.moment = NOW + timedelta(seconds=turn)
            self.extender.extend_all(now=self.clock.moment)
            rows = self.rows()
            assert rows[: len(written)] == written
            for row in rows[len(written) :]:
                assert turn == begin or self.moment(row.media_start) >= self.clock.moment + HORIZON - _TURN
            written = rows
            if turn % 20 == 0:
                self.ask()
            if ready:
                self.make_all()
        return written


class Television(Radio):
    """Two sounds with a card each, and a film, all three music."""

    def keep(self, key: str, ticks: Ticks) -> None:
        """The loop and the film have pictures; a card has nothing else."""
        names = {"packages/film": AUDIO + VIDEO, keys.STAND_BY: AUDIO + VIDEO}.get(key, AUDIO)
        keep_index(self.storage, key, ticks=ticks, names=VIDEO if key.startswith("cards/") else names)

    def furnish(self, folder: Path) -> None:
        super().furnish(folder)
        film = self.piece("film", seconds=70)
        with self.database.writing() as session:
            session.get_one(Channel, self.channel_id).kind = ChannelKind.TV
            for item in session.scalars(select(Item)):
                item.kind = ItemKind.TRACK
                item.card = None if item.id == film else f"cards/{item.title}"
                self.keep(f"cards/{item.title}", Ticks(17 * QUANTUM))
        self.rotate(*self.tracks[:2], film)


_TURN = timedelta(seconds=4)
_SEGMENT = timedelta(seconds=3.2)


@pytest.fixture
def radio(database: Database, tmp_path: Path) -> Radio:
    made = Radio(database, open_storage(f"file://{tmp_path / 'storage'}"))
    made.furnish(tmp_path)
    return made


def test_a_seam_that_is_ready_airs(radio: Radio) -> None:
    timeline = assert_whole(radio.run(600, ready=True))
    tracks = [row for row in timeline.airings if row.item in radio.tracks]
    seams = [row for row in tracks if row.other is not None]
    assert len(seams) >= 7
    assert all(row.items <= set(radio.tracks) and len(row.items) == 2 for row in seams)
    whole = [row for row in tracks if row.first_segment == 1]
    assert len(whole) in {len(seams), len(seams) - 1}
    with radio.database.reading() as session:
        jobs = list(session.scalars(select(Job).where(Job.kind == JobKind.SEAM)))
        assert len(jobs) == len({job.subject for job in jobs}) == len(radio.sent)


def test_a_television_s_sounds_run_into_each_other_and_its_films_do_not(
    database: Database, tmp_path: Path
) -> None:
    television = Television(database, open_storage(f"file://{tmp_path / 'storage'}"))
    television.furnish(tmp_path)
    rows = assert_whole(television.run(320, ready=True)).airings
    seams = [row for row in rows if row.other is not None]
    assert seams
    assert all(row.items == {*television.tracks[:2]} and row.card is None for row in seams)
    assert {row.formats for row in rows} == {seams[0].formats}
    assert "film" in {row.title for row in rows}
    with database.reading() as session:
        asked = {(row.before_card, row.after_card) for row in session.scalars(select(SeamRow))}
    assert asked <= {("cards/track-0", "cards/track-1"), ("cards/track-1", "cards/track-0")}


def test_without_it_they_join_plainly(radio: Radio) -> None:
    timeline = assert_whole(radio.run(300, ready=False))
    assert {row.other for row in timeline.airings} == {None}
    assert {row.first_segment for row in timeline.airings} == {0}
    assert len([row for row in timeline.airings if row.item in radio.tracks]) >= 3


def test_the_forecast_counts_on_them_and_comes_true(radio: Radio) -> None:
    radio.run(60, ready=True)
    written = radio.rows()
    with radio.database.reading() as session:
        channel = session.get_one(Channel, radio.channel_id)
        until = ticks_at(NOW + timedelta(seconds=500), epoch=channel.epoch)
        pieces = Pieces(Packages(radio.storage), has_picture=False)
        foretold = forecast(session, channel, written[-1], pieces=pieces, most=99, until=until)
    aired = radio.run(700, ready=True, begin=60)[len(written) :]
    assert aired[: len(foretold)] == foretold
    assert any(row.other for row in foretold)


def test_a_slot_begins_in_time_all_the_same(radio: Radio) -> None:
    """Where pieces are chosen for their lengths they keep them."""
    radio.run(8, ready=True)
    news = radio.piece("news", seconds=30)
    radio.place("2026-11-24T11:40", item=news)
    with radio.database.reading() as session:
        channel = session.get_one(Channel, radio.channel_id)
        until = ticks_at(NOW + timedelta(minutes=41), epoch=channel.epoch)
        pieces = Pieces(Packages(radio.storage), has_picture=False)
        foretold = forecast(session, channel, radio.rows()[-1], pieces=pieces, most=199, until=until)
    slot = NOW + timedelta(minutes=40)
    begun = next(radio.moment(row.media_start) for row in foretold if row.item == news)
    assert timedelta(seconds=-2) <= begun - slot <= timedelta(seconds=4)
    seams = [radio.moment(row.media_start) for row in foretold if row.other is not None]
    assert len([moment for moment in seams if moment < slot - timedelta(minutes=20)]) > 10
    assert not [moment for moment in seams if slot - timedelta(minutes=19.9) < moment < slot]


def test_an_edit_acts_inside_what_a_seam_began(radio: Radio) -> None:
    radio.run(120, ready=True)
    edited = NOW + timedelta(seconds=120)
    news = radio.piece("news", seconds=30)
    radio.place("2026-11-24T11:02:10", item=news)
    rows = radio.run(120, ready=True, begin=120)
    timeline = assert_whole(rows)
    began = next(row for row in timeline.airings if row.item == news)
    assert edited <= radio.moment(began.media_start) <= edited + HORIZON + _SEGMENT
    assert any(row.other for row in rows)


def test_the_journal_tells_each_piece_once(radio: Radio) -> None:
    radio.run(400, ready=True)
    now = NOW + timedelta(seconds=390)
    with radio.database.reading() as session:
        channel = session.get_one(Channel, radio.channel_id)
        lines = journal(session, channel, start=NOW, end=now, now=now)
        late = journal(session, channel, start=now - timedelta(seconds=150), end=now, now=now)
    tracks = [line for line in lines if line.airing.item in radio.tracks]
    assert all(one.ends_at == two.starts_at for one, two in pairwise(lines))
    assert all(one.airing.item != two.airing.item for one, two in pairwise(tracks))
    assert late == lines[-len(late) :]  # whatever part of it is asked for
    with radio.database.reading() as session:
        lengths = {item.id: item.ticks or 0 for item in session.scalars(select(Item))}
    for line in tracks[1:-1]:
        assert line.airing.ticks == lengths[line.airing.item or ""] - OVERLAP


def test_where_either_is_withdrawn_a_seam_is_not_heard(radio: Radio) -> None:
    rows = assert_whole(radio.run(300, ready=True)).airings
    seam = next(row for row in rows if row.other is not None)
    for gone in sorted(seam.items):
        heard = list(as_heard([seam], {gone: seam.media_start}))
        assert [one.reason for one in heard] == [Reason.STAND_BY]
        assert heard[0].items == frozenset()
        assert heard[0].ticks == seam.ticks


def test_what_is_wanted_is_kept_and_what_nobody_asks_for_is_forgotten(radio: Radio) -> None:
    radio.run(60, ready=True)
    with radio.database.reading() as session:
        wanted = set(session.scalars(select(SeamRow.package)))
        assert wanted
        assert wanted <= storeroom.needed_of(session, now=NOW).prefixes
    with radio.database.writing() as session:
        session.get_one(Channel, radio.channel_id).crossfade_ms = 0
    radio.clock.moment = NOW + FORGOTTEN + timedelta(hours=1)
    assert radio.ask() == 0
    with radio.database.reading() as session:
        assert not set(session.scalars(select(SeamRow.package)))
