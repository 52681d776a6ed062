"""A long list on numbered pages: what every page of one shows."""

from broadcast.errors import UnknownError, marked
from broadcast.library.repository import EpisodePage

AT_ONCE = 48


def first_of(number: int) -> int:
    """How many come before this page, which counts from 1."""
    return (number - 1) * AT_ONCE


def numbered(found: EpisodePage, *, number: int) -> dict[str, int | bool]:
    """What the template needs to know of it. Raises UnknownError on a page behind the last one."""
    if number > 1 and not found.episodes:
        raise UnknownError("unknown_page", marked("There is no such page."))
    return {"total": found.total, "number": number, "is_more": number * AT_ONCE < found.total}
