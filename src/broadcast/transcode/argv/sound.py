"""The sound, from the master on: the limiter where it is needed, every encoding, the meters on them."""

from collections.abc import Mapping
from pathlib import Path

from broadcast.media.loudness import Treatment
from broadcast.media.package import Rendition
from broadcast.media.units import Seconds, Ticks
from broadcast.transcode.argv import meters
from broadcast.transcode.argv.words import (
    CLIPS,
    LIMITED,
    LOUDNESS_AFTER,
    MASTER,
    MP3,
    MUXER,
    OVERS,
    Words,
    begin,
    file_of,
    open_master,
)
from broadcast.transcode.recipe import MP3_GAIN_DB, MP3_KBITS, RATE, SOUND_KBITS

MP3_OUTPUT = "mp3"
OUTPUTS = (*(str(rendition) for rendition in SOUND_KBITS), MP3_OUTPUT)
"""Every sound people can hear, by the name its meter bears."""
MASTER_METER = "master"
OVERS_WINDOW_SECONDS = Seconds(0.05)

_OVERSAMPLED = 2 * RATE
"""Of the limiter: four-fold costs twice as much, and moved no output's peak by more than 0.1 dB (nine
pieces)."""
_FRAGMENT_MICROSECONDS = 3_840_000


# Pass two, only where peaks must be held


def limit(ffmpeg: Path, *, treatment: Treatment, shortest: Ticks) -> Words:
    """Gain and the oversampled limiter, from `MASTER` to `LIMITED`, measured on the way.

    `OVERS` gets a line for each stretch in which the limiter had something to hold.
    """
    if treatment.ceiling is None:
        raise ValueError("a treatment without a ceiling limits nothing")
    above = 10 ** (treatment.ceiling / 20)
    limiter = f"alimiter=limit={above:.6f}:attack=5:release=50:level=disabled:latency=1"
    window = round(OVERS_WINDOW_SECONDS * _OVERSAMPLED)
    chains = (
        f"[0:a]volume={treatment.gain_db:.2f}dB:precision=float,aresample={_OVERSAMPLED},asplit=2[a][b]",
        f"[a]{limiter},aresample={RATE},asplit=2[limited][c]",
        f"[b]{meters.overs(treatment.ceiling, listing=OVERS, window=window)}[overs]",
        f"[c]apad=whole_len={shortest},{meters.loudness('limited')}[heard]",
    )
    words = [*begin(ffmpeg), *open_master(MASTER), "-filter_complex", ";".join(chains)]
    words += ["-map", "[limited]", "-c:a", "pcm_f32le", "-f", "f32le", LIMITED]
    for met in ("heard", "overs"):
        words += ["-map", f"[{met}]", "-f", "null", "-"]
    return words


# Pass three: every sound from one master


def encode_sound(ffmpeg: Path, *, master: str, gains_db: Mapping[str, float], length: Ticks) -> Words:
    """Each output of `gains_db` with its gain, from one master, padded with silence to `length`."""
    names = [name for name in OUTPUTS if name in gains_db]
    chains = [
        f"[0:a]asetpts=N,apad=whole_len={length},atrim=end_sample={length},asplit={len(names)}"
        + "".join(f"[{name}.in]" for name in names)
    ]
    for name in names:
        gain = gains_db[name] + (MP3_GAIN_DB if name == MP3_OUTPUT else 0.0)
        chains.append(f"[{name}.in]volume={gain:.2f}dB:precision=float[{name}]")
    words = [*begin(ffmpeg), *open_master(master), "-filter_complex", ";".join(chains)]
    for name in names:
        words += ["-map", f"[{name}]", *_coded(name)]
    return words


def _coded(name: str) -> Words:
    if name == MP3_OUTPUT:
        return _mp3()
    rendition = Rendition(name)
    return [*_aac(SOUND_KBITS[rendition]), file_of(rendition)]


def _mp3() -> Words:
    # Without the reservoir every frame stands alone, and a stream of frames may be joined anywhere.
    words = ["-c:a", "libmp3lame", "-b:a", f"{MP3_KBITS}k", "-reservoir", "0"]
    words += ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    return [*words, "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", MP3]


def _aac(kbits: int) -> Words:
    """AAC-LC without its priming packet. The `fast` coder adds 0.5 dB to peaks, the default 2."""
    words = ["-c:a", "aac", "-aac_coder", "fast", "-b:a", f"{kbits}k", "-ac", "2", "-ar", str(RATE)]
    words += ["-bsf:a", r"noise=drop=eq(n\,0)", "-flags:a", "+bitexact", *MUXER]
    return [*words, "-frag_duration", str(_FRAGMENT_MICROSECONDS), "-f", "mp4"]


def measure_sound(ffmpeg: Path, *, outputs: tuple[str, ...]) -> Words:
    """What people will hear: the meters on the encoded files; `a128` leaves its curve in a listing."""
    words, chains = begin(ffmpeg), []
    for order, name in enumerate(outputs):
        words += _open_output(name)
        listing = LOUDNESS_AFTER if name == Rendition.A128 else None
        chains += [
            f"[{order}:a]{meters.IN_CHUNKS},asplit=2[{name}.a][{name}.b]",
            f"[{name}.a]{meters.loudness(name, listing=listing)}[{name}.heard]",
            f"[{name}.b]{meters.true_peak(name)}[{name}.peaks]",
        ]
    words += ["-filter_complex", ";".join(chains)]
    for name in outputs:
        for met in ("heard", "peaks"):
            words += ["-map", f"[{name}.{met}]", "-f", "null", "-"]
    return words


def count_clips(ffmpeg: Path, *, window: Ticks) -> Words:
    """How often the decoded sound stands at full scale, by the windows of the same length, to `CLIPS`."""
    chain = meters.clips(window, listing=CLIPS)
    return [*begin(ffmpeg), *open_master(MASTER), "-af", chain, "-f", "null", "-"]


def measure_master(ffmpeg: Path, *, master: str, gain_db: float) -> Words:
    """The loudness of a master as it goes into the encoders."""
    chain = f"volume={gain_db:.2f}dB:precision=float,{meters.loudness(MASTER_METER)}"
    return [*begin(ffmpeg), *open_master(master), "-af", chain, "-f", "null", "-"]


def _open_output(name: str) -> Words:
    if name == MP3_OUTPUT:
        return ["-f", "mp3", "-i", MP3]
    return ["-f", "mov", "-i", file_of(Rendition(name))]
