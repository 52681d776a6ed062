"""Pieces that fit before a slot, against every choice there is."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM
from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.schedule.filling import EARLY, FIT, LATE, Pool, choose
from broadcast.schedule.fitting import apart, fill
from broadcast.schedule.rotation import Closeness, Heard, Rules
from schedule.tracks import Song, played, song

LENGTHS = st.lists(st.integers(6, 900), min_size=1, max_size=9)
"""In quanta: two seconds to five minutes."""


def songs(quanta: list[int]) -> list[Song]:
    return [song(f"s{n}", seconds=length * 0.32) for n, length in enumerate(quanta)]


def every_sum(quanta: list[int]) -> set[int]:
    return {sum(some) for n in range(len(quanta) + 1) for some in combinations(quanta, n)}


@given(LENGTHS, st.integers(0, 4_000 * QUANTUM))
def test_the_nearest_choice_is_found(quanta: list[int], room: int) -> None:
    found = fill([[one] for one in songs(quanta)], room=Ticks(room), early=EARLY, late=LATE)
    assert found.ticks == sum(one.ticks for one in found.tracks)
    assert len(set(found.tracks)) == len(found.tracks)
    sums = [n * QUANTUM for n in every_sum(quanta)]
    fitting = [s for s in sums if -EARLY <= s - room <= LATE]
    if fitting:
        assert abs(found.ticks - room) == min(abs(s - room) for s in fitting)
    else:
        assert found.ticks == max(s for s in sums if s < room - EARLY) if room > EARLY else 0


@given(LENGTHS, st.integers(30, 1_200))
def test_a_slot_begins_in_time_whenever_some_choice_fits(quanta: list[int], seconds: int) -> None:
    """And so it does when each piece is chosen again from where the last one ends."""
    until = Ticks(seconds * TICKS_PER_SECOND)
    pool = Pool(tracks=songs(quanta), rules=Rules(artist=0))
    fits = any(-EARLY <= n * QUANTUM - until <= LATE for n in every_sum(quanta))
    day = list(played(pool, until=until))
    if fits:
        assert -EARLY <= day[-1].at + day[-1].track.ticks - until <= LATE
        assert len({one.track.item for one in day}) == len(day)


@given(st.integers(25, 50), st.integers(600, 1_200), st.integers(0, 99))
def test_what_fits_is_kept_apart_where_that_is_possible(count: int, seconds: int, seed: int) -> None:
    quanta = [400 + (n * 7_919 + seed * 104_729) % 500 for n in range(count)]
    tracks = [song(f"s{n}", seconds=length * 0.32, artist=f"a{n % 11}") for n, length in enumerate(quanta)]
    until = Ticks(seconds * TICKS_PER_SECOND)
    pool = Pool(tracks=tracks, jingles=[song("j", seconds=6)], rules=Rules(seed=seed, jingle_every=600))
    day = list(played(pool, until=until, heard=Heard(items={"j": Ticks(0)})))
    end = day[-1].at + day[-1].track.ticks
    assert -EARLY <= end - until <= LATE
    artists = [one.track.marks.artist for one in day if one.track.item != "j"]
    assert len(set(artists)) == len(artists)


def test_only_one_of_those_that_share_a_mark() -> None:
    tracks = [
        song("a", artist="x", title="1"), song("b", artist="y", title="2"),
        song("c", artist="y", title="1"), song("d", artist="z", title="4"),
    ]  # fmt: skip
    grouped = apart(tracks, rules=Rules(), allowed=Closeness.FREE)
    assert [[one.item for one in group] for group in grouped] == [["a", "b", "c"], ["d"]]
    by_title = apart(tracks, rules=Rules(), allowed=Closeness.ARTIST)
    assert [[one.item for one in group] for group in by_title] == [["a", "c"], ["b"], ["d"]]


def test_far_from_a_slot_the_queue_rules() -> None:
    tracks = [song("long", seconds=700), song("short", seconds=100)]
    heard = Heard(items={"long": Ticks(-9 * FIT), "short": Ticks(-2 * FIT)})
    pool = Pool(tracks=tracks)
    chosen = choose(pool, heard=heard, at=Ticks(0), until=Ticks(3 * FIT))
    assert chosen is not None
    assert chosen.track.item == "long"


def test_the_stand_by_loop_closes_a_short_rest_and_a_cut_is_the_last_resort() -> None:
    pool = Pool(tracks=[song("long", seconds=300)])
    assert choose(pool, heard=Heard(), at=Ticks(0), until=Ticks(19 * TICKS_PER_SECOND)) is None
    cut = choose(pool, heard=Heard(), at=Ticks(0), until=Ticks(100 * TICKS_PER_SECOND))
    assert cut is not None
    assert cut.track.item == "long"


def test_a_jingle_may_close_the_last_seconds() -> None:
    pool = Pool(tracks=[song("song", seconds=92), song("other", seconds=300)], jingles=[song("j", seconds=8)])
    day = list(played(pool, until=Ticks(100 * TICKS_PER_SECOND)))
    assert [(one.track.item, one.choice and one.choice.is_jingle) for one in day] == [
        ("song", False), ("j", True),
    ]  # fmt: skip


@given(st.integers(5, 300), st.integers(25, 60))
def test_jingles_never_follow_each_other(seconds: int, lasts: int) -> None:
    until = Ticks(seconds * TICKS_PER_SECOND)
    jingles = [song("j0", seconds=3), song("j1", seconds=4)]
    pool = Pool(tracks=[song("s", seconds=lasts)], jingles=jingles, rules=Rules(jingle_every=0))
    day = list(played(pool, until=until))
    kinds = [one.choice is not None and one.choice.is_jingle for one in day]
    assert not any(sooner and later for sooner, later in pairwise(kinds))
