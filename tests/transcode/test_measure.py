from broadcast.media.package import Held, Loudness
from broadcast.media.units import Dbtp, Lufs, Seconds, Ticks
from broadcast.transcode.measure import Window, held_in, loudness_by_name, pictures_end, windows

SUMMARY = """[ebur128@{name} @ 0x55] [info] Summary:

  Integrated loudness:
    I:         {integrated} LUFS
    Threshold: -45.6 LUFS

  Loudness range:
    LRA:        16.4 LU
    Threshold: -57.1 LUFS
    LRA low:   -40.0 LUFS
    LRA high:  -23.6 LUFS

  True peak:
    Peak:      {peak} dBFS
"""


def test_each_meter_is_read_by_its_name_and_the_last_word_holds() -> None:
    log = "\n".join(
        SUMMARY.format(name=name, integrated=integrated, peak=peak)
        for name, integrated, peak in (
            ("source", "-70.0", "-inf"),
            ("a128", "-16.1", "-1.4"),
            ("source", "-33.6", "-16.6"),
        )
    )
    assert loudness_by_name(log) == {
        "source": Loudness(Lufs(-33.6), Dbtp(-16.6), 16.4),
        "a128": Loudness(Lufs(-16.1), Dbtp(-1.4), 16.4),
    }


def test_silence_has_neither_loudness_nor_peak() -> None:
    log = SUMMARY.format(name="source", integrated="-70.0", peak="-inf")
    assert loudness_by_name(log) == {"source": Loudness(None, None, None)}


def test_the_peak_reader_stands_in_for_a_meter_without_peaks() -> None:
    summary = SUMMARY.format(name="a48", integrated="-16.0", peak="x").partition("\n\n  True peak")[0]
    reader = "[volumedetect@a48 @ 0x7f] [info] mean_volume: -28.9 dB\n[volumedetect@a48 @ 0x7f] [info] "
    assert loudness_by_name(f"{reader}max_volume: -13.4 dB\n{summary}\n") == {
        "a48": Loudness(Lufs(-16.0), Dbtp(-1.4), 16.4)
    }


def listing(*frames: tuple[float, dict[str, float | str]]) -> list[str]:
    """What `ametadata` prints for frames of 100 ms."""
    return [
        line
        for number, (start, found) in enumerate(frames)
        for line in (
            f"frame:{number}    pts:{start * 48_000:.0f}    pts_time:{start:g}",
            *(f"lavfi.{name}={value}" for name, value in found.items()),
        )
    ]


def test_windows_are_read_in_order_with_their_clips() -> None:
    shape: dict[str, float | str] = {
        "astats.2.Peak_level": -2.0, "aphasemeter.phase": -0.5, "astats.Overall.Peak_level": -1.0
    }  # fmt: skip
    peaks = listing(
        (0.0, shape | {"astats.1.Peak_level": "-inf"}), (0.1, shape | {"astats.1.Peak_level": 0.0})
    )
    clips = listing(
        (0.1, {f"astats.{channel}.{name}": value for channel, name, value in (
            (1, "Peak_level", 0.0), (1, "Peak_count", 7.0), (2, "Peak_level", -0.2), (2, "Peak_count", 9.0),
        )})
    )  # fmt: skip
    assert tuple(windows(peaks, clips=clips)) == (
        Window(Seconds(0.0), left=-120.0, right=-2.0, phase=-0.5),
        Window(Seconds(0.1), left=0.0, right=-2.0, phase=-0.5, clips=7),
    )


def test_what_a_limiter_holds_in_one_go_is_one_time() -> None:
    starts = (Seconds(at) for at in (1.0, 1.05, 1.1, 4.0, 9.0, 9.05))
    assert held_in(starts, window=Seconds(0.05)) == Held(3, Seconds(0.3))
    assert held_in((), window=Seconds(0.05)) == Held(0, Seconds(0.0))


def test_the_last_picture_lasts_as_long_as_the_one_before() -> None:
    lines = ["#software: x", "#tb 0: 1/24", *(f"0, {n}, {n}, 1, 472, 0x0" for n in range(24))]
    assert pictures_end(lines) == (24, Ticks(48_000))
    assert pictures_end(["#tb 0: 1/24"]) == (0, Ticks(0))
