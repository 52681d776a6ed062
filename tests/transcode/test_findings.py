from dataclasses import replace

import pytest

from broadcast.media.package import Loudness
from broadcast.media.source import AudioTrack, Demuxer, Probed
from broadcast.media.units import Dbtp, Lufs, Seconds, ticks_of
from broadcast.transcode.findings import clock_of, findings
from broadcast.transcode.measure import Level, Window

TRACK = AudioTrack(
    index=0, codec="aac", rate=48_000, channels=2, layout="stereo", language="", is_default=True
)
PROBED = Probed(
    demuxer=Demuxer.MOV, duration=Seconds(10.0), is_duration_stated=True, audio=TRACK, video=None,
    audio_tracks=(TRACK,), video_tracks=(), captions=(), tags={}, has_cover=False,
)  # fmt: skip
GOOD = Level(peak=-6.0, rms=-20.0, times=1)
DEAD = Level(peak=-120.0, rms=-120.0, times=1)
FULL = Level(peak=0.0, rms=-8.0, times=40)
HEARD = Loudness(Lufs(-18.0), Dbtp(-6.0), 5.0)


def windows(**levels: Level) -> tuple[Window, ...]:
    shape = {"left": GOOD, "right": GOOD, "mean": GOOD, "difference": DEAD} | levels
    return tuple(Window(start=Seconds(n / 2), **shape) for n in range(20))


def codes(
    probed: Probed = PROBED, *, seconds: float = 10.0, heard: Loudness = HEARD, **levels: Level
) -> list[str]:
    told = findings(probed, decoded=ticks_of(seconds), source=heard, windows=windows(**levels))
    return [one.code for one in told]


def test_a_good_piece_has_nothing_to_tell() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (codes(left=FULL), "clipped"),
        (codes(left=DEAD), "left_channel_dead"),
        (codes(right=DEAD), "right_channel_dead"),
        (codes(mean=DEAD, difference=GOOD), "phase_inverted"),
        (codes(seconds=9.0), "incomplete"),
        (codes(heard=Loudness(None, None, None)), "silence"),
        (codes(heard=replace(HEARD, integrated=Lufs(-47.0))), "very_quiet"),
        (codes(replace(PROBED, audio=None)), "no_sound"),
    ],
)
def test_what_is_wrong_is_told(found: list[str], code: str) -> None:
    assert found == [code]


def test_a_guessed_length_accuses_nobody() -> None:
    assert codes(replace(PROBED, is_duration_stated=False), seconds=5.0) == []


def test_saturation_is_told_with_its_place() -> None:
    loud = [replace(one, left=FULL) if 8 <= number < 16 else one for number, one in enumerate(windows())]
    (told,) = findings(PROBED, decoded=ticks_of(10), source=HEARD, windows=loud)
    assert told.values == {"start": "0:04", "end": "0:08"}


def test_places_are_written_as_people_read_them() -> None:
    assert [clock_of(at) for at in (0.4, 65, 3_723)] == ["0:00", "1:05", "1:02:03"]
