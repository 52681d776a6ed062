"""Stretches of sound of ours: two run into one another, one goes out, one is spoken over."""

from pathlib import Path

from broadcast.media.units import Ticks
from broadcast.transcode.argv.words import MASTER, Words, begin

_UNDER = 0.25
"""Of the music's level, while somebody speaks over it: 12 dB less."""


def mix(ffmpeg: Path, *, before: str, after: str, lead: Ticks, overlap: Ticks, length: Ticks) -> Words:
    """`MASTER`: `before` for `lead` ticks, `after` from `overlap` before its end on; `length` in all.

    The curves are of equal power, so two pieces that have nothing in common stay as loud as they are.
    """
    starts = lead - overlap
    falls = f"afade=t=out:start_sample={starts}:nb_samples={overlap}:curve=qsin"
    rises = f"afade=t=in:start_sample=0:nb_samples={overlap}:curve=qsin"
    chains = (
        f"[0:a]asetpts=N,atrim=end_sample={lead},{falls}[before]",
        f"[1:a]asetpts=N,{rises},adelay=delays={starts}S:all=1[after]",
        f"[before][after]amix=inputs=2:normalize=0:duration=longest,atrim=end_sample={length}[mixed]",
    )
    words = [*begin(ffmpeg), "-f", "mov", "-i", before, "-f", "mov", "-i", after]
    words += ["-filter_complex", ";".join(chains), "-map", "[mixed]"]
    return [*words, "-c:a", "pcm_f32le", "-f", "f32le", MASTER]


def fade(ffmpeg: Path, stretch: str, *, ends: Ticks, lasts: Ticks) -> Words:
    """`MASTER`: a stretch up to `ends`, going out over its last `lasts` ticks without a bend in the curve."""
    out = f"afade=t=out:start_sample={ends - lasts}:nb_samples={lasts}:curve=hsin"
    words = [*begin(ffmpeg), "-f", "mov", "-i", stretch]
    words += ["-af", f"asetpts=N,atrim=end_sample={ends},{out}"]
    return [*words, "-c:a", "pcm_f32le", "-f", "f32le", MASTER]


def talk(  # noqa: PLR0913  # who over what, from where on and for how long
    ffmpeg: Path, *, voice: str, music: str, after: Ticks, lasts: Ticks, rises: Ticks, length: Ticks
) -> Words:
    """`MASTER`: silence for `after`, then `music` with `voice` over it; `length` in all.

    The music is UNDER as loud for `lasts`, then rises to what it is within `rises`.
    """
    rise = f"afade=t=in:start_sample={lasts}:nb_samples={rises}:curve=hsin"
    chains = (
        "[1:a]asetpts=N,asplit=2[a][b]",
        f"[a]volume={_UNDER}:precision=float[low]",
        f"[b]volume={1 - _UNDER}:precision=float,{rise}[rising]",
        f"[0:a]asetpts=N,atrim=end_sample={lasts}[voice]",
        "[low][rising][voice]amix=inputs=3:normalize=0:duration=longest[heard]",
        f"[heard]adelay=delays={after}S:all=1,atrim=end_sample={length}[mixed]",
    )
    words = [*begin(ffmpeg), "-f", "mov", "-i", voice, "-f", "mov", "-i", music]
    words += ["-filter_complex", ";".join(chains), "-map", "[mixed]"]
    return [*words, "-c:a", "pcm_f32le", "-f", "f32le", MASTER]
