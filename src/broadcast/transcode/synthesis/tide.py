"""The sound of the stand-by loop: four chords that come and go like slow waves, a few bells."""

from pathlib import Path

from broadcast.media.units import Seconds
from broadcast.transcode.synthesis import instruments as band
from broadcast.transcode.synthesis.score import Beat, played
from broadcast.transcode.synthesis.tape import Tape, held

_CHORDS = ("D3 A3 E4 F#4", "B2 F#3 D4 A4", "G2 D3 B3 F#4", "A2 E3 B3 D4")
_OVERTONES = (1.0, 0.22, 0.10, 0.03)
_BELLS: tuple[Beat, ...] = (
    (0.22, "A4", 0.5), (0.43, "F#5", 0.34), (0.6, "E5", 0.3), (1.28, "D5", 0.45), (1.49, "A5", 0.26),
    (2.2, "B4", 0.5), (2.42, "F#5", 0.3), (2.55, "D5", 0.34), (3.22, "E5", 0.4), (3.46, "B4", 0.3),
)  # fmt: skip
"""Positions in chords."""


def write_tide(path: Path, *, seconds: Seconds) -> None:
    """Write the loop as a WAV file; what rings past its end goes on at its beginning."""
    tape = Tape(seconds, looped=True)
    chord = seconds / len(_CHORDS)
    for number, pitches in enumerate(_CHORDS):
        pad = held(
            pitches, seconds=1.17 * chord, attack=0.44 * chord, release=0.5 * chord, overtones=_OVERTONES
        )
        tape.lay(pad, at=number * chord, gain=0.16)
    tape.strike(band.GLASS_BELL, played(_BELLS, beat=chord, seed=11, spread=0.5))
    tape.reverberate(wet=0.5)
    tape.fade(into=0.12, out=0.12)
    tape.write(path)
