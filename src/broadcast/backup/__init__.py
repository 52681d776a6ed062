"""The whole station in one file, and back: its database, and what cannot be made again from it."""

from broadcast.backup.restoring import restore
from broadcast.backup.taking import take

__all__ = ["restore", "take"]
