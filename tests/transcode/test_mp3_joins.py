"""Joins of the endless MP3, decoded: the pieces are heard, but for less than one frame at each join."""

import subprocess
from array import array
from pathlib import Path

import pytest

from broadcast.ingest.probe import probe
from broadcast.media.mp3 import MP3_DELAY, MP3_FRAME, MP3_FRAME_BYTES, frame_at, frame_count
from broadcast.media.package import PackageIndex
from broadcast.media.units import Bytes, Ticks
from broadcast.transcode.package import make_package

pytestmark = pytest.mark.media
PIECES = ("music/desert-24bit-44k1.wav", "music/caves-cbr.mp3", "film/old-phone.3gp")


def samples_of(frames: bytes, *, ffmpeg: Path) -> "array[int]":
    """The left channel as a decoder gives it, its delay still in front."""
    decoded = subprocess.run(
        [ffmpeg, "-v", "error", "-f", "mp3", "-i", "pipe:0", "-af", "pan=mono|c0=c0",
         "-f", "s16le", "-c:a", "pcm_s16le", "pipe:1"],
        input=frames, capture_output=True, check=True,
    )  # fmt: skip
    assert not decoded.stderr
    return array("h", decoded.stdout)


@pytest.fixture(scope="module")
def pieces(
    shared_media: Path, ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[PackageIndex, bytes]]:
    found = []
    for name in PIECES:
        folder = tmp_path_factory.mktemp("piece")
        made = make_package(
            shared_media / name, probed=probe(shared_media / name), folder=folder, ffmpeg=ffmpeg,
            progress=lambda _share: None,
        )  # fmt: skip
        found.append((made.index, (folder / "audio.mp3").read_bytes()))
    return found


def test_every_frame_stands_alone(pieces: list[tuple[PackageIndex, bytes]]) -> None:
    """One size, one form, and no reference to bytes before it (ISO/IEC 11172-3 §2.4.1.7)."""
    for index, file in pieces:
        assert len(file) == index.mp3_size == frame_count(Bytes(len(file))) * MP3_FRAME_BYTES
        assert frame_at(Ticks(index.ticks - 1)) < frame_count(Bytes(len(file)))
        for at in range(0, len(file), MP3_FRAME_BYTES):
            assert file[at : at + 3] == b"\xff\xfb\x94"  # layer III, no CRC, 128 kbit/s, 48 kHz, no padding
            assert (file[at + 4] << 1 | file[at + 5] >> 7) == 0  # main_data_begin


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 0), (1, 2), (2, 1)])
@pytest.mark.parametrize("into", [7.0, 3.84])
def test_a_join_is_heard_for_less_than_one_frame(
    pieces: list[tuple[PackageIndex, bytes]], ffmpeg: Path, before: int, after: int, into: float
) -> None:
    """A piece cut loudly in its middle and another begun in its own: both sides as in their own files."""
    first, second = pieces[before][1], pieces[after][1]
    cut, begun = frame_at(Ticks(round(into * 48_000))), frame_at(Ticks(2 * 184_320))
    joined = samples_of(first[: cut * MP3_FRAME_BYTES] + second[begun * MP3_FRAME_BYTES :], ffmpeg=ffmpeg)
    alone, other = samples_of(first, ffmpeg=ffmpeg), samples_of(second, ffmpeg=ffmpeg)
    seam = cut * MP3_FRAME
    assert joined[:seam] == alone[:seam]
    shift = (begun - cut) * MP3_FRAME
    assert (
        joined[seam + MP3_FRAME : -MP3_FRAME]
        == other[seam + MP3_FRAME + shift :][: len(joined) - seam - 2 * MP3_FRAME]
    )
    loudest = max(
        map(abs, [*alone[seam - MP3_FRAME : seam], *other[seam + shift : seam + shift + MP3_FRAME]])
    )
    assert max(map(abs, joined[seam : seam + MP3_FRAME])) <= 2 * loudest + 400


def test_a_frame_holds_the_sound_of_its_time(ffmpeg: Path) -> None:
    """The delay that the arithmetic takes off is the one that is there: the first sound of a click."""
    quiet, click = 48_000, [0] * 48_000 + [30_000] * 24 + [0] * 47_976
    sound = array("h", [one for value in click for one in (value, value)]).tobytes()
    frames = subprocess.run(
        [ffmpeg, "-v", "error", "-f", "s16le", "-ar", "48000", "-ac", "2", "-i", "pipe:0",
         "-c:a", "libmp3lame", "-b:a", "128k", "-reservoir", "0", "-write_xing", "0", "-id3v2_version", "0",
         "-f", "mp3", "pipe:1"],
        input=sound, capture_output=True, check=True,
    ).stdout  # fmt: skip
    heard = samples_of(frames, ffmpeg=ffmpeg)
    loud = max(range(len(heard)), key=lambda at: abs(heard[at]))
    assert abs(loud - (quiet + 12 + MP3_DELAY)) <= 24
