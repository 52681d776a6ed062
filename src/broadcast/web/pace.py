"""How often somebody may ask for what costs something: counted in memory, forgotten within minutes."""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from broadcast.errors import TooManyError, marked

_MOST_KNOWN = 10_000
SEARCHES = (
    marked("That was a lot of searches in a short time."),
    marked("Wait {seconds} seconds, then search again."),
)
LETTERS = (
    marked("Many invitations were sent in a short time."),
    marked("Copy the link and hand it over yourself, or send it again in {seconds} seconds."),
)


class Pace:
    """At most `most` requests of one source within `window`; the latest ten thousand are known.

    `words` are what is said, and the remedy, where there were more.
    """

    def __init__(self, *, most: int, window: timedelta, words: tuple[str, str] = SEARCHES) -> None:
        self._words = words
        self._most = most
        self._window = window
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, source: str, *, now: datetime) -> None:
        """Count a request. Raises TooManyError where there were too many."""
        with self._lock:
            moments = self._asked.setdefault(source, deque())
            self._asked.move_to_end(source)
            while len(self._asked) > _MOST_KNOWN:
                self._asked.popitem(last=False)
            while moments and moments[0] <= now - self._window:
                moments.popleft()
            if len(moments) < self._most:
                moments.append(now)
                return
            wait = max(1, round((moments[0] + self._window - now).total_seconds()))
        raise TooManyError(
            "too_many_questions",
            *self._words,
            extra={"retry_after": wait},
            seconds=wait,
        )
