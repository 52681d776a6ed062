"""How a command ends where something is wrong: a sentence and a remedy on the standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from broadcast.errors import BroadcastError


@contextmanager
def told() -> Iterator[None]:
    """End the process with exit code 1 on what people may see, and on a part that is away, said in words."""
    try:
        yield
    except BroadcastError as error:
        from broadcast.words import error_words  # noqa: PLC0415  # a calendar of every language: only to say it

        fail(*error_words(error, language="en"))
    except Exception as fault:
        sentences = _of_a_part(fault)
        if not sentences:
            raise
        fail(*sentences)


def _of_a_part(fault: Exception) -> tuple[str, ...]:
    """What is said of a database that does not answer; told by its name, for it is not loaded here."""
    kind = type(fault)
    if kind.__name__ != "OperationalError" or not kind.__module__.startswith("sqlalchemy."):
        return ()
    said = str(getattr(fault, "orig", fault)).splitlines()[0]
    return (
        f"The database does not answer as it should: {said}",
        "Look whether it runs, and at ANTENNE_DATABASE_URL.",
    )


def fail(*sentences: str) -> NoReturn:
    """Say it, and end with exit code 1."""
    sys.stderr.write("\n".join(one for one in sentences if one) + "\n")
    sys.exit(1)
