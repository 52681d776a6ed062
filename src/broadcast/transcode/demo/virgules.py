"""The demonstration's virgules: a few seconds between two programmes."""

from pathlib import Path

from broadcast.transcode.synthesis import instruments as band
from broadcast.transcode.synthesis.score import Beat, played
from broadcast.transcode.synthesis.tape import Strike, Tape


def write_rising_virgule(path: Path) -> None:
    """A virgule: a marimba runs up to a bright chord: 2.9 seconds."""
    pitches = ("G3", "C4", "D4", "E4", "G4", "C5")
    run: list[Beat] = [(n, pitch, 0.5 + 0.06 * n) for n, pitch in enumerate(pitches)]
    tape = Tape(2.88)
    tape.strike(band.MARIMBA, played(run, beat=0.11, seed=61, spread=0.4))
    tape.strike(band.GLASS_BELL, [Strike(at=0.72, pitches="E5 G5 D6", gain=0.4, side=0.1)])
    tape.strike(band.MARIMBA, [Strike(at=0.72, pitches="C3 G3 E4", gain=0.6)])
    tape.reverberate(wet=0.3)
    tape.fade(out=1.4)
    tape.write(path)


def write_wave_virgule(path: Path) -> None:
    """A virgule: a wave of breath breaks on two piano chords: 3.5 seconds."""
    tape = Tape(3.52)
    wave = band.hiss(seconds=1.5, fall=0.5, attack=0.9, seed=9)
    tape.lay(wave, at=0.0, gain=0.35, side=-0.3)
    chords: list[Beat] = [(0.62, "Bb3 D4 F4", 0.45), (0.95, "Bb3 Eb4 G4", 0.5), (1.28, "F3 A3 C4 G4", 0.55)]
    tape.strike(band.ELECTRIC_PIANO, played(chords, beat=1.0, seed=71))
    tape.strike(band.ROUND_BASS, [Strike(at=1.28, pitches="F1", gain=0.6)])
    tape.strike(band.VIBRAPHONE, [Strike(at=1.28, pitches="C6", gain=0.25, side=0.4)])
    tape.reverberate(wet=0.4)
    tape.fade(into=0.05, out=1.4)
    tape.write(path)
