"""Matroska, Ogg, MP3, WAV, FLAC and AVI that lie, point elsewhere, or ask for too much."""

import struct
import zipfile
from io import BytesIO

import pytest

from hostile import ebml
from hostile.judge import CANARY, Judge
from hostile.streams import (
    avi,
    chapter,
    cover,
    flac_picture,
    flac_with_block,
    frame,
    id3,
    mp3,
    ogg_many,
    opus_link,
    png,
    text_bomb,
    title,
    wav,
    xing,
)
from ingest.conftest import SINE, Made

pytestmark = pytest.mark.media
BOMB = png(16_000, 16_000)


def second(judge: Judge, body: bytes) -> tuple[str, ...]:
    """It airs as the one second it is; gives the warnings, but that it is silent."""
    outcome = judge.of(body)
    assert outcome.code == ""
    assert outcome.seconds == pytest.approx(1.0, abs=0.05)
    return tuple(code for code in outcome.warnings if code != "silence")


# Matroska


def test_what_a_matroska_file_names_is_not_opened(judge: Judge) -> None:
    assert second(judge, ebml.matroska(about=ebml.linked(str(judge.canary)))) == ()
    assert second(judge, ebml.matroska(about=ebml.linked(f"http://127.0.0.1:{judge.port}/"))) == ()


@pytest.mark.parametrize(
    "attached",
    [
        ebml.attachment("../../../tmp/police.ttf", "font/ttf", CANARY * 100_000),
        ebml.attachment("a.exe", "application/x-msdownload", b"MZ" + CANARY * 1_000),
        ebml.attachment("cover.png", "image/png", BOMB),
    ],
    ids=["font", "program", "cover"],
)
def test_an_attachment_is_left_where_it_is(judge: Judge, attached: bytes) -> None:
    assert second(judge, ebml.matroska(attached)) == ()


def test_a_hundred_thousand_chapters_are_no_matter(judge: Judge) -> None:
    assert second(judge, ebml.matroska(ebml.chapters(range(100_000)))) == ()


def test_chapters_that_cost_their_square_are_bounded(judge: Judge) -> None:
    """The last first: each is looked for among all before it."""
    assert judge.of(ebml.matroska(ebml.chapters(range(20_000, 0, -1)))).code in {"", "too_demanding"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(ebml.matroska(*[ebml.lying(0xEC, 0)] * 500_000), id="half a million voids"),
        pytest.param(ebml.matroska(ebml.lying(0xEC, 1 << 50)), id="a void of a petabyte"),
        pytest.param(ebml.matroska(ebml.element(0xBF, b"1234") * 50_000), id="check sums"),
        pytest.param(ebml.matroska(duration=float("nan")), id="no number"),
        pytest.param(ebml.matroska(duration=-5.0), id="less than nothing"),
        pytest.param(ebml.matroska(ebml.lying(0x1254C367, 1 << 40)), id="tags of a terabyte"),
        pytest.param(
            ebml.matroska(tracks=b"".join(ebml.track(n) for n in range(2, 1_000))), id="a thousand tracks"
        ),
    ],
)
def test_odd_elements_break_nothing(judge: Judge, body: bytes) -> None:
    outcome = judge.of(body)
    assert outcome.code in {"", "unreadable", "too_demanding"}
    assert outcome.seconds <= 1.1


@pytest.mark.parametrize("rate", [0.0, -8_000.0, 1.0, 1e9, float("nan"), float("inf")])
def test_rates_that_cannot_be_are_refused(judge: Judge, rate: float) -> None:
    bad = ebml.element(0x1654AE6B, ebml.track(1, rate=rate))
    good = ebml.element(0x1654AE6B, ebml.track(1))
    code = judge.of(ebml.matroska().replace(good, bad)).code
    assert code in {"nothing_to_play", "unreadable", ""}


def test_a_hole_of_an_hour_is_not_filled(judge: Judge) -> None:
    """The sound goes on an hour later: filled with silence, 32 kB would make 1.4 GB."""
    assert judge.of(ebml.matroska(seconds=2, apart=3_600)).code == "too_demanding"


# Captions


def test_a_million_captions_do_not_swell(judge: Judge) -> None:
    assert judge.of(ebml.matroska(ebml.cues(1_000_000), tracks=ebml.captions(2))).code == ""


def test_a_caption_of_a_hundred_megabytes_does_not_swell(judge: Judge) -> None:
    assert judge.of(ebml.matroska(ebml.cue(b"a" * 100_000_000), tracks=ebml.captions(2))).code == ""


# Tags and covers


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param(id3(cover(BOMB)), id="16000 x 16000"),
        pytest.param(id3(cover(png(64, 64, chunks=text_bomb(600)))), id="600 MB of text"),
        pytest.param(id3(cover(png(0x7FFFFFFF, 1, body=b"x"))), id="a line of 2e9"),
        pytest.param(id3(title(b"<script>\0\xff" * 600_000)), id="6 MB of markup"),
        pytest.param(id3(*(chapter(n) for n in range(100_000))), id="100,000 chapters"),
        pytest.param(id3(frame(b"APIC", b"\0image/png\0\3\0x", claims=0xFFFFFFF)), id="a cover of 256 MB"),
        pytest.param(id3(title(b"No space left on device")), id="words of ours"),
    ],
)
def test_a_tag_buys_nothing(judge: Judge, tag: bytes) -> None:
    assert second(judge, mp3(1, before=tag)) == ()


def test_a_tag_longer_than_the_file_is_no_sound(judge: Judge) -> None:
    assert judge.of(id3(title(b"x"), claims=0xFFFFFFF)).code == "unreadable"


@pytest.mark.parametrize(
    "picture",
    [flac_picture(claims=0xFFFFFFFF), flac_picture(claims=len(BOMB), picture=BOMB)],
    ids=["4 GB claimed", "16000 x 16000"],
)
def test_the_picture_of_a_flac_buys_nothing(judge: Judge, made: Made, picture: bytes) -> None:
    flac = made("good.flac", *SINE)
    outcome = judge.of(flac_with_block(flac, kind=6, claims=len(picture), body=picture))
    assert outcome.seconds == pytest.approx(2.0, abs=0.01)
    longer = judge.of(flac_with_block(flac, kind=6, claims=0xFFFFFF, body=picture[:1_000]))
    assert longer.code == "unreadable"


def test_what_stands_behind_the_sound_is_not_heard(judge: Judge) -> None:
    """A file that is a sound from its front and an archive from its back."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../evil.sh", CANARY * 100)
    assert second(judge, wav() + packed.getvalue()) == ()
    assert second(judge, mp3(1, after=packed.getvalue())) == ()
    assert judge.of(packed.getvalue() + wav()).code == "archive"


# Claims


def test_what_a_header_claims_is_told_not_believed(judge: Judge) -> None:
    assert second(judge, wav(claims=36_000 * 16_000)) == ("incomplete",)
    assert second(judge, mp3(1, before=xing(frames=1_400_000))) == ("incomplete",)
    assert second(judge, ebml.matroska(duration=36_000.0)) == ("incomplete",)


@pytest.mark.parametrize(
    "shape",
    [
        {"rate": 0}, {"rate": 1}, {"rate": 1_000_000_000}, {"channels": 0}, {"channels": 255},
        {"channels": 65_535}, {"bits": 0}, {"bits": 255},
    ],
    ids=str,
)  # fmt: skip
def test_a_shape_that_cannot_be_is_refused(judge: Judge, shape: dict[str, int]) -> None:
    assert judge.of(wav(bytes(16_000), **shape)).code in {"nothing_to_play", "unreadable"}


@pytest.mark.parametrize("sample", [float("nan"), float("inf"), 3e38, 1e-40], ids=str)
def test_samples_that_are_no_numbers_are_refused_or_tamed(judge: Judge, sample: float) -> None:
    shape = struct.pack("<HHIIHH", 3, 1, 8_000, 32_000, 4, 32)
    body = struct.pack("<8000f", *[sample] * 8_000)
    chunks = b"WAVEfmt \x10\0\0\0" + shape + b"data" + struct.pack("<I", len(body)) + body
    outcome = judge.of(b"RIFF" + struct.pack("<I", len(chunks)) + chunks)
    assert (outcome.code or outcome.warnings[0]) in {"too_demanding", "unreadable", "silence"}


def test_many_streams_at_once_are_refused_and_in_a_row_are_heard(judge: Judge) -> None:
    assert judge.of(ogg_many(1_000)).code == "too_demanding"
    assert judge.of(b"".join(opus_link(n) for n in range(500))).seconds == pytest.approx(10.0, abs=0.1)


# Films


def test_a_picture_that_is_too_large_is_refused(judge: Judge, made: Made) -> None:
    """Said by its header, or found when it is decoded."""
    huge = made("huge.jpg", "-f", "lavfi", "-i", "color=s=16000x16000", "-frames:v", "1")
    small = made("small.jpg", "-f", "lavfi", "-i", "color=s=64x64", "-frames:v", "1")
    assert judge.of(avi([huge] * 3, width=16_000, height=16_000)).code == "film_too_large"
    assert judge.of(avi([huge] * 3, width=64, height=64)).code in {"unreadable", "film_too_large"}
    assert judge.of(avi([small] * 25, width=16_000, height=16_000)).code in {"", "film_too_large"}
    assert judge.of(avi([png(16_000, 16_000)], width=64, height=64, fourcc=b"MPNG")).code in {
        "unreadable",
        "film_too_large",
    }


@pytest.mark.parametrize(
    "rate", [(1, 10**9), (10**6, 1), (0, 1), (1, 0), (2**31 - 1, 1), (1, 2**31 - 1), (1, 3_600)]
)
def test_rates_of_pictures_that_cannot_be(judge: Judge, made: Made, rate: tuple[int, int]) -> None:
    small = made("small.jpg", "-f", "lavfi", "-i", "color=s=64x64", "-frames:v", "1")
    outcome = judge.of(avi([small] * 5, width=64, height=64, rate=rate))
    assert outcome.code in {"", "unreadable", "too_long", "too_demanding"}
    assert outcome.seconds <= 1.0


@pytest.mark.parametrize("aspect", [(0, 1), (1, 0), (1, 2**31 - 1), (2**31 - 1, 1)])
def test_pixels_that_cannot_be(judge: Judge, made: Made, aspect: tuple[int, int]) -> None:
    film = made("film.mov", "-f", "lavfi", "-i", "color=s=64x64:r=5:d=0.6,setsar=2/1", "-c:v", "mjpeg")
    shape = struct.pack(">4sII", b"pasp", 2, 1)
    assert shape in film
    bent = film.replace(shape, struct.pack(">4sII", b"pasp", *aspect))
    assert judge.of(bent).code in {"", "unreadable", "film_too_large"}
