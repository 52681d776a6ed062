"""The demonstration's music, written as code.

Positions are in beats of each piece's own pulse; a little seeded unevenness keeps the hands human.
Each function writes one WAV file, and the same one every time.
"""

import random
from pathlib import Path

from broadcast.transcode.synthesis import instruments as band
from broadcast.transcode.synthesis.score import Beat, played, repeated
from broadcast.transcode.synthesis.tape import Strike, Tape, held


def write_kalimba(path: Path) -> None:
    """Plucked tongues in G, two thumbs answering each other, a shaker: 25 seconds."""
    beat, bars = 60 / 104, 9
    basses = ("G3", "E3", "C3", "D3", "G3", "B3", "C3", "D3", "G3")
    motifs = {
        "G3": "D4 G4 B4 D5 B4 G4 A4 B4",
        "E3": "B3 E4 G4 B4 D5 B4 G4 E4",
        "C3": "C4 E4 G4 A4 G4 E4 D5 C5",
        "D3": "A3 D4 G4 A4 D5 A4 G4 A4",
        "B3": "D4 G4 D5 E5 D5 B4 A4 G4",
    }
    rests = random.Random(3)  # noqa: S311  # music, not a secret
    thumbs: list[Beat] = []
    for bar in range(bars):
        notes = motifs[basses[bar]].split()
        kept = [step for step in range(8) if step in {0, 3, 6} or rests.random() < 0.2 + 0.09 * bar]
        thumbs += [(bar * 4 + step / 2, notes[step], 0.8 if step % 2 else 1.0) for step in kept]
    low = [
        (bar * 4 + step, basses[bar], gain) for bar in range(bars) for step, gain in ((0, 0.9), (2.5, 0.55))
    ]
    thumbs += [(bars * 4 + step / 3, pitch, 0.8) for step, pitch in enumerate(["G4", "B4", "D5", "G5"])]
    tape = Tape(bars * 4 * beat + 4.2)
    tape.strike(band.KALIMBA, played(thumbs, beat=beat, seed=21, spread=0.45))
    tape.strike(band.KALIMBA_BASS, played([*low, (bars * 4, "G3", 0.9)], beat=beat, seed=22))
    shaker = band.hiss(seconds=0.12, fall=0.022, attack=0.016, seed=4)
    repeated(tape, shaker, at=[(8 + n / 2) * beat for n in range((bars - 2) * 8)], gain=0.06, side=0.4)
    repeated(tape, shaker, at=[(9 + n * 2) * beat for n in range((bars - 2) * 2)], gain=0.1, side=0.4)
    tape.reverberate(wet=0.35)
    tape.fade(out=1.5)
    tape.write(path)


def write_bossa(path: Path) -> None:
    """A bossa nova in C: guitar and bass, rim and shaker, a vibraphone's tune: 33 seconds."""
    beat = 60 / 132
    guitar = ("F3 A3 C4 E4", "F3 B3 E4 A4", "E3 G3 B3 D4", "C#4 G4 B4 F4")
    roots = (("D2", "A2"), ("G2", "D2"), ("C3", "G2"), ("A2", "E2"))
    clave = (0, 1.5, 3, 5, 6.5)
    chords: list[Beat] = []
    bass: list[Beat] = []
    for half in range(8):
        chord, (root, fifth) = guitar[half % 4], roots[half % 4]
        chords += [(half * 8 + step, chord, 0.42) for step in clave]
        for bar in (0, 4):
            bass += [(half * 8 + bar + step, note, gain) for step, note, gain in _bossa_bass(root, fifth)]
    tune: list[Beat] = [(2, "A4", 0.7), (3.5, "C5", 0.7), (4.5, "E5", 0.8), (7, "D5", 0.6), (8.5, "B4", 0.8)]
    tune += [(10, "A4", 0.6), (11.5, "E5", 0.7), (16.5, "D5", 0.8), (18, "B4", 0.6), (19.5, "G4", 0.7)]
    tune += [(24.5, "F5", 0.7), (26, "E5", 0.7), (27.5, "C#5", 0.7), (29, "B4", 0.6)]
    tune += [(position + 32, pitch, gain * 1.05) for position, pitch, gain in tune]
    ending = [(64.0, "E3 G3 B3 D4", 0.5), (64.0, "C3", 0.7)]
    tape = Tape(64 * beat + 4.0)
    tape.strike(band.GUITAR, played([*chords, ending[0]], beat=beat, seed=31, side=-0.35))
    tape.strike(band.BASS, played([*bass, ending[1]], beat=beat, seed=32))
    tape.strike(
        band.VIBRAPHONE, played([*tune, (64, "E5", 0.6), (64.5, "B5", 0.4)], beat=beat, seed=33, side=0.35)
    )
    rims = [(8 * half + step) * beat for half in range(1, 8) for step in clave]
    repeated(tape, band.rim(), at=rims, gain=0.16, side=0.5)
    shaker = band.hiss(seconds=0.1, fall=0.02, attack=0.02, seed=6)
    repeated(tape, shaker, at=[n / 2 * beat for n in range(16, 128)], gain=0.09, side=-0.6)
    repeated(tape, shaker, at=[(n + 0.5) * beat for n in range(8, 64)], gain=0.07, side=-0.6)
    tape.reverberate(wet=0.22)
    tape.fade(out=1.8)
    tape.write(path)


def _bossa_bass(root: str, fifth: str) -> tuple[Beat, ...]:
    """One bar: the root, a fifth pushed ahead of the second half."""
    return (0, root, 0.8), (1.5, fifth, 0.5), (2, fifth, 0.75), (3.5, root, 0.45)


def write_bells(path: Path) -> None:
    """Six bells, each on a round of its own length, over an open fifth: no bar is heard twice: 32 seconds."""
    seconds = 32.0
    rounds = (
        ("D4", 0.4, 5.3),
        ("A4", 1.7, 6.1),
        ("E4", 3.0, 7.9),
        ("F#5", 4.4, 8.7),
        ("C#5", 6.3, 9.4),
        ("B5", 9.1, 7.3),
    )
    strikes = [
        Strike(at=first + n * every, pitches=pitch, gain=0.55, side=-0.7 + 0.28 * number)
        for number, (pitch, first, every) in enumerate(rounds)
        for n in range(int((seconds - 4.5 - first) / every) + 1)
    ]
    tape = Tape(seconds)
    tape.strike(band.GLASS_BELL, strikes)
    drone = held("D2 A2 D3", seconds=seconds, attack=5.0, release=6.0, overtones=(1.0, 0.4, 0.15))
    tape.lay(drone, at=0.0, gain=0.07)
    tape.echo(every=0.71, gain=0.3, turn=1.1)
    tape.reverberate(wet=0.6)
    tape.fade(into=0.05, out=3.0)
    tape.write(path)


def write_night_line(path: Path) -> None:
    """A bass, an arpeggio that echoes across the field and a soft drum, in A minor: 31 seconds."""
    beat, bars = 60 / 116, 14
    colours = ("A3 C4 E4 G4 B4", "F3 A3 C4 E4 G4", "C4 E4 G4 B4 D5", "E3 G3 B3 D4 F#4")
    roots = ("A1", "F1", "C2", "E1")
    climb = (0, 2, 1, 3, 2, 4, 3, 2, 0, 2, 1, 4, 3, 4, 2, 1)
    arpeggio: list[Beat] = []
    bass: list[Beat] = []
    for bar in range(bars):
        notes = colours[bar % 4].split()
        swell = 0.45 + 0.4 * min(1.0, bar / 6)
        arpeggio += [(bar * 4 + n / 4, notes[k], swell * (1 if n % 4 else 1.25)) for n, k in enumerate(climb)]
        if bar >= 2:  # noqa: PLR2004  # a score
            up = roots[bar % 4][0] + str(int(roots[bar % 4][1]) + 1)
            bass += [
                (bar * 4 + n / 2, up if n % 4 == 3 else roots[bar % 4], 0.85)  # noqa: PLR2004  # a score
                for n in (0, 2, 3, 5, 6, 7)
            ]
    tape = Tape(bars * 4 * beat + 3.6)
    tape.strike(
        band.SOFT_SQUARE, played([*arpeggio, (bars * 4, "A3 E4 B4", 0.8)], beat=beat, seed=41, spread=0.3)
    )
    tape.echo(every=0.75 * beat, gain=0.42, turn=1.2)
    tape.strike(band.ROUND_BASS, played([*bass, (bars * 4, "A1", 0.9)], beat=beat, seed=42))
    repeated(tape, band.kick(), at=[n * beat for n in range(16, bars * 4)], gain=0.5)
    hat = band.hiss(seconds=0.09, fall=0.016, seed=7)
    repeated(tape, hat, at=[(n + 0.5) * beat for n in range(16, bars * 4)], gain=0.1, side=0.25)
    tape.reverberate(wet=0.2)
    tape.fade(out=2.0)
    tape.write(path)


def write_open_studio(path: Path) -> None:
    """An electric piano over a slow swung beat, the sound of a Wednesday in the studio: 33 seconds."""
    beat, bars, late = 60 / 78, 9, 0.12
    chords = ("F3 A3 C4 E4 G4", "E3 G3 B3 D4", "D3 F3 A3 C4 E4", "G3 B3 D4 F4 A4")
    roots = ("F1", "E2", "D2", "G1")
    piano: list[Beat] = []
    bass: list[Beat] = []
    for bar in range(bars - 1):
        chord, root = chords[bar % 4], roots[bar % 4]
        piano += [(bar * 4, chord, 0.5), (bar * 4 + 2.5 + late, chord, 0.34)]
        bass += [(bar * 4, root, 0.9), (bar * 4 + 1.5 + late, root, 0.6), (bar * 4 + 2.5 + late, root, 0.8)]
    tune: list[Beat] = [(9, "C5", 0.5), (9.5 + late, "D5", 0.45), (10.5 + late, "E5", 0.55), (13, "D5", 0.5)]
    tune += [(14.5 + late, "B4", 0.5), (17, "A4", 0.5), (17.5 + late, "C5", 0.5), (18.5 + late, "E5", 0.55)]
    tune += [
        (21, "F5", 0.5),
        (22, "E5", 0.45),
        (22.5 + late, "D5", 0.5),
        (25, "G5", 0.45),
        (26.5 + late, "E5", 0.5),
    ]
    end = (bars - 1) * 4
    tape = Tape(end * beat + 5.0)
    tape.strike(
        band.ELECTRIC_PIANO, played([*piano, (end, "C3 G3 B3 E4", 0.55)], beat=beat, seed=51, side=-0.15)
    )
    tape.strike(band.ELECTRIC_PIANO, played([*tune, (end, "D5", 0.4)], beat=beat, seed=52, side=0.3))
    tape.strike(band.ROUND_BASS, played([*bass, (end, "C2", 0.9)], beat=beat, seed=53))
    drums = range(4, end, 4)
    repeated(tape, band.kick(), at=[(b + o) * beat for b in drums for o in (0, 2.5 + late)], gain=0.42)
    repeated(
        tape, band.brush(), at=[(b + o) * beat + 0.012 for b in drums for o in (1, 3)], gain=0.3, side=0.1
    )
    hat = band.hiss(seconds=0.08, fall=0.018, seed=8)
    swung = [(b + n + o) * beat for b in drums for n in range(4) for o in (0, 0.5 + late)]
    repeated(tape, hat, at=swung, gain=0.07, side=-0.3)
    tape.reverberate(wet=0.25)
    tape.fade(out=2.5)
    tape.write(path)
