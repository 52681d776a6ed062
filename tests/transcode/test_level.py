"""Loudness in what people hear: right in every output, one constant gain, and truth about the limiter."""

import csv
import hashlib
import json
import math
import subprocess
from array import array
from dataclasses import replace
from pathlib import Path

import pytest

from broadcast.ingest.probe import probe
from broadcast.transcode.package import Made, make_package

pytestmark = pytest.mark.media
PINK = "anoisesrc=c=pink:a=0.2:d={seconds}:r=48000:seed=1,aformat=channel_layouts=stereo"
QUIET_WORDS = "0.3*sin(2*PI*240*t)*pow(abs(sin(PI*2*t))\\,2)"


def synthesised(ffmpeg: Path, folder: Path, source: str) -> Path:
    """A WAV of what lavfi makes."""
    path = folder / "source.wav"
    words = ["-v", "error", "-y", "-f", "lavfi", "-i", source, "-c:a", "pcm_s24le", str(path)]
    subprocess.run([str(ffmpeg), *words], check=True)
    return path


def made_of(source: Path, *, folder: Path, ffmpeg: Path, sound_only: bool = False) -> Made:
    folder.mkdir()
    probed = probe(source)
    if sound_only:
        probed = replace(probed, video=None)
    return make_package(source, probed=probed, folder=folder, ffmpeg=ffmpeg, progress=lambda _share: None)


def outputs_of(folder: Path) -> dict[str, dict[str, float]]:
    """The figures of every encoded output."""
    told: dict[str, dict[str, float]] = json.loads((folder / "loudness.json").read_text())["outputs"]
    return told


def levels(ffmpeg: Path, path: Path) -> list[float]:
    """The energy of each half second in dB, at 8 kHz: enough to see a gain."""
    words = ["-v", "error", "-i", str(path), "-map", "0:a:0", "-ac", "1", "-ar", "8000", "-f", "s16le", "-"]
    samples = array("h", subprocess.run([str(ffmpeg), *words], check=True, capture_output=True).stdout)
    blocks = (samples[at : at + 4_000] for at in range(0, len(samples) - 4_000, 4_000))
    return [10 * math.log10(sum(s * s for s in block) / 4_000 + 1e-9) for block in blocks]


def gains(ffmpeg: Path, source: Path, output: Path) -> list[float]:
    """What was done to each half second that can be heard."""
    pairs = zip(levels(ffmpeg, source), levels(ffmpeg, output), strict=False)
    return [after - before for before, after in pairs if before > 45]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(PINK.format(seconds=20), id="noise, corrected"),
        pytest.param(PINK.format(seconds=250), id="noise, rehearsed"),
        pytest.param("sine=f=440:d=0.5:r=48000", id="half a second"),
        pytest.param(f"aevalsrc='{QUIET_WORDS}+0.9*exp(-60*mod(t\\,2))*sin(500*t)':s=44100:d=20", id="peaks"),
    ],
)
def test_every_output_is_at_one_loudness(source: str, ffmpeg: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    made_of(synthesised(ffmpeg, tmp_path, source), folder=folder, ffmpeg=ffmpeg)
    found = outputs_of(folder)
    assert set(found) == {"a128", "a48", "mp3"}
    for name, figures in found.items():
        assert figures["integrated"] == pytest.approx(-16.0, abs=0.5), name
        assert figures["true_peak"] <= -1.0, name


def test_the_gain_is_one_constant(shared_media: Path, ffmpeg: Path, tmp_path: Path) -> None:
    source, folder = shared_media / "music/mirror.ogg", tmp_path / "made"
    index = made_of(source, folder=folder, ffmpeg=ffmpeg).index
    assert (index.limited, index.held.times) == (False, 0)
    found = gains(ffmpeg, source, folder / "a128.mp4")
    assert len(found) > 100
    assert found == pytest.approx([index.gain_db] * len(found), abs=0.35)


def test_beside_the_peaks_a_limiter_holds_the_gain_is_constant_too(ffmpeg: Path, tmp_path: Path) -> None:
    """A click every ten seconds: four are held, and every other half second has the same gain."""
    clicks = "0.9*exp(-200*mod(t\\,10))*sin(3000*t)"
    source = synthesised(
        ffmpeg, tmp_path, f"aevalsrc='0.5*{QUIET_WORDS}+{clicks}':s=48000:d=40,aformat=channel_layouts=stereo"
    )
    folder = tmp_path / "made"
    index = made_of(source, folder=folder, ffmpeg=ffmpeg).index
    assert index.limited
    assert index.held.times == 4
    assert 0.2 <= index.held.seconds <= 0.4
    found = gains(ffmpeg, source, folder / "a128.mp4")
    beside = [gain for number, gain in enumerate(found) if number % 20]
    assert beside == pytest.approx([index.gain_db] * len(beside), abs=0.35)


def test_prepared_again_from_the_original_it_is_the_same_to_the_byte(
    shared_media: Path, ffmpeg: Path, tmp_path: Path
) -> None:
    """Nothing is levelled twice: a retry begins with the original, and knows of no attempt before."""
    digests = []
    for name in ("first", "again"):
        folder = tmp_path / name
        made_of(shared_media / "music/desert-24bit-44k1.wav", folder=folder, ffmpeg=ffmpeg)
        digests.append(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        )
    assert digests[0] == digests[1]
    assert set(digests[0]) == {"a128.mp4", "a48.mp4", "audio.mp3", "peaks.json", "loudness.json"}


def test_the_loudest_moments_are_kept(ffmpeg: Path, tmp_path: Path) -> None:
    source = synthesised(
        ffmpeg,
        tmp_path,
        "aevalsrc='(0.05+0.15*between(t\\,10\\,14))*sin(2*PI*1000*t)':s=48000:d=20,pan=stereo|c0=c0|c1=c0",
    )
    index = made_of(source, folder=tmp_path / "made", ffmpeg=ffmpeg).index
    loudest = 20 * math.log10(0.2)
    assert index.source_loudness.short_term_max == pytest.approx(loudest, abs=0.2)
    assert index.source_loudness.momentary_max == pytest.approx(loudest, abs=0.2)
    assert index.loudness.short_term_max == pytest.approx(loudest + index.gain_db, abs=0.3)


HUM = "0.01*(sin(100*PI*t)+sin(200*PI*t)+sin(300*PI*t))"
SOUND = "0.2*sin(2*PI*330*t)*(1.1+sin(3*t))"


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        pytest.param(f"aevalsrc='{SOUND}|{SOUND}':d=30", [], id="nothing"),
        pytest.param(
            f"aevalsrc='min(1,max(-1,{SOUND}*if(between(t,8,20),90,1)))':d=30".replace(",", "\\,"),
            [("clipped", "0:08", "0:20")],
            id="saturated",
        ),
        pytest.param(f"aevalsrc='{SOUND}|0':d=30", [("right_channel_dead", None, None)], id="dead"),
        pytest.param(
            f"aevalsrc='{SOUND}|{SOUND}*(1-2*between(t\\,10\\,20))':d=30",
            [("phase_inverted", "0:10", "0:20")],
            id="phase",
        ),
        pytest.param(
            f"aevalsrc='{SOUND}*(1-between(t\\,9\\,22))':d=30",
            [("long_silence", "0:09", "0:22")],
            id="silence",
        ),
        pytest.param(
            f"aevalsrc='{SOUND}*between(mod(t\\,4)\\,0\\,2)+{HUM}':d=30",
            [("hum", None, None)],
            id="hum",
        ),
        pytest.param(f"aevalsrc='{SOUND}+0.05':d=30", [("offset", None, None)], id="offset"),
    ],
)
def test_what_is_wrong_is_found_in_the_sound(
    source: str, codes: list[tuple[str, str | None, str | None]], ffmpeg: Path, tmp_path: Path
) -> None:
    made = made_of(synthesised(ffmpeg, tmp_path, source), folder=tmp_path / "made", ffmpeg=ffmpeg)
    told = [(one.code, one.values.get("start"), one.values.get("end")) for one in made.warnings]
    assert told == codes


def test_good_sounds_raise_no_alarm(shared_media: Path, ffmpeg: Path, tmp_path: Path) -> None:
    """Every sound of the manifest that is plainly to be accepted, those of films too."""
    told = {}
    with (shared_media / "MANIFEST.tsv").open() as rows:
        names = [row["path"] for row in csv.DictReader(rows, delimiter="\t") if row["expect"] == "accept"]
    for number, name in enumerate(names):
        folder = tmp_path / str(number)
        made = made_of(shared_media / name, folder=folder, ffmpeg=ffmpeg, sound_only=True)
        told[name] = [one.code for one in made.warnings]
    assert len(told) > 20
    assert {name: codes for name, codes in told.items() if codes} == {}
