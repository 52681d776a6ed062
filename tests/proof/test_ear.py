"""A real web process is listened to over HTTP: real pieces, real decoding, and every kind of fault."""

import math
import shutil
import time
import wave
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.accounts.people import create_structure
from broadcast.accounts.roles import STATION
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import claim
from broadcast.jobs.models import Job
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.review import approve
from broadcast.library.states import ItemState
from broadcast.media.package import Rendition
from broadcast.notices.models import Notice
from broadcast.parts import Parts
from broadcast.proof.ear import Ear
from broadcast.proof.models import Hearing
from broadcast.proof.rounds import listen_round
from broadcast.proof.verdict import MOST_AT_ONCE, MOST_IN_A_ROUND
from broadcast.schedule.models import Channel, ChannelKind
from broadcast.schedule.slots import create_channel, set_rotation
from broadcast.storage import open_storage
from broadcast.transcode.prepare import prepare_item
from conftest import SetClock
from servers import web
from stand_by_loop import bring_stand_by

pytestmark = pytest.mark.media


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    shutil.copy(migrated_file, tmp_path / "antenne.sqlite3")
    return f"sqlite:///{tmp_path / 'antenne.sqlite3'}"


def sound(path: Path, *, amplitude: Callable[[float], float], seconds: int = 30) -> Path:
    """A tone whose loudness follows a function of the time."""
    samples = array(
        "h",
        (
            round(32_000 * amplitude(n / 48_000) * math.sin(n / 48_000 * 2 * math.pi * 440))
            for n in range(48_000 * seconds)
        ),
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(samples.tobytes())
    return path


@dataclass
class Air:
    """A channel that airs one piece, and an ear at its door."""

    parts: Parts
    clock: SetClock
    item: str
    ear: Ear
    most: int = MOST_IN_A_ROUND

    def hear(self, seconds: float = 20) -> str | None:
        """Let the time pass and listen; what is wrong."""
        self.clock.pass_by(seconds)
        listen_round(self.parts, self.ear, most=self.most)
        with self.parts.database.reading() as session:
            found = session.scalar(select(Hearing))
        return found.fault if found else None

    @property
    def told(self) -> list[str]:
        """The open notices."""
        with self.parts.database.reading() as session:
            return list(session.scalars(select(Notice.code).where(Notice.ended_at.is_(None))))


def on_air(parts: Parts, clock: SetClock, source: Path) -> Air:
    """A channel with one piece in its rotation, whose turn it is at each even ten seconds."""
    bring_stand_by(parts.storage)
    now = clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        create_channel(
            session, slug="c", name="Radio du port", kind=ChannelKind.RADIO, structure=place,
            timezone="Europe/Paris", now=now,
        )  # fmt: skip
    item = deposit_file(parts, source, Told(title="Le port", kind="track"), actor=STATION)
    with parts.database.writing() as session:
        job = session.scalars(select(Job.id).where(Job.subject == item.id)).one()
        held = claim(session, job, holder="here/1.1/1", now=now)
    assert held is not None
    prepare_item(parts, held)
    with parts.database.writing() as session:
        approve(session, item.id, actor=STATION, enclosure=None, now=now)
        set_rotation(session, session.get_one(Channel, 1), items=[item.id], jingles=(), jingle_every=0)
    if int(now.timestamp() // 10) % 2 == 0:
        clock.pass_by(10)
    return Air(parts, clock, item.id, Ear(parts))


def at(parts: Parts, address: str) -> Parts:
    """The same station, which knows where it answers."""
    return replace(parts, settings=parts.settings.model_copy(update={"listen_url": address}))


def test_a_channel_that_plays_is_well_and_a_piece_is_decoded_once(
    parts: Parts, clock: SetClock, tmp_path: Path
) -> None:
    air = on_air(parts, clock, sound(tmp_path / "tone.wav", amplitude=lambda _: 0.3))
    with web(parts) as address:
        air.parts = at(parts, address)
        assert [air.hear() for _ in range(9)] == [None] * 9
    assert air.told == []


def test_a_blank_is_told_and_over_when_sound_comes_back(
    parts: Parts, clock: SetClock, tmp_path: Path
) -> None:
    source = sound(tmp_path / "blank.wav", amplitude=lambda t: 0.0 if 60 < t < 105 else 0.3, seconds=150)
    air = on_air(parts, clock, source)
    heard = []
    with web(parts) as address:
        air.parts = at(parts, address)
        for _ in range(24):
            fault = air.hear(20)
            heard.append((fault, air.told))
    assert ("silent", ["channel_silent"]) in heard
    assert heard[-1][0] in {None, "silent"}
    assert (None, []) in heard[heard.index(("silent", ["channel_silent"])) :]


def test_what_was_wrong_with_the_sound_stays_until_it_is_heard_again(
    parts: Parts, clock: SetClock, tmp_path: Path
) -> None:
    """As if there were so many channels that this one's sound is heard in every other turn."""
    source = sound(tmp_path / "blank.wav", amplitude=lambda t: 0.0 if 60 < t < 105 else 0.3, seconds=150)
    air = on_air(parts, clock, source)
    air.most = MOST_AT_ONCE // 2
    with web(parts) as address:
        air.parts = at(parts, address)
        heard = [air.hear(20) for _ in range(24)]
    assert "silent" in heard
    changes = [n for n, (one, other) in enumerate(pairwise(heard)) if one != other]
    assert {later - sooner for sooner, later in pairwise(changes)} <= set(range(2, 24, 2))


def test_bytes_that_are_not_the_ledgers_are_told(parts: Parts, clock: SetClock, tmp_path: Path) -> None:
    air = on_air(parts, clock, sound(tmp_path / "tone.wav", amplitude=lambda _: 0.3))
    with web(parts) as address:
        air.parts = at(parts, address)
        for _ in range(9):  # past the stand-by that the channel began with
            assert air.hear() is None
        with parts.database.reading() as session:
            package = str(item_for(session, air.item, actor=STATION).package)
        key = keys.rendition(package, Rendition.A48)
    other = tmp_path / "mirror"
    shutil.copytree(parts.settings.data / "storage", other)
    damaged = bytearray((other / key).read_bytes())
    for place in range(2_000, len(damaged), 500):
        damaged[place] ^= 1
    (other / key).chmod(0o644)
    (other / key).write_bytes(damaged)
    wrong = replace(parts, storage=open_storage(f"file://{other}"))
    with web(wrong) as address:
        air.parts = at(parts, address)
        assert [(air.hear(), air.told) for _ in range(2)] == [("wrong", []), ("wrong", ["channel_wrong"])]


def test_a_stream_that_stands_still_is_told_and_so_is_a_station_that_does_not_answer(
    parts: Parts, clock: SetClock, tmp_path: Path
) -> None:
    air = on_air(parts, clock, sound(tmp_path / "tone.wav", amplitude=lambda _: 0.3))
    stopped = SetClock(clock.now())
    with web(replace(parts, clock=stopped)) as address:
        air.parts = at(parts, address)
        assert air.hear(0) is None
        assert [(air.hear(40), air.told) for _ in range(2)] == [("stale", []), ("stale", ["channel_stale"])]
        stopped.moment = clock.now()
        stopped.pass_by(20)
        assert air.hear(20) is None
        assert air.told == []
    air.hear()
    assert air.told == ["nobody_answers"]
    with web(parts) as address:
        air.parts = at(parts, address)
        air.hear()
    assert air.told == []


def test_a_withdrawn_piece_is_expected_as_stand_by(parts: Parts, clock: SetClock, tmp_path: Path) -> None:
    air = on_air(parts, clock, sound(tmp_path / "tone.wav", amplitude=lambda _: 0.3))
    with web(parts) as address:
        air.parts = at(parts, address)
        for _ in range(9):
            assert air.hear() is None
        with parts.database.writing() as session:
            item = session.get_one(Item, air.item)
            item.state, item.withdrawn_at = ItemState.WITHDRAWN, clock.now()
        time.sleep(1.2)  # the web process reads withdrawals twice a second
        assert [air.hear() for _ in range(3)] == [None] * 3
