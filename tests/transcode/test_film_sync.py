"""Picture and sound stay together: films with a clap near both ends, looked at in what people get."""

from collections.abc import Callable
from pathlib import Path

import pytest

from transcode.films import Camera, clapping_picture, clapping_sound, clicks, flashes

pytestmark = pytest.mark.media
TOGETHER = 0.040
"""Seconds: half of what people begin to notice (ITU-R BT.1359)."""
_PHONE = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
_DAMAGED_CLOCK = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le")


@pytest.fixture
def camera(ffmpeg: Path, tmp_path: Path) -> Camera:
    return Camera(ffmpeg, tmp_path)


def _lavfi(source: str, *before: str) -> tuple[str, ...]:
    return (*before, "-f", "lavfi", "-i", source)


def _at_rate(camera: Camera, rate: str) -> Path:
    above, _, below = rate.partition("/")
    each = int(above) / int(below or 1)
    claps = (round(each), round(11 * each))
    picture = clapping_picture(rate=rate, claps=claps, seconds=12)
    sound = clapping_sound(claps=(claps[0] / each, claps[1] / each), seconds=12)
    return camera.shoot("steady.mp4", *_lavfi(picture), *_lavfi(sound), *_PHONE)


def _unsteady(camera: Camera) -> Path:
    """Of 60 pictures a second some are left out, without any rhythm of 25."""
    picture = clapping_picture(rate="60", claps=(70, 665), seconds=12)
    kept = f"{picture},select=not(mod(n\\,5))+not(mod(n\\,7))"
    sound = clapping_sound(claps=(70 / 60, 665 / 60), seconds=12)
    return camera.shoot("unsteady.mp4", *_lavfi(kept), *_lavfi(sound), "-fps_mode", "vfr", *_PHONE)


def _late_sound(camera: Camera, name: str, *words: str) -> Path:
    picture = clapping_picture(rate="25", claps=(75, 275), seconds=12)
    sound = _lavfi(clapping_sound(claps=(1.5, 9.5), seconds=10), "-itsoffset", "1.5")
    return camera.shoot(name, *_lavfi(picture), *sound, *_PHONE, *words)


def _late_picture(camera: Camera, name: str) -> Path:
    picture = _lavfi(clapping_picture(rate="25", claps=(25, 225), seconds=10), "-itsoffset", "1.5")
    sound = clapping_sound(claps=(2.5, 10.5), seconds=12)
    return camera.shoot(name, *picture, *_lavfi(sound), *_PHONE)


def _trimmed(camera: Camera) -> Path:
    """A phone's scissors: the media begin at a key picture, an edit list says to begin after it."""
    picture = clapping_picture(rate="25", claps=(75, 275), seconds=12)
    whole = camera.shoot(
        "whole.mp4", *_lavfi(picture), *_lavfi(clapping_sound(claps=(3, 11), seconds=12)), *_PHONE
    )
    return camera.shoot("trimmed.mp4", "-ss", "1.3", "-i", str(whole), "-c", "copy")


def _drifting(camera: Camera, *, clock: float) -> Path:
    """The sound's clock is wrong, its times are right, as in what a browser records."""
    picture = clapping_picture(rate="25", claps=(25, 975), seconds=40)
    sound = clapping_sound(claps=(1 / clock, 39 / clock), seconds=40 / clock)
    stretched = f"{sound},asetpts=PTS*{clock}"
    return camera.shoot("drifting.mkv", *_lavfi(picture), *_lavfi(stretched), *_DAMAGED_CLOCK)


def _with_holes(camera: Camera) -> Path:
    """80 ms of sound are lost every two seconds; the last hole lies right before the second clap."""
    picture = clapping_picture(rate="25", claps=(25, 275), seconds=12)
    sound = clapping_sound(claps=(1, 11), seconds=12)
    lost = f"{sound},asetnsamples=960,aselect=gt(mod(n+55\\,100)\\,3)"
    return camera.shoot("holes.mkv", *_lavfi(picture), *_lavfi(lost), *_DAMAGED_CLOCK)


def _beginning_anew(camera: Camera) -> Path:
    """Two recordings of a camcorder in one file: the clock begins anew in the middle."""
    picture = clapping_picture(rate="25", claps=(25, 125), seconds=6)
    one = camera.shoot("one.ts", *_lavfi(picture), *_lavfi(clapping_sound(claps=(1, 5), seconds=6)), *_PHONE)
    both = one.with_name("both.ts")
    both.write_bytes(one.read_bytes() * 2)
    return both


FILMS: dict[str, tuple[Callable[[Camera], Path], tuple[float, ...]]] = {
    "24": (lambda camera: _at_rate(camera, "24"), (1, 11)),
    "25": (lambda camera: _at_rate(camera, "25"), (1, 11)),
    "29.97": (lambda camera: _at_rate(camera, "30000/1001"), (1, 11)),
    "variable": (_unsteady, (1.17, 11.08)),
    "late sound, MP4": (lambda camera: _late_sound(camera, "late.mp4"), (3, 11)),
    "late sound, clock not at 0": (
        lambda camera: _late_sound(camera, "late.ts", "-output_ts_offset", "7"), (3, 11)
    ),
    "late picture, MP4": (lambda camera: _late_picture(camera, "late.mp4"), (2.5, 10.5)),
    "late picture, Matroska": (lambda camera: _late_picture(camera, "late.mkv"), (2.5, 10.5)),
    "cut by an edit list": (_trimmed, (1.7, 9.7)),
    "slow sound clock": (lambda camera: _drifting(camera, clock=1.0015), (1, 39)),
    "fast sound clock": (lambda camera: _drifting(camera, clock=0.9985), (1, 39)),
    "holes": (_with_holes, (1, 11)),
    "beginning anew": (_beginning_anew, (1, 5, 7, 11)),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILMS)
def test_the_clap_is_seen_when_it_is_heard(kind: str, camera: Camera) -> None:
    shoot, claps = FILMS[kind]
    developed = camera.develop(shoot(camera))
    seen, heard = flashes(developed), clicks(developed)
    assert seen == pytest.approx(claps, abs=TOGETHER)
    assert heard == pytest.approx(seen, abs=TOGETHER)
