"""A wish to the kernel about orphans; Linux has it, elsewhere it does nothing."""

import ctypes
import sys

# <linux/prctl.h>
_PR_SET_CHILD_SUBREAPER = 36

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent dies, so that none is lost."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
