from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some

from broadcast.accounts.audit_chain import FIRST, Link, digest_of, first_break

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def chain_of(length: int) -> list[tuple[Link, str]]:
    made: list[tuple[Link, str]] = []
    previous = FIRST
    for number in range(1, length + 1):
        link = Link(
            number=number, at=NOON, who="clé", act="approve", subject=f"item:{number}", structure_id=1,
            details={"rôle": "host"}, words="", previous=previous,
        )  # fmt: skip
        previous = digest_of(link)
        made.append((link, previous))
    return made


@given(some.integers(0, 12))
def test_a_whole_chain_holds(length: int) -> None:
    assert first_break(chain_of(length)) is None


@given(some.integers(2, 12), some.data())
def test_a_missing_entry_is_seen_at_its_place(length: int, data: some.DataObject) -> None:
    chain = chain_of(length)
    gone = data.draw(some.integers(0, length - 2))
    assert first_break(chain[:gone] + chain[gone + 1 :]) == gone + 1


@given(some.integers(1, 12), some.data())
def test_a_changed_entry_is_seen_even_with_a_digest_made_anew(length: int, data: some.DataObject) -> None:
    chain = chain_of(length)
    place = data.draw(some.integers(0, length - 1))
    other = replace(chain[place][0], act="withdraw")
    assert first_break([*chain[:place], (other, chain[place][1]), *chain[place + 1 :]]) == place + 1
    anew = [*chain[:place], (other, digest_of(other)), *chain[place + 1 :]]
    assert first_break(anew) == (place + 2 if place + 1 < length else None)
