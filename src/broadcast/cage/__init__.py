"""The cage in which everything runs that reads a deposit."""

from broadcast.cage.run import Limits, Sight, own_fault, run, too_demanding, unreadable

__all__ = ["Limits", "Sight", "own_fault", "run", "too_demanding", "unreadable"]
