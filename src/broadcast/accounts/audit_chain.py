"""The chain of the audit log: every entry carries the digest of the one before. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

FIRST = "0" * 64
"""What the first entry says of the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What an entry's digest covers. `who` and `subject` are keys that tell no name; `words` is a digest."""

    number: int
    at: datetime
    who: str
    act: str
    subject: str
    structure_id: int | None
    details: dict[str, str]
    words: str
    previous: str


def digest_of(link: Link) -> str:
    """SHA-256 of the entry, written in one way only: JSON with sorted keys, the moment in UTC."""
    told = asdict(link) | {"at": link.at.astimezone(UTC).isoformat(timespec="microseconds")}
    written = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def words_digest(words: str, *, salt: str) -> str:
    """What the chain keeps of words that may be erased one day; the salt goes with them."""
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


def first_break(links: Iterable[tuple[Link, str]]) -> int | None:
    """The number of the first entry, in order, that is missing or was changed; None of a whole chain."""
    number, previous = 1, FIRST
    for link, digest in links:
        if link.number != number or link.previous != previous or digest_of(link) != digest:
            return number
        number, previous = number + 1, digest
    return None
