"""The pipeline on real sounds and films, its outputs measured by another way than its own."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from broadcast.ingest.probe import probe
from broadcast.media.bitrate import bit_rates
from broadcast.media.grid import QUANTUM
from broadcast.media.package import VIDEO, Rendition
from broadcast.media.units import seconds_of
from broadcast.playout.playlist import LADDER
from broadcast.transcode.measure import loudness_by_name
from broadcast.transcode.package import Made, make_package

pytestmark = pytest.mark.media
SOURCES = (
    "speech/voix.mp3",
    "music/desert-24bit-44k1.wav",
    "odd/hell-192k.flac",
    "speech/dictaphone.amr",
    "film/old-phone.3gp",
    "film/iphone-hdr-hlg.mov",
)


def made_of(source: Path, *, folder: Path, ffmpeg: Path) -> Made:
    folder.mkdir()
    return make_package(
        source, probed=probe(source), folder=folder, ffmpeg=ffmpeg, progress=lambda _share: None
    )


def test_very_different_sources_share_their_inits_to_the_byte(
    shared_media: Path, ffmpeg: Path, tmp_path: Path
) -> None:
    inits: dict[Rendition, set[bytes]] = {}
    for number, name in enumerate(SOURCES):
        folder = tmp_path / str(number)
        made = made_of(shared_media / name, folder=folder, ffmpeg=ffmpeg)
        assert made.index.has_picture == name.startswith("film/")
        assert made.index.ticks % QUANTUM == 0
        for rendition, index in made.index.renditions.items():
            init = (folder / f"{rendition}.mp4").read_bytes()[: index.init_size]
            assert hashlib.sha256(init).hexdigest().startswith(index.init)
            inits.setdefault(rendition, set()).add(init)
            assert bit_rates(made.index, rendition).steepest <= LADDER[rendition].bandwidth
    assert {rendition: len(found) for rendition, found in inits.items()} == dict.fromkeys(Rendition, 1)


@pytest.mark.parametrize(
    "name",
    [
        "music/jungle-clipped.mp3",
        "music/motion-very-quiet.m4a",
        "speech/message-vocal.ogg",
        "short/virgule.ogg",
    ],
)
def test_what_people_hear_is_at_one_loudness(
    name: str, shared_media: Path, ffmpeg: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "made"
    made_of(shared_media / name, folder=folder, ffmpeg=ffmpeg)
    for output in ("a128.mp4", "a48.mp4", "audio.mp3"):
        heard = loudness_by_name(_metered(ffmpeg, folder / output))["check"]
        assert heard.integrated == pytest.approx(-16.0, abs=0.5), output
        assert heard.true_peak is not None
        assert heard.true_peak <= -1.0, output


def _metered(ffmpeg: Path, path: Path) -> str:
    words = ["-hide_banner", "-nostats", "-i", str(path), "-map", "0:a", "-af", "ebur128@check=peak=true"]
    done = subprocess.run(
        [str(ffmpeg), *words, "-f", "null", "-"], capture_output=True, text=True, check=True
    )
    return done.stderr


def test_the_same_source_gives_the_same_bytes(shared_media: Path, ffmpeg: Path, tmp_path: Path) -> None:
    source = shared_media / "film/old-phone.3gp"
    digests = []
    for name in ("one", "two"):
        made_of(source, folder=tmp_path / name, ffmpeg=ffmpeg)
        digests.append(
            {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted((tmp_path / name).iterdir())
            }
        )
    assert digests[0] == digests[1]
    assert {f"{rendition}.mp4" for rendition in VIDEO} < set(digests[0])


def test_a_cut_film_is_saved_as_far_as_it_goes(shared_media: Path, ffmpeg: Path, tmp_path: Path) -> None:
    made = made_of(shared_media / "broken/cut-at-40-percent.mp4", folder=tmp_path / "made", ffmpeg=ffmpeg)
    assert seconds_of(made.index.media_ticks) == pytest.approx(5.0, abs=0.1)
    assert [one.code for one in made.warnings] == ["incomplete"]
