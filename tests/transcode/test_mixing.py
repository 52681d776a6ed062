"""A seam, decoded in its place: nobody hears where it was cut in."""

import subprocess
from array import array
from dataclasses import replace
from pathlib import Path

import pytest

from broadcast.ingest.probe import probe
from broadcast.library import keys
from broadcast.media.fmp4 import index_file, joined
from broadcast.media.grid import PICTURE, QUANTUM, SEGMENT
from broadcast.media.mp3 import MP3_FRAME_BYTES, frame_at
from broadcast.media.package import AUDIO, VIDEO, PackageIndex, Rendition
from broadcast.media.units import Ticks
from broadcast.playout.seam import Seam
from broadcast.storage import Storage, open_storage
from broadcast.transcode.keep import keep_package
from broadcast.transcode.mixing import Mix, mix
from broadcast.transcode.package import make_card, make_package
from broadcast.transcode.recipe import CARD_QUANTA

pytestmark = pytest.mark.media
OVERLAP = Ticks(10 * 15_360)


def decoded(found: bytes, form: str, ffmpeg: Path) -> "array[float]":
    """The left channel."""
    made = subprocess.run(
        [ffmpeg, "-v", "error", "-f", form, "-i", "pipe:0", "-af", "pan=mono|c0=c0", "-f", "f32le", "pipe:1"],
        input=found, capture_output=True, check=True,
    )  # fmt: skip
    assert not made.stderr
    return array("f", made.stdout)


def level_of(sound: "array[float]") -> float:
    return float((sum(one * one for one in sound) / len(sound)) ** 0.5)


def tone(path: Path, ffmpeg: Path, *, hertz: int, seconds: float) -> Path:
    """A pure tone, in which any click is seen."""
    source = f"sine=frequency={hertz}:sample_rate=48000:duration={seconds}"
    words = [str(ffmpeg), "-v", "error", "-y", "-f", "lavfi", "-i", source, "-ac", "2", str(path)]
    subprocess.run(words, check=True)
    return path


def packaged(storage: Storage, source: Path, *, key: str, folder: Path, ffmpeg: Path) -> PackageIndex:
    folder.mkdir()
    made = make_package(
        source, probed=probe(source), folder=folder, ffmpeg=ffmpeg, progress=lambda _share: None
    )
    keep_package(storage, folder, key=key, index=made.index)
    return made.index


class Mixed:
    """Two tones in a storage, and their seam."""

    def __init__(self, folder: Path, ffmpeg: Path) -> None:
        self.storage = open_storage(f"file://{folder / 'storage'}")
        self.ffmpeg = ffmpeg
        self.one = packaged(
            self.storage, tone(folder / "a.wav", ffmpeg, hertz=220, seconds=23.0), key="packages/aa/a",
            folder=folder / "one", ffmpeg=ffmpeg,
        )  # fmt: skip
        self.two = packaged(
            self.storage, tone(folder / "b.wav", ffmpeg, hertz=330, seconds=17.0), key="packages/bb/b",
            folder=folder / "two", ffmpeg=ffmpeg,
        )  # fmt: skip
        last = len(self.one.renditions[Rendition.A128].segments) - 1
        self.first = last
        lead = self.one.segment_ticks(last)
        self.seam = Seam(
            before="packages/aa/a", after="packages/bb/b", first=last, lead=lead, overlap=OVERLAP
        )
        wanted = Mix(before="packages/aa/a", after="packages/bb/b", first=last, lead=lead, overlap=OVERLAP)
        folder = folder / "seam"
        folder.mkdir()
        self.index = mix(self.storage, wanted, folder=folder, ffmpeg=ffmpeg, progress=lambda _share: None)
        keep_package(self.storage, folder, key=self.seam.package, index=self.index)

    def segments(self, package: str, rendition: Rendition, span: range) -> bytes:
        index = PackageIndex.from_json(self.storage.get(keys.index(package))).renditions[rendition]
        whole = self.storage.get(keys.rendition(package, rendition))
        return b"".join(
            whole[one.offset : one.offset + one.size] for one in index.segments[span.start : span.stop]
        )

    def stitched(self, rendition: Rendition) -> "array[float]":
        """As it airs: the first but for its end, the seam, the second but for its beginning."""
        init = self.storage.get(keys.rendition("packages/aa/a", rendition))[
            : self.one.renditions[rendition].init_size
        ]
        parts = (
            self.segments("packages/aa/a", rendition, range(self.first)),
            self.segments(self.seam.package, rendition, range(9)),
            self.segments("packages/bb/b", rendition, range(1, 99)),
        )
        return decoded(b"".join(joined(init + part for part in parts)), "mov", self.ffmpeg)


@pytest.fixture(scope="module")
def mixed(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    return Mixed(tmp_path_factory.mktemp("mixed"), ffmpeg)


@pytest.mark.parametrize("rendition", AUDIO)
def test_a_seam_is_continuous_and_its_length_exact(mixed: Mixed, rendition: Rendition) -> None:
    sound = mixed.stitched(rendition)
    assert len(sound) == mixed.one.ticks + mixed.two.ticks - OVERLAP
    assert mixed.index.renditions[rendition].init == mixed.one.renditions[rendition].init
    begins, ends = mixed.first * SEGMENT, mixed.first * SEGMENT + mixed.seam.ticks
    own = decoded(mixed.storage.get(keys.rendition("packages/aa/a", rendition)), "mov", mixed.ffmpeg)
    other = decoded(mixed.storage.get(keys.rendition("packages/bb/b", rendition)), "mov", mixed.ffmpeg)
    # Either side of both cuts it is what the piece itself has there, frame for frame.
    assert apart(sound[begins - 4_096 : begins + 4_096], own[begins - 4_096 : begins + 4_096]) < 0.01
    assert apart(sound[ends - 4_096 : ends + 4_096], other[SEGMENT - 4_096 : SEGMENT + 4_096]) < 0.01


def apart(some: "array[float]", other: "array[float]") -> float:
    return max(abs(one - two) for one, two in zip(some, other, strict=True))


def test_it_is_as_loud_as_both_and_under_the_ceiling(mixed: Mixed) -> None:
    sound = mixed.stitched(Rendition.A128)
    middle = mixed.one.ticks - OVERLAP // 2
    beside = level_of(sound[middle - 4 * 48_000 : middle - 3 * 48_000])
    within = level_of(sound[middle - 24_000 : middle + 24_000])
    assert 0.89 < within / beside < 1.12  # one decibel
    assert mixed.index.loudness.true_peak is not None
    assert mixed.index.loudness.true_peak <= -1.0


def test_its_mp3_goes_on_where_the_piece_s_was_left(mixed: Mixed) -> None:
    cut = frame_at(Ticks(mixed.first * SEGMENT))
    count = frame_at(mixed.seam.ticks)
    one, seam, two = (
        mixed.storage.get(keys.mp3(package))
        for package in ("packages/aa/a", mixed.seam.package, "packages/bb/b")
    )
    begun = frame_at(SEGMENT)
    frames = one[: cut * MP3_FRAME_BYTES] + seam[: count * MP3_FRAME_BYTES] + two[begun * MP3_FRAME_BYTES :]
    sound, own = decoded(frames, "mp3", mixed.ffmpeg), decoded(one, "mp3", mixed.ffmpeg)
    at = cut * 1_152
    assert len(seam) // MP3_FRAME_BYTES > count
    assert apart(sound[at - 4_000 : at + 4_000], own[at - 4_000 : at + 4_000]) < 0.03


def test_on_a_television_the_card_changes_in_the_middle(mixed: Mixed, tmp_path: Path, ffmpeg: Path) -> None:
    """Decoded behind the one and before the other: every picture is there, and of one card or the other."""
    for colour in ("red", "blue"):
        card_of(mixed.storage, colour, folder=tmp_path / colour, ffmpeg=ffmpeg)
    seam = replace(mixed.seam, cards=("cards/red-3", "cards/blue-3"))
    wanted = Mix(before=seam.before, after=seam.after, first=seam.first, lead=seam.lead, overlap=OVERLAP,
                 cards=seam.cards)  # fmt: skip
    made = tmp_path / "seam"
    made.mkdir()
    index = mix(mixed.storage, wanted, folder=made, ffmpeg=ffmpeg, progress=lambda _share: None)
    assert index.ticks == seam.ticks
    for name in VIDEO:
        cards = [mixed.storage.get(keys.rendition(card, name)) for card in ("cards/red-3", "cards/blue-3")]
        whole = b"".join(joined([cards[0], (made / f"{name}.mp4").read_bytes(), cards[1]]))
        seen = reds_of(whole, ffmpeg)
        long = CARD_QUANTA * QUANTUM // PICTURE
        red, blue = (long + wanted.middle // PICTURE, long + (seam.ticks - wanted.middle) // PICTURE)
        assert seen == [True] * red + [False] * blue
        assert index.renditions[name].init == index_file(cards[0])[1].init
        assert len(index.renditions[name].segments) == len(index.renditions[Rendition.A128].segments)


def card_of(storage: Storage, colour: str, *, folder: Path, ffmpeg: Path) -> None:
    """A card of one colour."""
    folder.mkdir()
    picture = folder.with_suffix(".jpg")
    source = f"color={colour}:size=1280x720:duration=0.04"
    subprocess.run(
        [ffmpeg, "-v", "error", "-f", "lavfi", "-i", source, "-frames:v", "1", picture], check=True
    )
    index = make_card(picture, folder=folder, ffmpeg=ffmpeg)
    keep_package(storage, folder, key=f"cards/{colour}-3", index=index)


def reds_of(film: bytes, ffmpeg: Path) -> list[bool]:
    """Whether each picture is more red than blue; it must decode without a word."""
    words = ["-f", "mov", "-i", "pipe:0", "-vf", "scale=1:1", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"]
    made = subprocess.run([ffmpeg, "-v", "error", *words], input=film, capture_output=True, check=True)
    assert not made.stderr
    return [made.stdout[at] > made.stdout[at + 2] for at in range(0, len(made.stdout), 3)]


def test_two_loud_pieces_are_held(mixed: Mixed, tmp_path: Path, ffmpeg: Path) -> None:
    """Two of one tone, in phase, are over the ceiling together: the limiter holds them."""
    wanted = Mix(before="packages/aa/a", after="packages/aa/a", first=mixed.first,
                 lead=mixed.seam.lead, overlap=OVERLAP)  # fmt: skip
    index = mix(mixed.storage, wanted, folder=tmp_path, ffmpeg=ffmpeg, progress=lambda _share: None)
    assert index.loudness.true_peak is not None
    assert index.loudness.true_peak <= -1.0
