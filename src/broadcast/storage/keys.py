"""What a key may look like: a relative path of plain words, the same on a disk and in a bucket.

Pure. A word begins with a letter, a digit or `_`, so that neither `..` nor a hidden file can be one:
hidden names in the storage's folder are its own (half-written files).
"""

import re

_WORD = r"[A-Za-z0-9_][A-Za-z0-9_.@=+-]*"
_KEY = re.compile(rf"{_WORD}(/{_WORD})*")
LONGEST = 512


def checked(key: str) -> str:
    """Give the key itself. Raises ValueError if it could lead out of the storage."""
    if len(key) > LONGEST or not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not a storage key")
    return key


def folder(prefix: str) -> str:
    """Give the folder that a prefix names, without a closing slash; empty is the whole storage.

    A prefix stands for a folder, never for the beginning of a name: `a/b` does not cover `a/bc`.
    Raises ValueError as `checked` does.
    """
    inner = prefix.removesuffix("/")
    return checked(inner) if inner else ""
