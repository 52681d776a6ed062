"""Files that were cut off or damaged on their way: saved as far as they go, or refused in words."""

from random import Random

import pytest

from hostile.judge import Judge
from ingest.conftest import Made

pytestmark = pytest.mark.media
SECONDS = 4
VOICE = ("-f", "lavfi", "-i", f"sine=f=440:d={SECONDS}:r=16000", "-ac", "1")
PICTURE = ("-f", "lavfi", "-i", f"testsrc=s=64x48:r=10:d={SECONDS}", "-pix_fmt", "yuv420p")
FRAGMENTS = ("-frag_duration", "500000")
FILES = {
    "m4a": ("a.m4a", *VOICE),
    "m4a, index first": ("f.m4a", *VOICE, "-movflags", "+faststart"),
    "m4a, in fragments": ("g.m4a", *VOICE, "-movflags", "+frag_keyframe+empty_moov", *FRAGMENTS),
    "mp3": ("a.mp3", *VOICE),
    "ogg": ("a.ogg", *VOICE, "-c:a", "libvorbis", "-page_duration", "100000"),
    "opus": ("a.opus", *VOICE, "-page_duration", "100000"),
    "mka": ("a.mka", *VOICE, "-c:a", "pcm_s16le", "-cluster_time_limit", "200"),
    "mov, sound": ("s.mov", *VOICE, "-c:a", "pcm_s16le", "-movflags", "+faststart"),
    "mkv": ("a.mkv", *VOICE, *PICTURE, "-c:v", "mjpeg"),
    "mov": ("a.mov", *VOICE, *PICTURE, "-c:v", "mjpeg", "-movflags", "+faststart"),
    "wav": ("a.wav", *VOICE),
    "flac": ("a.flac", *VOICE),
    "aac": ("a.aac", *VOICE),
    "amr": ("a.amr", *VOICE, "-ar", "8000"),
    "aiff": ("a.aiff", *VOICE),
    "caf": ("a.caf", *VOICE),
    "w64": ("a.w64", *VOICE),
    "wma": ("a.wma", *VOICE),
    "avi": ("a.avi", *VOICE, *PICTURE),
    "mpg": ("a.mpg", *VOICE, *PICTURE, "-r", "25"),
    "ts": ("a.ts", *VOICE, *PICTURE, "-c:v", "mpeg2video", "-r", "25"),
    "flv": ("a.flv", *VOICE, "-ar", "44100"),
    "3gp": ("a.3gp", *VOICE, "-ar", "8000", "-c:a", "libopencore_amrnb"),
}  # fmt: skip
INDEX_LAST = {"m4a"}
STATING = {"m4a, index first", "mka", "mov, sound", "mp3"}
CUT = ("m4a", "m4a, index first", "m4a, in fragments", "mp3", "opus", "mka", "mov, sound")


@pytest.mark.parametrize("kind", CUT)
def test_cut_anywhere_it_is_saved_as_far_as_it_goes(judge: Judge, made: Made, kind: str) -> None:
    """At each sixteenth. Nothing but whole parts may be missing, and what is missing is told."""
    whole = made(*FILES[kind])
    for sixteenth in (*range(1, 14), 15):
        outcome = judge.of(whole[: len(whole) * sixteenth // 16])
        share = sixteenth / 16
        if kind in INDEX_LAST or outcome.code:
            assert outcome.code in {"unreadable", "nothing_to_play"}, sixteenth
            assert kind in INDEX_LAST or share < 0.5, sixteenth  # the beginning tells what the rest is
            continue
        assert outcome.seconds == pytest.approx(SECONDS * share, abs=1.2), sixteenth
        assert ("incomplete" in outcome.warnings) == (kind in STATING and sixteenth < 14), sixteenth


@pytest.mark.parametrize("kind", FILES)
def test_whatever_is_damaged_it_airs_or_is_refused(judge: Judge, made: Made, kind: str) -> None:
    """Bits turned over, parts lost, parts doubled, zeros: with one seed, so that a failure stays."""
    whole = made(*FILES[kind])
    assert judge.of(whole).seconds == pytest.approx(SECONDS, abs=0.3)
    chance = Random(f"{kind} damaged")  # noqa: S311  # any numbers will do
    for _ in range(2):
        outcome = judge.of(damaged(whole, chance))
        assert outcome.code in {"", "unreadable", "nothing_to_play", "unknown_format", "too_demanding"}
        assert outcome.seconds <= 601  # a time that was turned over makes a hole


def damaged(whole: bytes, chance: Random) -> bytes:
    body = bytearray(whole)
    for _ in range(chance.choice((1, 8, 64))):
        body[min(len(body) - 1, int(chance.expovariate(4 / len(body))))] ^= 1 << chance.randrange(8)
    at, length = chance.randrange(len(body)), chance.randrange(len(body) // 4)
    kind = chance.randrange(4)
    if kind == 0:
        del body[at : at + length]
    elif kind == 1:
        body[at:at] = body[at : at + length]
    elif kind == 2:
        body[at : at + length] = bytes(len(body[at : at + length]))
    return bytes(body)
