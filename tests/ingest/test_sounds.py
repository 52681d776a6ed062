"""The sounds that people bring: every one is heard whole, at its length, and at its level."""

import struct
import subprocess
from itertools import pairwise
from math import log10
from pathlib import Path

import pytest

from broadcast.ingest.probe import probe
from broadcast.media.grid import SHORTEST
from broadcast.media.source import Probed
from broadcast.media.units import ticks_of
from broadcast.transcode import argv
from hostile.boxes import changed, with_cover
from hostile.judge import Judge
from hostile.streams import cover, id3, mp3, png
from ingest.conftest import SINE, Made

pytestmark = pytest.mark.media
SILENCE = ("-f", "lavfi", "-i", "anullsrc=d=1")
FORMATS = {
    "a phone's recorder": ("a.m4a", "-c:a", "aac", "-ar", "44100"),
    "Apple Lossless": ("b.m4a", "-c:a", "alac"),
    "an old phone": ("a.amr", "-ar", "8000", "-ac", "1"),
    "3gp with sound only": ("a.3gp", "-ar", "8000", "-ac", "1", "-c:a", "libopencore_amrnb"),
    "a voice message": ("a.opus", "-c:a", "libopus", "-b:a", "16k"),
    "a browser's recorder": ("a.webm", "-c:a", "libopus"),
    "Vorbis": ("a.ogg", "-c:a", "libvorbis"),
    "a stream of AAC": ("a.aac",),
    "8 kHz mono": ("c.wav", "-ar", "8000", "-ac", "1", "-c:a", "pcm_u8"),
    "telephone": ("d.wav", "-ar", "8000", "-ac", "1", "-c:a", "pcm_alaw"),
    "ADPCM": ("e.wav", "-c:a", "adpcm_ima_wav"),
    "192 kHz float": ("f.wav", "-ar", "192000", "-c:a", "pcm_f32le"),
    "64-bit float": ("g.wav", "-c:a", "pcm_f64le"),
    "AIFF": ("a.aiff",),
    "AIFF of a sampler": ("b.aif", "-c:a", "pcm_s24be"),
    "Core Audio": ("a.caf", "-c:a", "alac"),
    "Windows Media": ("a.wma",),
    "Wave64": ("a.w64",),
    "MP2": ("a.mp2",),
    "FLAC in Ogg": ("b.ogg", "-c:a", "flac"),
    "Matroska": ("a.mka", "-c:a", "flac"),
    "AC-3 in a transport stream": ("a.ts", "-c:a", "ac3"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_sound_airs_whole(judge: Judge, made: Made, kind: str) -> None:
    name, *words = FORMATS[kind]
    outcome = judge.of(made(name, *SINE, *words))
    assert outcome.code == ""
    assert outcome.seconds == pytest.approx(2.0, abs=0.09)  # coders that know no other end add a frame or two
    assert outcome.warnings == ()


CHANNELS = {"FL": 0.0, "FR": 0.0, "FC": -3.01, "LFE": None, "BL": -3.01, "BR": -3.01}
"""What each channel of 5.1 keeps in the stereo sum, in dB against the front (ITU-R BS.775-4, table 2)."""


def test_five_channels_are_folded_as_the_itu_says(ffmpeg: Path, made: Made, tmp_path: Path) -> None:
    """A tone in one channel after another; the bass channel is left out."""
    tones = "|".join(
        f"0.2*sin(880*PI*t)*between(t\\,{second}\\,{second + 1})" for second in range(len(CHANNELS))
    )
    words = ("-f", "lavfi", "-i", f"aevalsrc={tones}:c=5.1:s=48000:d={len(CHANNELS)}")
    sound = read(made("surround.flac", *words), tmp_path)
    levels = levels_of(decoded(sound, ffmpeg=ffmpeg, folder=tmp_path))
    left = [pair[0] for pair in levels]
    right = [pair[1] for pair in levels]
    front = left[0]
    assert right[1] == pytest.approx(front, abs=0.05)
    for heard, (name, kept) in zip(zip(left, right, strict=True), CHANNELS.items(), strict=True):
        sides = {"L": heard[:1], "R": heard[1:], "C": heard}[name[1]] if name != "LFE" else heard
        for side in sides:
            assert side == pytest.approx(front + kept if kept is not None else -120.0, abs=0.1), name
        if len(sides) == 1:
            assert min(heard) == -120.0, name


def read(body: bytes, folder: Path) -> Path:
    path = folder / "deposit"
    path.write_bytes(body)
    return path


def decoded(source: Path, *, ffmpeg: Path, folder: Path) -> bytes:
    """The station's own master of a sound."""
    words = argv.decode(ffmpeg, source, probed=probe(source), window=ticks_of(0.1), shortest=SHORTEST)
    subprocess.run(words, cwd=folder, check=True, capture_output=True)
    return (folder / argv.MASTER).read_bytes()


def levels_of(master: bytes) -> list[tuple[float, float]]:
    """The level of each channel in the middle of each second, in dB."""
    found = []
    for second in range(len(master) // 8 // 48_000):
        middle = master[(second * 48_000 + 12_000) * 8 : (second * 48_000 + 36_000) * 8]
        samples = struct.unpack(f"<{len(middle) // 4}f", middle)
        found.append((level_of(samples[::2]), level_of(samples[1::2])))
    return found


def level_of(samples: tuple[float, ...]) -> float:
    return 10 * log10(max(1e-12, sum(sample * sample for sample in samples) / len(samples)))


def test_the_default_track_airs(made: Made, tmp_path: Path) -> None:
    """Two languages: the one that is marked, not the first; the first where none is."""
    words = [*SINE, "-f", "lavfi", "-i", "sine=f=880:d=2", "-map", "0", "-map", "1", "-c:a", "flac"]
    second = probed(
        made("second.mka", *words, "-disposition:a:0", "0", "-disposition:a:1", "default"), tmp_path
    )
    none = probed(made("none.mka", *words, "-disposition:a:0", "0", "-disposition:a:1", "0"), tmp_path)
    assert [one.audio.index if one.audio else None for one in (second, none)] == [1, 0]
    assert len(second.audio_tracks) == 2


def probed(body: bytes, folder: Path) -> Probed:
    return probe(read(body, folder))


def test_a_cover_is_no_film(judge: Judge, made: Made, tmp_path: Path) -> None:
    picture = png(64, 64)
    tagged = mp3(1, before=id3(cover(picture)))
    found = probed(tagged, tmp_path)
    assert (found.video, found.has_cover) == (None, True)
    m4a = changed(made("a.m4a", *SINE), b"udta", with_cover(picture, kind=14))
    assert (probed(m4a, tmp_path).video, probed(m4a, tmp_path).has_cover) == (None, True)
    assert judge.of(m4a).code == ""
    assert judge.of(id3(cover(picture))).code in {"unreadable", "nothing_to_play"}


def test_chapters_are_no_matter(judge: Judge, made: Made, tmp_path: Path) -> None:
    listed = tmp_path / "chapters.txt"
    pieces = "".join(
        f"[CHAPTER]\nTIMEBASE=1/1\nSTART={begins}\nEND={ends}\ntitle=Partie {begins}\n"
        for begins, ends in pairwise(range(3))
    )
    listed.write_text(f";FFMETADATA1\n{pieces}")
    for name in ("chapters.m4a", "chapters.mka", "chapters.mp3"):
        body = made(name, *SINE, "-f", "ffmetadata", "-i", str(listed), "-map_metadata", "1")
        outcome = judge.of(body)
        assert (outcome.code, outcome.warnings) == ("", ())
        assert outcome.seconds == pytest.approx(2.0, abs=0.05)


def test_what_a_coder_adds_at_the_start_is_taken_off(ffmpeg: Path, made: Made, tmp_path: Path) -> None:
    """Gapless: the sound begins where it began, within 2 ms, by the edit list or the tag of LAME."""
    click = ("-f", "lavfi", "-i", "aevalsrc=0.8*sin(2000*PI*t)*gt(t\\,0.5):d=1:s=48000")
    for name in ("click.m4a", "click.mp3", "click.opus", "click.flac"):
        folder = tmp_path / name
        folder.mkdir()
        master = decoded(read(made(name, *click), folder), ffmpeg=ffmpeg, folder=folder)
        samples = struct.unpack(f"<{len(master) // 4}f", master)[::2]
        begins = next(at for at, sample in enumerate(samples) if abs(sample) > 0.2)
        assert begins / 48_000 == pytest.approx(0.5, abs=0.002), name


def test_a_track_of_no_length_is_refused(judge: Judge, made: Made) -> None:
    for name in ("none.m4a", "none.wav", "none.ogg", "none.mka"):
        nothing = made(name, "-f", "lavfi", "-i", "anullsrc=d=1", "-t", "0")
        assert judge.of(nothing).code in {"unreadable", "nothing_to_play"}, name


def test_a_film_whose_sound_is_empty_airs_in_silence(judge: Judge, made: Made) -> None:
    words = ("-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=1")
    outcome = judge.of(made("empty.mov", *words, *SILENCE, "-af", "atrim=end_sample=0"))
    assert outcome.code == ""
    assert set(outcome.warnings) & {"no_sound", "silence"}


def test_a_file_without_a_length_tells_none(made: Made, tmp_path: Path) -> None:
    """A stream's: its length is guessed by readers, so nobody is told that anything is missing."""
    live = made("live.webm", *SINE, "-c:a", "libopus", "-live", "1")
    stream = made("stream.aac", *SINE)
    plain = made("plain.mp3", *SINE, "-write_xing", "0")
    ends = [probed(body, tmp_path) for body in (live, stream, plain)]
    assert [one.is_duration_stated and one.duration is not None for one in ends] == [False, False, False]


LC, WITH_BANDS = bytes.fromhex("131056e500"), bytes.fromhex("131056e598")
"""AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1): AAC-LC at 24 kHz; the same core of an HE-AAC at 48."""


def test_he_aac_airs_at_its_full_rate(judge: Judge, made: Made, ffmpeg: Path, tmp_path: Path) -> None:
    """Its core runs at half the rate: whoever reads only that plays it too fast, an octave too high."""
    core = made("core.m4a", *SINE, "-c:a", "aac", "-ar", "24000", "-ac", "2")
    assert core.count(LC) == 1
    sound = core.replace(LC, WITH_BANDS)
    source = read(sound, tmp_path)
    track = probe(source).audio
    assert track is not None
    assert (track.codec, track.rate, track.channels) == ("aac", 48_000, 2)
    master = decoded(source, ffmpeg=ffmpeg, folder=tmp_path)
    second = struct.unpack("<96000f", master[24_000 * 8 : 72_000 * 8])[::2]
    crossings = sum(before < 0 <= after for before, after in pairwise(second))
    assert crossings == pytest.approx(440, abs=1)
    outcome = judge.of(sound)
    assert (outcome.code, outcome.warnings) == ("", ())
    assert outcome.seconds == pytest.approx(2.0, abs=0.09)
