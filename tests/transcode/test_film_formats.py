"""Any film: how it is framed, how its light and colours come out, what is done where a track is missing."""

from dataclasses import astuple
from pathlib import Path

import pytest
from PIL import Image

from broadcast.media.package import Rendition
from broadcast.media.units import seconds_of
from broadcast.transcode import argv
from transcode.films import Box, Camera, lit

pytestmark = pytest.mark.media
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
_HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-tag:v", "hvc1")
_WHOLE = Box(0, 0, 1280, 720)
_FOUR_TO_THREE = Box(160, 0, 960, 720)


@pytest.fixture
def camera(ffmpeg: Path, tmp_path: Path) -> Camera:
    return Camera(ffmpeg, tmp_path)


def _filled(
    camera: Camera, name: str, *words: str, size: str, colour: str = "white", chain: str = "null"
) -> Path:
    """Two seconds of one colour."""
    return camera.shoot(name, "-f", "lavfi", "-i", f"color={colour}:s={size}:r=25:d=2,{chain}", *words)


def _is_at(found: Box, place: Box) -> bool:
    """Within four points: the edge of a coded picture is never sharp."""
    return astuple(found) == pytest.approx(astuple(place), abs=4)


FRAMED: dict[str, tuple[str, str, tuple[str, ...], Box]] = {
    "portrait.mp4": ("360x640", "null", _H264, Box(436, 0, 404, 720)),
    "anamorphic-4-3.mp4": ("720x576", "setsar=16/15", _H264, _FOUR_TO_THREE),
    "anamorphic-16-9.mpg": ("720x576", "setsar=64/45", ("-c:v", "mpeg2video"), _WHOLE),
    "very-wide.mp4": ("1000x200", "null", _H264, Box(0, 232, 1280, 256)),
    "tiny.mp4": ("16x16", "null", _H264, Box(280, 0, 720, 720)),
    "odd-444.mkv": ("321x241", "null", ("-c:v", "ffv1", "-pix_fmt", "yuv444p"), _FOUR_TO_THREE),
    "grey.mkv": ("320x240", "null", ("-c:v", "ffv1", "-pix_fmt", "gray"), _FOUR_TO_THREE),
    "rgb.mkv": ("320x240", "null", ("-c:v", "ffv1", "-pix_fmt", "bgr0"), _FOUR_TO_THREE),
    "ten-bit-422.mov": ("640x360", "null", ("-c:v", "prores_ks"), _WHOLE),
    "full-range.avi": ("320x240", "null", ("-c:v", "mjpeg", "-pix_fmt", "yuvj420p"), _FOUR_TO_THREE),
}


@pytest.mark.parametrize("name", FRAMED)
def test_a_film_is_framed_and_never_squeezed(name: str, camera: Camera) -> None:
    size, chain, words, place = FRAMED[name]
    developed = camera.develop(_filled(camera, name, *words, size=size, chain=chain))
    assert _is_at(lit(developed), place)
    y, u, v = developed.colour()
    assert (y, u, v) == pytest.approx((235, 128, 128), abs=2)


@pytest.mark.parametrize(
    ("turn", "place"), [(90, Box(436, 0, 404, 720)), (180, _WHOLE), (-90, Box(436, 0, 404, 720))]
)
def test_a_turned_phone_is_turned_back(turn: int, place: Box, camera: Camera) -> None:
    """The upper half is white as it is coded: where it stands tells which way the film was turned."""
    upper = "drawbox=y=ih/2:c=gray:t=fill"
    coded = _filled(camera, "coded.mp4", *_H264, size="640x360", chain=upper)
    turned = camera.shoot("turned.mp4", "-display_rotation", str(turn), "-i", str(coded), "-c", "copy")
    developed = camera.develop(turned)
    assert _is_at(lit(developed), place)
    left, right, below_left, below_right = (
        sum(developed.pictures(width=16, height=2)[10][at] for at in span) > 2 * 200
        for span in ((6, 7), (8, 9), (22, 23), (24, 25))
    )
    white = {90: (True, False, True, False), 180: (False, False, True, True), -90: (False, True, False, True)}
    assert (left, right, below_left, below_right) == white[turn]


@pytest.mark.parametrize("codec", ["libvpx", "libx264"])
def test_a_phone_may_be_turned_while_it_films(codec: str, camera: Camera) -> None:
    for name, size, colour in (("wide.mkv", "320x180", "white"), ("tall.mkv", "180x320", "gray")):
        _filled(camera, name, "-c:v", codec, "-g", "10", size=size, colour=colour)
    (camera.folder / "list").write_text("file wide.mkv\nfile tall.mkv\n")
    both = camera.shoot("both.mkv", "-f", "concat", "-i", "list", "-c", "copy")
    developed = camera.develop(both)
    assert seconds_of(developed.made.index.media_ticks) == pytest.approx(4.0, abs=0.1)
    row = developed.pictures(width=9, height=1)
    assert len(row) >= 100
    assert [point > 200 for point in row[25]] == [True] * 9
    assert [point > 64 for point in row[75]] == [*[False] * 3, *[True] * 3, *[False] * 3]


RED = (63, 102, 240)
"""Full red as BT.709 codes it, in 8 bits of video range (ITU-R BT.709-6 §3)."""


@pytest.mark.parametrize(
    ("name", "size", "coded", "said", "words"),
    [
        ("large-unsaid.mp4", "1280x720", "bt709", "unknown", _H264),
        ("tall-unsaid.mp4", "720x1280", "bt709", "unknown", _H264),
        ("small-unsaid.mp4", "640x480", "bt601", "unknown", _H264),
        ("large-said.mp4", "1280x720", "bt601", "smpte170m", _H264),
        ("small-said.mp4", "640x480", "bt709", "bt709", _H264),
        ("large.webm", "1280x720", "bt601", "unknown", ("-c:v", "libvpx", "-b:v", "6M", "-crf", "4")),
        ("large-rgb.mkv", "1280x720", "", "gbr", ("-c:v", "ffv1", "-pix_fmt", "bgr0")),
    ],
)
def test_red_stays_red(  # one film each
    name: str, size: str, coded: str, said: str, words: tuple[str, ...], camera: Camera
) -> None:
    chain = f"scale=out_color_matrix={coded}:out_range=tv,format=yuv420p,setparams=colorspace={said}"
    source = _filled(camera, name, *words, size=size, colour="red", chain=chain if coded else "null")
    developed = camera.develop(source)
    assert developed.colour() == pytest.approx(RED, abs=2)
    with Image.open(developed.folder / argv.STILL) as still:
        seen = still.convert("RGB").getpixel((still.width // 2, still.height // 2))
    assert seen == pytest.approx((255, 0, 0), abs=6)


@pytest.mark.parametrize("light", ["smpte2084", "arib-std-b67"])
@pytest.mark.parametrize("said", ["bt2020", "unknown"])
def test_bright_light_is_brought_to_a_common_screen(light: str, said: str, camera: Camera) -> None:
    """A grey of half the signal stays a grey in the middle, whatever the film leaves unsaid of itself."""
    matrix = "bt2020nc" if said == "bt2020" else said
    tags = f"setparams=color_trc={light}:colorspace={matrix}:color_primaries={said}:range=tv"
    source = _filled(
        camera, "bright.mov", *_HEVC, size="640x360", colour="gray", chain=f"format=yuv420p10le,{tags}"
    )
    y, u, v = camera.develop(source).colour()
    assert 100 < y < 170
    assert (u, v) == pytest.approx((128, 128), abs=2)


def test_lines_of_two_moments_are_not_mixed(camera: Camera) -> None:
    """A white bar that runs: interlaced, each picture would show it twice, in every other line."""
    bar = "drawbox=x='mod(n*16\\,704)':w=16:c=white:t=fill"
    moved = f"color=black:s=704x576:r=50:d=2,{bar.replace('n*', 't*50*')},tinterlace=interleave_top"
    source = camera.shoot(
        "camcorder.mpg", "-f", "lavfi", "-i", f"{moved},setfield=tff",
        "-c:v", "mpeg2video", "-b:v", "9M", "-flags", "+ildct+ilme",
    )  # fmt: skip
    developed = camera.develop(source)
    rows = developed.pictures(width=320, height=720)[20]
    line, next_line = (rows[320 * at : 320 * (at + 1)] for at in (360, 361))
    assert max(line) > 150
    assert sum(abs(one - two) for one, two in zip(line, next_line, strict=True)) < 0.5 * sum(line)


def test_the_six_channels_of_a_film_are_heard_in_two(camera: Camera) -> None:
    """Only the centre speaks: by ITU-R BS.775 it comes out of both sides alike."""
    channels = "0|0|0.3*sin(2*PI*440*t)|0|0|0"
    source = camera.shoot(
        "six.mp4", "-f", "lavfi", "-i", "color=gray:s=320x180:r=25:d=3",
        "-f", "lavfi", "-i", f"aevalsrc='{channels}':c=5.1:s=48000:d=3", *_H264, "-c:a", "aac",
    )  # fmt: skip
    developed = camera.develop(source)
    assert developed.made.index.loudness.integrated == pytest.approx(-16.0, abs=0.5)
    assert not {one.code for one in developed.made.warnings} & {"one_channel", "phase_inverted"}


def test_a_film_without_sound_is_silent(camera: Camera) -> None:
    developed = camera.develop(_filled(camera, "mute.mp4", *_H264, size="320x180"))
    assert [one.code for one in developed.made.warnings] == ["no_sound"]
    assert max(map(abs, developed.sound)) < 0.001


def test_a_sound_that_outlasts_its_picture_keeps_the_last_one(camera: Camera) -> None:
    source = camera.shoot(
        "held.mp4", "-f", "lavfi", "-i", "color=white:s=320x180:r=25:d=1",
        "-f", "lavfi", "-i", "sine=440:d=4", *_H264, "-c:a", "aac",
    )  # fmt: skip
    developed = camera.develop(source)
    assert seconds_of(developed.made.index.media_ticks) == pytest.approx(4.0, abs=0.05)
    assert {picture[0] > 200 for picture in developed.pictures(width=1, height=1)} == {True}


REAL = {
    "bunny-1080p24-5.1.mp4": 12.08, "bikes-no-sound.mp4": 10.0, "phone-portrait-rotated.mp4": 12.01,
    "iphone-hevc.mov": 10.01, "iphone-hdr-hlg.mov": 6.02, "old-phone.3gp": 8.01, "browser-vp8.webm": 10.02,
    "browser-vp9-opus.webm": 8.01, "screen-variable-rate.mp4": 12.01,
    "camcorder-4x3-interlaced.mpg": 8.02, "two-tracks-captions.mkv": 10.05,
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_real_films_keep_their_length_in_every_size(name: str, shared_media: Path, camera: Camera) -> None:
    developed = camera.develop(shared_media / "film" / name)
    index = developed.made.index
    assert seconds_of(index.media_ticks) == pytest.approx(REAL[name], abs=0.1)
    pictures = round(seconds_of(index.ticks) * 25)
    for rendition in (Rendition.V720, Rendition.V360):
        assert len(developed.pictures(width=1, height=1, rendition=rendition)) == pictures
