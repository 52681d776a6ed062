"""A fade, decoded in its place: nobody hears where it takes over, and it goes out to nothing, in time."""

import subprocess
from pathlib import Path

import pytest

from broadcast.library import keys
from broadcast.media.fmp4 import joined
from broadcast.media.grid import SEGMENT
from broadcast.media.mp3 import MP3_FRAME_BYTES, frame_at
from broadcast.media.package import AUDIO, VIDEO, PackageIndex, Rendition
from broadcast.media.units import Ticks
from broadcast.playout.fade import LASTS
from broadcast.storage import Storage, open_storage
from broadcast.transcode.fading import fade
from broadcast.transcode.keep import keep_package
from transcode.test_mixing import apart, decoded, level_of, packaged, tone

pytestmark = pytest.mark.media
PIECE, FADE = "packages/aa/a", "packages/aa/a-fade1-3"
CUT = 3
"""The last segment that is heard."""


class Faded:
    """A piece in a storage, cut behind segment `cut`."""

    def __init__(self, folder: Path, source: Path, ffmpeg: Path, *, cut: int) -> None:
        self.cut = cut
        self.storage = open_storage(f"file://{folder / 'storage'}")
        self.ffmpeg = ffmpeg
        self.piece = packaged(self.storage, source, key=PIECE, folder=folder / "one", ffmpeg=ffmpeg)
        made = folder / "fade"
        made.mkdir()
        self.index = fade(
            self.storage, PIECE, segment=cut, lasts=LASTS, folder=made, ffmpeg=ffmpeg,
            progress=lambda _share: None,
        )  # fmt: skip
        keep_package(self.storage, made, key=FADE, index=self.index)

    def stitched(self, rendition: Rendition) -> bytes:
        """As it airs: the piece up to the cut, but for the last segment before it."""
        init = self.storage.get_range(
            keys.rendition(PIECE, rendition), offset=0, size=self.piece.renditions[rendition].init_size
        )
        parts = (segments(self.storage, PIECE, rendition, range(self.cut)),
                 segments(self.storage, FADE, rendition, range(1)))  # fmt: skip
        return b"".join(joined(init + part for part in parts))


def segments(storage: Storage, package: str, rendition: Rendition, span: range) -> bytes:
    index = PackageIndex.from_json(storage.get(keys.index(package))).renditions[rendition]
    whole = storage.get(keys.rendition(package, rendition))
    return b"".join(
        whole[one.offset : one.offset + one.size] for one in index.segments[span.start : span.stop]
    )


@pytest.fixture(scope="module")
def sound(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Faded:
    folder = tmp_path_factory.mktemp("faded")
    return Faded(folder, tone(folder / "a.wav", ffmpeg, hertz=220, seconds=23.0), ffmpeg, cut=CUT)


@pytest.mark.parametrize("rendition", AUDIO)
def test_it_goes_out_and_nothing_moves(sound: Faded, rendition: Rendition) -> None:
    heard = decoded(sound.stitched(rendition), "mov", sound.ffmpeg)
    own = decoded(sound.storage.get(keys.rendition(PIECE, rendition)), "mov", sound.ffmpeg)
    begins, ends = CUT * SEGMENT, (CUT + 1) * SEGMENT
    assert len(heard) == ends
    assert sound.index.ticks == SEGMENT
    assert sound.index.renditions[rendition].init == sound.piece.renditions[rendition].init
    # Where it takes over, and up to where it goes out, it is what the piece itself has, frame for frame.
    assert (
        apart(heard[begins - 4_096 : ends - LASTS - 4_096], own[begins - 4_096 : ends - LASTS - 4_096]) < 0.01
    )
    levels = [level_of(heard[at : at + 9_600]) for at in range(ends - LASTS, ends, 9_600)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > 0.9 * level_of(own[begins : begins + 48_000])
    assert max(map(abs, heard[-1_024:])) < 0.001  # 60 dB under full scale where the next one begins


def test_its_mp3_goes_on_where_the_piece_s_was_left(sound: Faded) -> None:
    cut, count = frame_at(Ticks(CUT * SEGMENT)), frame_at(SEGMENT)
    piece, made = (sound.storage.get(keys.mp3(package)) for package in (PIECE, FADE))
    frames = piece[: cut * MP3_FRAME_BYTES] + made[: count * MP3_FRAME_BYTES]
    heard, own = decoded(frames, "mp3", sound.ffmpeg), decoded(piece, "mp3", sound.ffmpeg)
    at = cut * 1_152
    assert apart(heard[at - 4_000 : at + 48_000], own[at - 4_000 : at + 48_000]) < 0.03
    assert level_of(heard[-4_800:]) < 0.02
    assert len(made) // MP3_FRAME_BYTES > count


def test_a_film_s_picture_goes_on_to_the_cut(tmp_path: Path, ffmpeg: Path) -> None:
    source = tmp_path / "film.mkv"
    words = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=25", "-f", "lavfi", "-i", "sine=frequency=220"]
    subprocess.run([ffmpeg, "-v", "error", *words, "-t", "9", source], check=True)
    film = Faded(tmp_path, source, ffmpeg, cut=1)
    assert {*film.index.renditions} == {*AUDIO, *VIDEO}
    for name in VIDEO:
        assert film.index.renditions[name].init == film.piece.renditions[name].init
        init = film.storage.get(keys.rendition(PIECE, name))[: film.piece.renditions[name].init_size]
        kept = joined([init + segments(film.storage, PIECE, name, range(2))])
        assert film.stitched(name) == b"".join(kept)
