from contextlib import ExitStack
from threading import Thread

import pytest

from workers.places import Places


def test_whoever_finds_every_place_taken_goes_and_a_place_left_is_free_again() -> None:
    places = Places()
    with ExitStack() as inside:
        assert [inside.enter_context(places.one(of=2)) for _ in range(4)] == [True, True, False, False]
    with places.one(of=2) as first, places.one(of=2) as second:
        assert (first, second) == (True, True)


def test_a_place_is_left_when_the_work_fails() -> None:
    places = Places()
    with pytest.raises(ZeroDivisionError), places.one(of=1):
        _ = 1 / 0
    with places.one(of=1) as is_free:
        assert is_free


def test_threads_share_them() -> None:
    places, found = Places(), list[bool]()

    def look() -> None:
        with places.one(of=1) as is_free:
            found.append(is_free)

    with places.one(of=1):
        other = Thread(target=look)
        other.start()
        other.join()
    assert found == [False]
