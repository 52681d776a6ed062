"""The meters, as links of a filter chain: loudness (EBU R 128), true peak (BS.1770 annex 2), windows.

What a meter finds goes to the log under its name, or to a listing of its own. Each ends in an output that
gets every frame: beside other outputs, what ends in a sink, or lets frames fall, is held in memory to the
end of the piece (half a megabyte a second), or is not heard to its end.
"""

from broadcast.media.units import Ticks
from broadcast.transcode.recipe import LOW_RATE, PEAK_SHIFT_DB, RATE

IN_CHUNKS = f"asetnsamples=n={RATE // 2}:p=0"
"""The meters take 40 % less with half a second at a time than with a frame of 1,024 samples."""

_PEAK = "lavfi.astats.Overall.Peak_level"
_OVERSAMPLED = 4 * RATE
_TAPS = 12
"""A phase of the oversampling filter: as many as BS.1770 annex 2 has; up to 20 kHz it reads
at most 0.2 dB less than ffmpeg's own 32."""
_READ_UP_DB = 0.05
"""The reader rounds to 0.1 dB; half of that makes it round up, so that no peak is told too low."""
_FULL_SCALE_GAIN_DB = 0.265
"""Lifts 0.97 of full scale to full scale: a resampler leaves clipped samples a little under it."""
NEARLY_FULL_DB = -0.05 - _FULL_SCALE_GAIN_DB


def loudness(name: str, *, listing: str | None = None) -> str:
    """A loudness meter; ten times a second, momentary and short-term loudness go to `listing`."""
    meter = f"ebur128@{name}=framelog=verbose"
    return f"{meter}:metadata=1,ametadata=mode=print:file={listing}" if listing else meter


def true_peak(name: str) -> str:
    """Four-fold oversampling and the highest sample: half of what ebur128 takes for the same."""
    shift = _READ_UP_DB - PEAK_SHIFT_DB
    return (
        f"volume={shift:.2f}dB:precision=float,aresample={_OVERSAMPLED}:filter_size={_TAPS}"
        f",aformat=sample_fmts=s16,volumedetect@{name}"
    )


def windows(length: Ticks, *, listing: str) -> str:
    """The peaks and the phase of each stretch."""
    chain = f"asetnsamples=n={length}:p=0"
    chain += ",astats=metadata=1:reset=1:measure_overall=none:measure_perchannel=Peak_level"
    return f"{chain},aphasemeter=video=0,ametadata=mode=print:file={listing}"


def clips(length: Ticks, *, listing: str) -> str:
    """How often samples stand at full scale, of the stretches that touch it: for a run of its own.

    Counting takes more than three times what a peak takes, and few stretches touch full scale. The last
    sample stands for an output where none did, which ffmpeg takes for a failure.
    """
    chain = f"asetnsamples=n={length}:p=0"
    chain += ",astats=metadata=1:reset=1:measure_overall=Peak_level:measure_perchannel=none"
    chain += f",ametadata=mode=select:key={_PEAK}:value={NEARLY_FULL_DB:.3f}"
    chain += f":function=greater,volume={_FULL_SCALE_GAIN_DB}dB:precision=float,aformat=sample_fmts=s16"
    chain += ",astats=metadata=1:reset=1:measure_overall=none:measure_perchannel=Peak_level+Peak_count"
    return f"{chain},ametadata=mode=print:file={listing},apad=pad_len=1"


def lows() -> str:
    """What lies under 500 Hz, as one channel of few samples."""
    return f"pan=mono|c0=0.5*c0+0.5*c1,aresample={LOW_RATE},aformat=sample_fmts=s16"


def overs(ceiling: float, *, listing: str, window: int) -> str:
    """A line for each window of so many samples that holds one above `ceiling`, in dB."""
    chain = f"asetnsamples=n={window}:p=0"
    chain += ",astats=metadata=1:reset=1:measure_overall=Peak_level:measure_perchannel=none"
    return f"{chain},ametadata=mode=print:key={_PEAK}:value={ceiling:.4f}:function=greater:file={listing}"
