"""Pass one: decode once, measure all."""

from pathlib import Path

from broadcast.media.source import Probed
from broadcast.media.units import Ticks, seconds_of
from broadcast.transcode.argv.words import DECODED_PICTURES, MASTER, WINDOWS, Words, begin, meter, open_source
from broadcast.transcode.recipe import LONGEST, RATE

_FULL_SCALE_GAIN_DB = 0.265
"""Lifts 0.97 of full scale to full scale: a resampler leaves clipped samples a little under it."""


def decode(ffmpeg: Path, source: Path, *, probed: Probed, window: Ticks, shortest: Ticks) -> Words:
    """Decode the tracks to air: the sound to `MASTER`, its figures, and one line for every picture.

    `window` is the length of the stretches whose levels go to `WINDOWS`; the meter hears a piece that is
    shorter than `shortest` with the silence it will be given.
    """
    words = [*begin(ffmpeg), "-noautorotate", *open_source(source, probed.demuxer)]
    longest = ["-t", str(seconds_of(LONGEST) + 1)]
    if probed.audio is not None:
        words += ["-filter_complex", _decoded_sound(probed.audio.index, window, shortest)]
        words += ["-map", "[master]", "-c:a", "pcm_f32le", *longest, "-f", "f32le", MASTER]
        words += ["-map", "[heard]", *longest, "-f", "null", "-"]
        words += ["-map", "[looked]", *longest, "-f", "null", "-"]
    if probed.video is not None:
        words += ["-map", f"0:{probed.video.index}", "-fps_mode", "passthrough", *longest]
        words += ["-c:v", "wrapped_avframe", "-f", "framecrc", DECODED_PICTURES]
    return words


def _decoded_sound(index: int, window: Ticks, shortest: Ticks) -> str:
    """The ITU downmix that cannot exceed full scale, from t = 0 with holes filled; then three ways."""
    master = f"[0:{index}]aresample={RATE}:async=1:first_pts=0:rematrix_maxval=1.0"
    master += ",aformat=sample_fmts=flt:channel_layouts=stereo,asplit=3[master][a][b]"
    heard = f"[a]apad=whole_len={shortest},{meter('source')}[heard]"
    looked = f"[b]asetnsamples=n={window}:p=0,volume={_FULL_SCALE_GAIN_DB}dB:precision=float"
    looked += ",pan=quad|c0=c0|c1=c1|c2=0.5*c0+0.5*c1|c3=0.5*c0-0.5*c1,aformat=sample_fmts=s16"
    looked += (
        ",astats=metadata=1:reset=1:measure_overall=none:measure_perchannel=Peak_level+RMS_level+Peak_count"
    )
    looked += f",ametadata=mode=print:file={WINDOWS}[looked]"
    return f"{master};{heard};{looked}"
