"""An air log's MP3, frame by frame: what the listeners of then heard, withdrawals and stops included."""

from datetime import timedelta
from io import BytesIO

import pytest

from broadcast.errors import InvalidError
from broadcast.library import keys
from broadcast.parts import Parts
from broadcast.playout.airlog import Log, Missing, read_log
from broadcast.playout.airlog_mp3 import write_mp3
from broadcast.schedule.repository import channel_by_slug
from playout.packages import MP3_FRAME
from playout.station import ObedientStation

pytestmark = pytest.mark.integration
STAND_BY = keys.STAND_BY.removeprefix("packages/")


@pytest.fixture
def station(parts: Parts) -> ObedientStation:
    return ObedientStation(parts)


def play(station: ObedientStation, seconds: int) -> None:
    for _ in range(seconds // 20):
        station.clock.pass_by(20)
        station.ask("/live/r/a128.m3u8")


def log_of(station: ObedientStation, *, ago: float, until: float = 0) -> Log:
    now = station.clock.now()
    with station.parts.database.reading() as session:
        channel = channel_by_slug(session, "r")
    return read_log(
        station.parts, channel, start=now - timedelta(seconds=ago), end=now - timedelta(seconds=until)
    )


def titles(frames: bytes) -> list[str]:
    """The packages of the frames, in order, each once for every run of it."""
    found: list[str] = []
    for at in range(0, len(frames), MP3_FRAME):
        name = frames[at + 4 : at + MP3_FRAME].decode().partition(":")[0].removeprefix("packages/")
        if not found or found[-1] != name:
            found.append(name)
    return found


def test_the_sound_of_an_hour_has_every_frame(station: ObedientStation) -> None:
    station.rotate(station.piece("un", seconds=100), station.piece("deux", seconds=61))
    play(station, 600)
    file = BytesIO()
    written = write_mp3(log_of(station, ago=480), file)
    assert written.size == len(file.getvalue()) == 480 * 48_000 // 1152 * MP3_FRAME
    assert written.remarks == ()
    heard = titles(file.getvalue())
    assert set(heard) == {"un", "deux"}


def test_what_was_withdrawn_since_is_proof_and_what_was_erased_is_said(station: ObedientStation) -> None:
    station.rotate(station.piece("un", seconds=100), station.piece("deux", seconds=61))
    play(station, 400)
    station.clock.pass_by(3600)
    station.ask("/live/r/a128.m3u8")
    play(station, 100)
    station.withdraw("un")
    station.parts.storage.delete(keys.mp3("packages/deux"))
    file = BytesIO()
    remarks = write_mp3(log_of(station, ago=4000, until=200), file).remarks
    assert {"un", STAND_BY} <= set(titles(file.getvalue()))
    assert {(one.missing, one.title) for one in remarks} == {(Missing.ERASED, "deux"), (Missing.OFF_AIR, "")}


def test_from_the_withdrawal_on_the_log_holds_what_was_heard(station: ObedientStation) -> None:
    station.rotate(station.piece("un", seconds=400))
    play(station, 100)
    station.withdraw("un")
    moment = station.clock.now()
    play(station, 100)
    file = BytesIO()
    ago = (station.clock.now() - moment).total_seconds()
    write_mp3(log_of(station, ago=ago - 4), file)
    assert titles(file.getvalue()) == [STAND_BY]


def test_what_has_not_aired_is_refused(station: ObedientStation) -> None:
    play(station, 60)
    with pytest.raises(InvalidError):
        log_of(station, ago=-10, until=-20)
    with pytest.raises(InvalidError):
        log_of(station, ago=10, until=20)
    with pytest.raises(InvalidError):
        log_of(station, ago=86_400, until=80_000)
