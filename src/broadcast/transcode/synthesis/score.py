"""Scores: strokes in beats, played by hands that are never quite even."""

import random
from collections.abc import Iterable

from broadcast.transcode.synthesis.tape import Strike, Tape

Beat = tuple[float, str, float]
"""One stroke of a score: (position in beats, pitches, gain)."""


def played(
    score: Iterable[Beat], *, beat: float, seed: int, side: float = 0.0, spread: float = 0.0
) -> list[Strike]:
    """A score in seconds, each stroke a few milliseconds and a few percent off, as hands are.

    `beat` is the length of a beat in seconds. Strokes alternate `spread` to either side of `side`.
    """
    hands = random.Random(seed)  # noqa: S311  # music, not a secret
    return [
        Strike(
            at=max(0.0, position * beat + hands.uniform(-0.006, 0.006)),
            pitches=pitches,
            gain=gain * hands.uniform(0.86, 1.0),
            side=side + (spread if number % 2 else -spread),
        )
        for number, (position, pitches, gain) in enumerate(score)
    ]


def repeated(tape: Tape, tone: list[complex], *, at: Iterable[float], gain: float, side: float = 0.0) -> None:
    """Lay one drum stroke at each of `at`, in seconds."""
    for second in at:
        tape.lay(tone, at=second, gain=gain, side=side)
