from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from broadcast.media.package import Loudness
from broadcast.media.source import AudioTrack, Demuxer, Probed
from broadcast.media.units import Dbtp, Lufs, Seconds, ticks_of
from broadcast.transcode.findings import findings
from broadcast.transcode.lows import Hum, Lows
from broadcast.transcode.measure import Window
from broadcast.transcode.warned import Warned, clock_of

TRACK = AudioTrack(
    index=0, codec="aac", rate=48_000, channels=2, layout="stereo", language="", is_default=True
)
PROBED = Probed(
    demuxer=Demuxer.MOV, duration=Seconds(60.0), is_duration_stated=True, audio=TRACK, video=None,
    audio_tracks=(TRACK,), video_tracks=(), captions=(), tags={}, has_cover=False,
)  # fmt: skip
HEARD = Loudness(Lufs(-18.0), Dbtp(-6.0), 5.0)
QUIET = replace(HEARD, integrated=Lufs(-47.0))
GOOD = Window(Seconds(0.0), left=-6.0, right=-8.0, phase=0.6)
CLEAN = Lows()
NOISE = Lows(flatness=0.9)


def windows(change: Callable[[float], dict[str, float]] = lambda _at: {}) -> tuple[Window, ...]:
    """A minute of a good sound; `change` says what is other at a time."""
    starts = [Seconds(number / 10) for number in range(600)]
    return tuple(replace(GOOD, start=start, **change(start)) for start in starts)  # type: ignore[arg-type]


def told(
    found: Sequence[Window] = windows(),
    *,
    probed: Probed = PROBED,
    seconds: float = 60.0,
    heard: Loudness = HEARD,
    lows: Lows = CLEAN,
    gain_db: float = 2.0,
) -> tuple[Warned, ...]:
    return findings(
        probed, decoded=ticks_of(seconds), source=heard, windows=found, lows=lows, gain_db=gain_db
    )


def codes(found: tuple[Warned, ...]) -> list[str]:
    return [one.code for one in found]


def between(first: float, end: float, **values: float) -> tuple[Window, ...]:
    return windows(lambda at: values if first <= at < end else {})


def speech_over(floor: float) -> tuple[Window, ...]:
    """Words with pauses, in which a noise of this peak is heard."""
    return windows(lambda at: dict.fromkeys(("left", "right"), -35.0 if at % 2 < 1.5 else floor))


def test_a_good_piece_has_nothing_to_tell() -> None:
    assert told() == ()


@pytest.mark.parametrize(
    ("found", "code"),
    [
        pytest.param(told(windows(lambda _: {"left": -120.0})), "left_channel_dead", id="left"),
        pytest.param(told(windows(lambda _: {"right": -70.0})), "right_channel_dead", id="right"),
        pytest.param(told(windows(lambda _: {"phase": -1.0})), "phase_inverted", id="phase"),
        pytest.param(told(seconds=50.0), "incomplete", id="incomplete"),
        pytest.param(told(heard=Loudness(None, None, None)), "silence", id="silence"),
        pytest.param(told(heard=replace(HEARD, integrated=Lufs(-56.0))), "very_quiet", id="far too quiet"),
        pytest.param(
            told(speech_over(-50.0), heard=QUIET, lows=NOISE, gain_db=31.0),
            "very_quiet",
            id="quiet and noisy",
        ),
        pytest.param(told(probed=replace(PROBED, audio=None)), "no_sound", id="no sound"),
        pytest.param(told(lows=Lows(hum=Hum(50, -45.0))), "hum", id="hum"),
        pytest.param(told(lows=Lows(offset=-0.03)), "offset", id="offset"),
    ],
)
def test_what_is_wrong_is_told(found: tuple[Warned, ...], code: str) -> None:
    assert codes(found) == [code]


@pytest.mark.parametrize(
    ("found", "code"),
    [
        pytest.param(between(40, 52, clips=9), "clipped", id="saturated"),
        pytest.param(between(40, 52, left=-90.0, right=-90.0), "long_silence", id="silent"),
        pytest.param(between(40, 52, left=-90.0), "left_channel_dead", id="left"),
        pytest.param(between(40, 52, right=-90.0), "right_channel_dead", id="right"),
        pytest.param(between(40, 52, phase=-0.97), "phase_inverted", id="phase"),
    ],
)
def test_a_passage_is_told_with_its_place(found: tuple[Window, ...], code: str) -> None:
    (warned,) = told(found)
    assert (warned.code, warned.values) == (code, {"start": "0:40", "end": "0:52"})


def test_the_three_longest_places_are_told_in_their_order() -> None:
    spans = ((1, 5), (10, 13), (20, 29), (40, 46))
    found = windows(lambda at: {"clips": 9} if any(first <= at < end for first, end in spans) else {})
    assert [one.values["start"] for one in told(found)] == ["0:01", "0:20", "0:40"]


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(told(between(40, 41, clips=9)), id="one loud second"),
        pytest.param(told(between(40, 60, left=-90.0, right=-90.0)), id="a piece that ends in silence"),
        pytest.param(told(between(40, 43, phase=-1.0)), id="an effect"),
        pytest.param(told(lows=Lows(hum=Hum(50, -70.0))), id="a hum nobody hears"),
        pytest.param(told(heard=QUIET, lows=NOISE, gain_db=31.0), id="quiet, and dense"),
        pytest.param(told(speech_over(-80.0), heard=QUIET, lows=NOISE, gain_db=31.0), id="quiet, and clean"),
        pytest.param(told(speech_over(-50.0), heard=QUIET, gain_db=31.0), id="quiet, over notes"),
    ],
)
def test_what_is_not_wrong_is_not_told(found: tuple[Warned, ...]) -> None:
    assert found == ()


def test_a_guessed_length_accuses_nobody() -> None:
    assert told(probed=replace(PROBED, is_duration_stated=False), seconds=5.0) == ()


def test_places_are_written_as_people_read_them() -> None:
    assert [clock_of(at) for at in (0.4, 65, 3_723)] == ["0:00", "1:05", "1:02:03"]


def test_other_sound_tracks_are_no_fault() -> None:
    second = replace(TRACK, index=2, is_default=False)
    assert told(probed=replace(PROBED, audio_tracks=(second, TRACK))) == ()
