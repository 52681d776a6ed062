"""The legal air log: one file of any stretch, the same samples as were aired, to the tick."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from broadcast.accounts.roles import STATION
from broadcast.feeds.publish import take_back
from broadcast.library import keys
from broadcast.media import fmp4
from broadcast.media.package import Rendition
from broadcast.media.units import TICKS_PER_SECOND
from broadcast.parts import Parts
from broadcast.playout.airlog import Log, Missing, read_log, write_file, write_mp4
from broadcast.playout.airlog_mp3 import write_mp3
from broadcast.schedule.models import ChannelKind
from conftest import SetClock
from playout.real import approved, on_air
from stand_by_loop import bring_stand_by

pytestmark = pytest.mark.media
SOUNDS = ("short/virgule.ogg", "short/tada.ogg")
FILM = "film/old-phone.3gp"


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """One kind of database is enough here."""
    (tmp_path / "antenne.sqlite3").write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{tmp_path / 'antenne.sqlite3'}"


def decoded(ffmpeg: Path, path: Path, *words: str) -> bytes:
    """The samples or pictures of a file, raw; it must decode without a word."""
    done = subprocess.run(
        [ffmpeg, "-v", "error", "-xerror", "-i", path, *words, "-"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return done.stdout


def stitched(log: Log, rendition: Rendition, path: Path) -> Path:
    """The same stretch as a listener's player puts it together."""
    spots = list(log.spots())
    with path.open("wb") as file:
        file.write(log.stored.init(spots[0].airing.package, rendition))
        for spot in spots:
            stored = log.stored.segment(rendition, spot)
            at = spot.start - spots[0].start
            file.write(fmp4.patch(stored, sequence=spot.sequence, decode_time=type(spot.start)(at)))
    return path


PCM = ("-map", "0:a", "-f", "s16le", "-c:a", "pcm_s16le")


def test_a_radio_s_log_is_what_was_aired_to_the_sample(
    parts: Parts, clock: SetClock, shared_media: Path, ffmpeg: Path, tmp_path: Path
) -> None:
    bring_stand_by(parts.storage)
    items = [approved(parts, shared_media / path) for path in SOUNDS]
    channel = on_air(parts, clock, kind=ChannelKind.RADIO, items=items, seconds=60)
    end = clock.now() - timedelta(seconds=7)
    log = read_log(parts, channel, start=end - timedelta(seconds=40), end=end)
    out = tmp_path / "log.mp4"
    written = write_file(out, lambda file: write_mp4(log, file))
    assert written.remarks == ()
    assert out.stat().st_size == written.size
    assert not list(tmp_path.glob("*.part"))
    samples = decoded(ffmpeg, out, *PCM)
    whole = decoded(ffmpeg, stitched(log, Rendition.A128, tmp_path / "all.mp4"), *PCM)
    assert len(samples) == 40 * TICKS_PER_SECOND * 4
    skip = (log.since - next(log.spots()).start) * 4
    sound = tmp_path / "log.mp3"
    write_file(sound, lambda file: write_mp3(log, file))
    assert abs(len(decoded(ffmpeg, sound, *PCM)) / 4 - 40 * TICKS_PER_SECOND) <= 2 * 1152
    assert samples[8192:] == whole[skip : skip + len(samples)][8192:]  # a decoder begins from nothing


def test_a_television_s_log_has_picture_and_sound(
    parts: Parts, clock: SetClock, shared_media: Path, ffmpeg: Path, tmp_path: Path
) -> None:
    """A film and a sound with its card; withdrawn pieces are in the log, erased ones are said."""
    bring_stand_by(parts.storage)
    items = [approved(parts, shared_media / path) for path in (FILM, SOUNDS[1])]
    channel = on_air(parts, clock, kind=ChannelKind.TV, items=items, seconds=60)
    end = clock.now()
    clock.pass_by(60)
    take_back(parts, items[0], actor=STATION, reason="essai")
    log = read_log(parts, channel, start=end - timedelta(seconds=30), end=end)
    out = tmp_path / "log.mp4"
    assert write_file(out, lambda file: write_mp4(log, file)).remarks == ()
    pictures = decoded(ffmpeg, out, "-map", "0:v", "-f", "framemd5").decode()
    assert len([line for line in pictures.splitlines() if not line.startswith("#")]) == 30 * 25
    assert len(decoded(ffmpeg, out, *PCM)) == 30 * TICKS_PER_SECOND * 4
    film = next(row for row in log.airings if row.item == items[0])
    for rendition in log.renditions:
        parts.storage.delete(keys.rendition(film.package, rendition))
    again = read_log(parts, channel, start=end - timedelta(seconds=30), end=end)
    remarks = write_file(tmp_path / "again.mp4", lambda file: write_mp4(again, file)).remarks
    assert {(one.missing, one.title) for one in remarks} == {(Missing.ERASED, Path(FILM).stem)}
    assert len(decoded(ffmpeg, tmp_path / "again.mp4", *PCM)) == 30 * TICKS_PER_SECOND * 4
