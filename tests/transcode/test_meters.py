"""The meter we rely on, held against the signals of EBU Tech 3341 and 3342, synthesised here."""

import math
import subprocess
from array import array
from collections.abc import Sequence
from pathlib import Path

import pytest

from broadcast.media.package import Loudness
from broadcast.transcode.argv import meters
from broadcast.transcode.curve import Curve, curve_of
from broadcast.transcode.listing import lines_of
from broadcast.transcode.measure import loudness_by_name

pytestmark = pytest.mark.media
_TONE = "{height}*sin(2*PI*1000*t)"


def tones(*steps: tuple[float | None, float], levels: Sequence[float] = (0.0, 0.0)) -> str:
    """A 1 kHz sine in steps of (dBFS or None for silence, seconds); `levels` are what channels add to it."""
    sources = []
    for level, seconds in steps:
        heights = [0.0 if level is None else 10 ** ((level + more) / 20) for more in levels]
        sines = "|".join(_TONE.format(height=f"{height:.8f}") for height in heights)
        sources.append(f"aevalsrc='{sines}':s=48000:d={seconds}:c={'stereo' if len(levels) == 2 else '5.0'}")
    joined = ";".join(f"{source}[{number}]" for number, source in enumerate(sources))
    links = "".join(f"[{number}]" for number in range(len(sources)))
    return f"{joined};{links}concat=n={len(sources)}:v=0:a=1"


def metered(ffmpeg: Path, folder: Path, *source: str) -> tuple[Loudness, Curve]:
    """What the station's own meters say."""
    chain = f"[0:a]asplit=2[a][b];[a]{meters.loudness('x', listing='x.txt')}[c];[b]{meters.true_peak('x')}[d]"
    words = ["-hide_banner", "-nostats", "-y", *source, "-filter_complex", chain]
    words += ["-map", "[c]", "-f", "null", "-", "-map", "[d]", "-f", "null", "-"]
    done = subprocess.run([str(ffmpeg), *words], cwd=folder, check=True, capture_output=True, text=True)
    return loudness_by_name(done.stderr)["x"], curve_of(lines_of(folder / "x.txt"))


@pytest.mark.parametrize(
    ("signal", "wanted"),
    [
        pytest.param(tones((-23, 20)), -23.0, id="1"),
        pytest.param(tones((-33, 20)), -33.0, id="2"),
        pytest.param(tones((-36, 10), (-23, 60), (-36, 10)), -23.0, id="3"),
        pytest.param(tones((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)), -23.0, id="4"),
        pytest.param(tones((-26, 20), (-20, 20.1), (-26, 20)), -23.0, id="5"),
        pytest.param(tones((0, 20), levels=(-28, -28, -24, -30, -30)), -23.0, id="6"),
    ],
)
def test_integrated_loudness(signal: str, wanted: float, ffmpeg: Path, tmp_path: Path) -> None:
    """Tech 3341, table 1: ±0.1 LU."""
    heard, _ = metered(ffmpeg, tmp_path, "-f", "lavfi", "-i", signal)
    assert heard.integrated == pytest.approx(wanted, abs=0.1)


def test_a_steady_tone_has_one_loudness_at_every_time_scale(ffmpeg: Path, tmp_path: Path) -> None:
    """Tech 3341, signal 1: momentary and short-term too."""
    _, curve = metered(ffmpeg, tmp_path, "-f", "lavfi", "-i", tones((-23, 20)))
    assert list(curve.short_term[30:]) == pytest.approx([-23.0] * (len(curve.short_term) - 30), abs=0.1)
    assert list(curve.momentary[5:]) == pytest.approx([-23.0] * (len(curve.momentary) - 5), abs=0.1)


def test_short_term_loudness(ffmpeg: Path, tmp_path: Path) -> None:
    """Tech 3341, signal 9: constant after 3 s."""
    _, curve = metered(ffmpeg, tmp_path, "-f", "lavfi", "-i", tones(*[(-20, 1.34), (-30, 1.66)] * 5))
    later = list(curve.short_term[31:])
    assert later == pytest.approx([-23.0] * len(later), abs=0.1)


def test_momentary_loudness(ffmpeg: Path, tmp_path: Path) -> None:
    """Tech 3341, signal 12: constant after 1 s."""
    _, curve = metered(ffmpeg, tmp_path, "-f", "lavfi", "-i", tones(*[(-20, 0.18), (-30, 0.22)] * 25))
    later = list(curve.momentary[10:])
    assert later == pytest.approx([-23.0] * len(later), abs=0.1)


@pytest.mark.parametrize("number", [0, 7, 13, 19])
def test_the_loudest_three_seconds(number: int, ffmpeg: Path, tmp_path: Path) -> None:
    """Tech 3341, signal 10: a tone of 3 s, wherever it begins between two readings."""
    signal = tones((None, 0.15 * number + 0.05), (-23, 3.0), (None, 1.0))
    _, curve = metered(ffmpeg, tmp_path, "-f", "lavfi", "-i", signal)
    assert max(curve.short_term) == pytest.approx(-23.0, abs=0.15)


@pytest.mark.parametrize("number", [0, 5, 10, 15])
def test_the_loudest_moment(number: int, ffmpeg: Path, tmp_path: Path) -> None:
    """Tech 3341, signal 13: a tone of 400 ms; read ten times a second, at most an eighth of it is missed."""
    signal = tones((None, 0.02 * number + 1.0), (-23, 0.4), (None, 1.0))
    _, curve = metered(ffmpeg, tmp_path, "-f", "lavfi", "-i", signal)
    assert -23.0 + 10 * math.log10(7 / 8) - 0.1 <= max(curve.momentary) <= -22.9


@pytest.mark.parametrize(
    ("signal", "wanted"),
    [
        pytest.param(tones((-20, 20), (-30, 20)), 10.0, id="1"),
        pytest.param(tones((-20, 20), (-15, 20)), 5.0, id="2"),
        pytest.param(tones((-40, 20), (-20, 20)), 20.0, id="3"),
        pytest.param(tones((-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)), 15.0, id="4"),
    ],
)
def test_loudness_range(signal: str, wanted: float, ffmpeg: Path, tmp_path: Path) -> None:
    """Tech 3342, table 1: ±1 LU."""
    heard, _ = metered(ffmpeg, tmp_path, "-f", "lavfi", "-i", signal)
    assert heard.range == pytest.approx(wanted, abs=1.0)


def write_sine(path: Path, *, divisor: int, degrees: float, height: float) -> None:
    """A stereo sine of the rate over `divisor`, faded in and out so that its ends are no peaks."""
    samples = array("f")
    for at in range(24_000):
        fade = min(1.0, at / 480, (23_999 - at) / 480)
        value = fade * height * math.sin(2 * math.pi * at / divisor + math.radians(degrees))
        samples.extend((value, value))
    path.write_bytes(samples.tobytes())


@pytest.mark.parametrize(
    ("divisor", "degrees", "height", "wanted"),
    [
        pytest.param(4, 0.0, 0.5, -6.0, id="15"),
        pytest.param(4, 45.0, 0.5, -6.0, id="16"),
        pytest.param(6, 60.0, 0.5, -6.0, id="17"),
        pytest.param(8, 67.5, 0.5, -6.0, id="18"),
        pytest.param(4, 45.0, 1.41, 3.0, id="19"),
    ],
)
def test_true_peak_of_a_sine(
    divisor: int, degrees: float, height: float, wanted: float, ffmpeg: Path, tmp_path: Path
) -> None:
    """Tech 3341, table 2: +0.2 and -0.4 dB."""
    write_sine(tmp_path / "sine.f32", divisor=divisor, degrees=degrees, height=height)
    source = ("-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "sine.f32")
    heard, _ = metered(ffmpeg, tmp_path, *source)
    assert heard.true_peak is not None
    assert wanted - 0.4 <= heard.true_peak <= wanted + 0.2


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_true_peak_between_samples(offset: int, ffmpeg: Path, tmp_path: Path) -> None:
    """Tech 3341, signals 20 to 23: one louder period, wherever the samples fall; its peak is 0 dBTP."""
    fast = array("f")
    for at in range(offset, 96_000):
        # The louder period is faded by a Gaussian, so that 48 kHz can carry it whole.
        swell = 0.5 + 0.5 * math.exp(-(((at - 48_008) / 400) ** 2))
        fade = min(1.0, at / 4_800, (95_999 - at) / 4_800)
        value = fade * swell * math.sin(2 * math.pi * at / 32 + math.pi / 2 - math.pi * 48_008 / 16)
        fast.extend((value, value))
    slow = array("f")
    for at in range(0, len(fast), 8):
        slow.extend(fast[at : at + 2])
    (tmp_path / "slow.f32").write_bytes(slow.tobytes())
    source = ("-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "slow.f32")
    heard, _ = metered(ffmpeg, tmp_path, *source)
    assert heard.true_peak is not None
    assert -0.4 <= heard.true_peak <= 0.2
