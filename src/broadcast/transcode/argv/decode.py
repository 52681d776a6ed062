"""Pass one: decode once, measure all."""

from pathlib import Path

from broadcast.media.source import AudioTrack, Probed
from broadcast.media.units import Ticks, seconds_of
from broadcast.transcode.argv import meters
from broadcast.transcode.argv.words import (
    DECODED_PICTURES,
    LOUDNESS_BEFORE,
    LOWS,
    MASTER,
    WINDOWS,
    Words,
    begin,
    open_source,
)
from broadcast.transcode.recipe import LONGEST, RATE

_STRETCHED = 240
"""Samples a second by which a sound whose clock is wrong is stretched at most: 0.5 %, which nobody hears."""
_IN_TIME = "min_comp=0.01:min_hard_comp=0.03"
"""Seconds: sooner is jitter and is let be; later is a hole or an overlap, and is filled or cut at once."""


def decode(
    ffmpeg: Path, source: Path, *, probed: Probed, window: Ticks, shortest: Ticks, most: Ticks = LONGEST
) -> Words:
    """Decode the tracks to air: the sound to `MASTER`, its figures, and one line for every picture.

    `window` is the length of the stretches whose levels go to `WINDOWS`; the loudness meter hears a
    piece that is shorter than `shortest` with the silence it will be given. Nothing is decoded a second
    beyond `most`.
    """
    words = [*begin(ffmpeg), "-noautorotate", *open_source(source, probed.demuxer)]
    longest = ["-t", str(seconds_of(most) + 1)]
    if probed.audio is not None:
        words += ["-filter_complex", _decoded_sound(probed.audio, window, shortest)]
        words += ["-map", "[master]", "-c:a", "pcm_f32le", *longest, "-f", "f32le", MASTER]
        for met in ("heard", "peaks", "windows"):
            words += ["-map", f"[{met}]", *longest, "-f", "null", "-"]
        words += ["-map", "[lows]", "-c:a", "pcm_s16le", *longest, "-f", "s16le", LOWS]
    if probed.video is not None:
        words += ["-map", f"0:{probed.video.index}", "-fps_mode", "passthrough", *longest]
        words += ["-c:v", "wrapped_avframe", "-f", "framecrc", DECODED_PICTURES]
    return words


def decode_part(ffmpeg: Path, source: Path, *, probed: Probed, begins: Ticks, ends: Ticks) -> Words:
    """Decode the sound of [begins, ends) to `MASTER`: to the sample what a decode of the whole has there."""
    if probed.audio is None:
        raise ValueError("there is no sound to decode")
    chain = f"{_mastered(probed.audio)},asetpts=N,atrim=start_sample={begins}:end_sample={ends}[master]"
    words = [*begin(ffmpeg), *open_source(source, probed.demuxer), "-filter_complex", chain]
    return [*words, "-map", "[master]", "-c:a", "pcm_f32le", "-f", "f32le", MASTER]


def _decoded_sound(track: AudioTrack, window: Ticks, shortest: Ticks) -> str:
    """The master, then every meter."""
    master = f"{_mastered(track)},asplit=5[master][a][b][c][d]"
    return ";".join(
        (
            master,
            f"[a]apad=whole_len={shortest},{meters.loudness('source', listing=LOUDNESS_BEFORE)}[heard]",
            f"[b]{meters.true_peak('source')}[peaks]",
            f"[c]{meters.windows(window, listing=WINDOWS)}[windows]",
            f"[d]apad=whole_len={shortest},{meters.lows()}[lows]",
        )
    )


def _mastered(track: AudioTrack) -> str:
    """The ITU downmix that cannot exceed full scale, from t = 0 with holes filled."""
    master = f"[0:{track.index}]aresample={RATE}:async={_STRETCHED}:{_IN_TIME}:first_pts=0"
    master += ":rematrix_maxval=1.0,aformat=sample_fmts=flt:channel_layouts=stereo"
    if track.channels == 1:
        # Both loudspeakers get what the one channel was: its full scale must stay full scale.
        master += ",volume=3.0103dB:precision=float"
    return f"{master},{meters.IN_CHUNKS}"
