"""How a command ends where something is wrong: a sentence and a remedy on the standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from broadcast.errors import BroadcastError


@contextmanager
def told() -> Iterator[None]:
    """End the process with exit code 1 on what people may see, said in words."""
    try:
        yield
    except BroadcastError as error:
        from broadcast.words import error_words  # noqa: PLC0415  # a calendar of every language: only to say it

        fail(*error_words(error, language="en"))


def fail(*sentences: str) -> NoReturn:
    """Say it, and end with exit code 1."""
    sys.stderr.write("\n".join(one for one in sentences if one) + "\n")
    sys.exit(1)
