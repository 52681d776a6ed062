"""The sound, from the master on: the limiter where it is needed, every encoding, the meters on them."""

from pathlib import Path

from broadcast.media.loudness import Treatment
from broadcast.media.units import Ticks
from broadcast.transcode.argv.words import (
    LIMITED,
    MASTER,
    MP3,
    MUXER,
    Words,
    begin,
    file_of,
    meter,
    open_master,
)
from broadcast.transcode.recipe import MP3_GAIN_DB, MP3_KBITS, RATE, SOUND_KBITS

_OVERSAMPLED = 4 * RATE
_FRAGMENT_MICROSECONDS = 3_840_000

# Pass two, only where peaks must be held


def limit(ffmpeg: Path, *, treatment: Treatment, shortest: Ticks) -> Words:
    """Gain and the oversampled limiter, from `MASTER` to `LIMITED`, measured on the way."""
    chain = f"[0:a]{_treated(treatment)},asplit=2[limited][a]"
    chain += f";[a]apad=whole_len={shortest},{meter('limited')}[heard]"
    words = [*begin(ffmpeg), *open_master(MASTER), "-filter_complex", chain]
    words += ["-map", "[limited]", "-c:a", "pcm_f32le", "-f", "f32le", LIMITED]
    return [*words, "-map", "[heard]", "-f", "null", "-"]


def _treated(treatment: Treatment) -> str:
    gain = f"volume={treatment.gain_db:.2f}dB:precision=float"
    if treatment.ceiling is None:
        return gain
    ceiling = 10 ** (treatment.ceiling / 20)
    limiter = f"alimiter=limit={ceiling:.6f}:attack=5:release=50:level=disabled:latency=1"
    return f"{gain},aresample={_OVERSAMPLED},{limiter},aresample={RATE}"


# Pass three: every sound from one master


def encode_sound(ffmpeg: Path, *, master: str, gain_db: float, length: Ticks) -> Words:
    """`a128`, `a48` and the MP3 from one master, padded with silence to `length`."""
    padded = f"[0:a]asetpts=N,volume={gain_db:.2f}dB:precision=float"
    padded += f",apad=whole_len={length},atrim=end_sample={length}"
    chain = f"{padded},asplit=3[a128][a48][m];[m]volume={MP3_GAIN_DB}dB:precision=float[mp3]"
    words = [*begin(ffmpeg), *open_master(master), "-filter_complex", chain]
    for rendition, kbits in SOUND_KBITS.items():
        words += ["-map", f"[{rendition}]", *_aac(kbits), file_of(rendition)]
    # Without the reservoir every frame stands alone, and a stream of frames may be joined anywhere.
    words += ["-map", "[mp3]", "-c:a", "libmp3lame", "-b:a", f"{MP3_KBITS}k", "-reservoir", "0"]
    words += ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    return [*words, "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", MP3]


def _aac(kbits: int) -> Words:
    """AAC-LC without its priming packet. The `fast` coder adds 0.5 dB to peaks, the default 2."""
    words = ["-c:a", "aac", "-aac_coder", "fast", "-b:a", f"{kbits}k", "-ac", "2", "-ar", str(RATE)]
    words += ["-bsf:a", r"noise=drop=eq(n\,0)", "-flags:a", "+bitexact", *MUXER]
    return [*words, "-frag_duration", str(_FRAGMENT_MICROSECONDS), "-f", "mp4"]


def measure_sound(ffmpeg: Path) -> Words:
    """What people will hear: the meters on all three encoded files."""
    words = begin(ffmpeg)
    for rendition in SOUND_KBITS:
        words += ["-f", "mov", "-i", file_of(rendition)]
    words += ["-f", "mp3", "-i", MP3]
    names = [*SOUND_KBITS, "mp3"]
    chains = [f"[{order}:a]{meter(name)}[{name}]" for order, name in enumerate(names)]
    words += ["-filter_complex", ";".join(chains)]
    for name in names:
        words += ["-map", f"[{name}]", "-f", "null", "-"]
    return words
