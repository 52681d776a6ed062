"""An excerpt is what the whole has between two points: to the sample, as loud, picture and sound together."""

import math
from array import array
from pathlib import Path

import pytest

from broadcast.ingest.probe import probe
from broadcast.media.grid import QUANTUM, padded
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks, ticks_of
from broadcast.transcode import argv
from broadcast.transcode.excerpt import Span, make_excerpt, span_in
from broadcast.transcode.package import Made
from broadcast.transcode.recipe import MASTER_FRAME
from broadcast.transcode.runner import Runner
from transcode.films import Camera, Developed, clapping_picture, clapping_sound, clicks, flashes

pytestmark = pytest.mark.media
_ONE = Ticks(1)


@pytest.fixture
def camera(ffmpeg: Path, tmp_path: Path) -> Camera:
    return Camera(ffmpeg, tmp_path)


def cut(whole: Developed, source: Path, *, begins: float, ends: float | None) -> Developed:
    """An excerpt of a film or a sound that was put through the pipeline."""
    folder = whole.folder.parent / "cut"
    folder.mkdir()
    probed = probe(source)
    runner = Runner.on(source, probed=probed, folder=folder, ffmpeg=whole.ffmpeg)
    index = whole.made.index
    span = span_in(index, begins=ticks_of(begins), ends=None if ends is None else ticks_of(ends))
    made = make_excerpt(runner, probed, span, whole=index, progress=lambda _share: None)
    assert (made.media_ticks, made.ticks) == (span.ticks, padded(span.ticks))
    assert made.gain_db == index.gain_db
    return Developed(Made(made, (), Ticks(0)), folder, whole.ffmpeg)


def heard(package: Developed) -> "array[int]":
    """Both channels of `a128`."""
    raw = package._decoded(argv.file_of(Rendition.A128), "-f", "s16le")  # noqa: SLF001  # the tests' own
    return array("h", raw)


@pytest.mark.parametrize(
    "name", ["speech/voix.mp3", "speech/dictaphone.amr", "short/virgule.ogg", "music/jungle-clipped.mp3"]
)
def test_its_sound_is_to_the_sample_that_of_the_whole(
    name: str, shared_media: Path, ffmpeg: Path, tmp_path: Path
) -> None:
    source = shared_media / name
    probed = probe(source)
    runner = Runner.on(source, probed=probed, folder=tmp_path, ffmpeg=ffmpeg)
    span = Span(Ticks(12_347), Ticks(48_002))
    master = tmp_path / argv.MASTER
    found = []
    for reach in (Span(Ticks(0), ticks_of(3600)), span):
        runner.run(argv.decode_part(ffmpeg, source, probed=probed, begins=reach.begins, ends=reach.ends))
        found.append(master.read_bytes())
    runner.run(argv.decode(ffmpeg, source, probed=probed, window=ticks_of(0.1), shortest=_ONE))
    assert found[0] == master.read_bytes()
    assert found[1] == found[0][span.begins * MASTER_FRAME : span.ends * MASTER_FRAME]
    assert len(found[1]) == span.ticks * MASTER_FRAME


def test_a_film_is_cut_with_its_sound(camera: Camera) -> None:
    claps = (50, 100, 150, 250)
    picture = clapping_picture(rate="25", claps=claps, seconds=12)
    sound = clapping_sound(claps=[clap / 25 for clap in claps], seconds=12)
    words = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "125", "-c:a", "aac")
    source = camera.shoot("film.mp4", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *words)
    whole = camera.develop(source)
    made = cut(whole, source, begins=3.013, ends=7.0)  # a picture begins at 3.04
    assert made.made.index.has_picture
    assert flashes(made) == pytest.approx([0.96, 2.96], abs=0.001)
    assert clicks(made) == pytest.approx([clap - 3.04 for clap in clicks(whole)[1:3]], abs=0.002)
    shown = made.pictures(width=2, height=2)
    assert len(shown) == made.made.index.ticks // 1_920


def test_nothing_is_seen_or_heard_behind_its_end(camera: Camera) -> None:
    """The clap at 4.0 s lies within the quantum that the excerpt is padded to."""
    picture = clapping_picture(rate="25", claps=(50, 100), seconds=8)
    sound = clapping_sound(claps=(2.0, 4.0), seconds=8)
    words = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
    source = camera.shoot("film.mp4", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *words)
    made = cut(camera.develop(source), source, begins=1.0, ends=3.96)
    assert made.made.index.ticks > ticks_of(4.1 - 1.0)
    assert flashes(made) == pytest.approx([1.0], abs=0.001)
    assert len(clicks(made)) == 1


def test_the_quiet_part_of_a_loud_piece_stays_quiet(camera: Camera) -> None:
    """Its own loudness would ask for 20 dB more."""
    quiet = "aevalsrc=(0.02+0.18*gte(t\\,6))*sin(1000*2*PI*t):d=12:s=48000"
    source = camera.shoot("tone.wav", "-f", "lavfi", "-i", quiet)
    whole = camera.develop(source)
    made = cut(whole, source, begins=1.0, ends=4.6)
    stretch = heard(whole)[2 * 2 * 48_000 : 2 * 4 * 48_000]
    own = heard(made)[2 * 48_000 : 2 * 3 * 48_000]
    assert _level(own) == pytest.approx(_level(stretch), abs=0.1)
    padding = heard(made)[2 * ticks_of(3.6 + 0.05) :]
    assert 0 < len(padding) < 2 * QUANTUM
    assert _level(padding) < -80


def test_the_whole_to_its_own_end(camera: Camera) -> None:
    source = camera.shoot("tone.wav", "-f", "lavfi", "-i", "sine=d=7.1:r=44100")
    whole = camera.develop(source)
    assert cut(whole, source, begins=2.1, ends=None).made.index.media_ticks == ticks_of(5.0)
    assert span_in(whole.made.index, begins=ticks_of(8), ends=None).ticks < 0


def _level(samples: "array[int]") -> float:
    """RMS in dB of full scale."""
    return 10 * math.log10(max(sum(one * one for one in samples) / len(samples) / 32_768**2, 1e-12))
