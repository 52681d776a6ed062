from broadcast.media.package import Loudness
from broadcast.media.units import Dbtp, Lufs, Ticks
from broadcast.transcode.measure import loudness_by_name, pictures_end, windows

SUMMARY = """[ebur128@{name} @ 0x55] [info] Summary:

  Integrated loudness:
    I:         {integrated} LUFS
    Threshold: -45.6 LUFS

  Loudness range:
    LRA:        16.4 LU
    Threshold: -57.1 LUFS

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


def test_windows_are_read_in_order() -> None:
    lines = [
        line
        for number in range(2)
        for line in (
            f"frame:{number}    pts:{number * 4800}    pts_time:{number / 10}",
            *(
                f"lavfi.astats.{channel}.{name}={value}"
                for channel in (1, 2, 3, 4)
                for name, value in (("Peak_level", -channel), ("RMS_level", "-inf"), ("Peak_count", "2.000"))
            ),
        )
    ]
    first, second = windows(lines)
    assert (first.start, second.start) == (0.0, 0.1)
    assert (first.left.peak, first.difference.peak, first.mean.rms, first.right.times) == (-1, -4, -120.0, 2)
    assert first.peak == -1


def test_the_last_picture_lasts_as_long_as_the_one_before() -> None:
    lines = ["#software: x", "#tb 0: 1/24", *(f"0, {n}, {n}, 1, 472, 0x0" for n in range(24))]
    assert pictures_end(lines) == (24, Ticks(48_000))
    assert pictures_end(["#tb 0: 1/24"]) == (0, Ticks(0))
