"""The rotation: who comes next, how often, and how far apart."""

from collections import Counter
from dataclasses import replace
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.media.units import TICKS_PER_SECOND, Ticks
from broadcast.schedule.filling import Pool, choose
from broadcast.schedule.rotation import (
    Closeness,
    Heard,
    Rules,
    Stretch,
    first_of_queue,
    judge,
    marks_of,
    queue,
)
from schedule.tracks import Song, played, song

LATER = Ticks(100_000 * TICKS_PER_SECOND)
FREE = Rules(artist=0, title=0)


def ago(seconds: int) -> Ticks:
    return Ticks(LATER - seconds * TICKS_PER_SECOND)


def order(tracks: list[Song], heard: Heard, rules: Rules = FREE) -> list[str]:
    return [one.track.item for one in queue(tracks, heard=heard, at=LATER, rules=rules)]


def test_what_was_never_heard_comes_first_then_what_waited_longest() -> None:
    heard = Heard(items={"a": ago(2_000), "b": ago(9_000)})
    assert order([song("a"), song("b"), song("new")], heard) == ["new", "b", "a"]


def test_a_wait_counts_times_its_weight() -> None:
    heard = Heard(items={"a": ago(2_000), "b": ago(5_000)})
    assert order([song("a", weight=9), song("b")], heard) == ["a", "b"]


def test_two_channels_do_not_sound_alike() -> None:
    tracks = [song(f"s{n}") for n in range(8)]
    orders = {tuple(order(tracks, Heard(), replace(FREE, seed=seed))) for seed in range(6)}
    assert len(orders) == 6


def test_one_spelling_of_artist_and_title() -> None:
    assert marks_of(artist=" Les  Ramoneurs", title="Kenavo ", structure=2) == marks_of(
        artist="les ramoneurs", title="KENAVO", structure=2
    )


def test_what_a_piece_comes_too_near_to() -> None:
    rules = Rules(artist=600, title=1_200, structure=60)
    piece = song("x", artist="A", title="T", structure=1)
    near = {
        "artist=a": (ago(599), ago(600)),
        "title=t": (ago(1_199), ago(1_200)),
        "structure=1": (ago(59), ago(60)),
    }
    told = [
        [judge(heard=Heard(marks={mark: at}), at=LATER, rules=rules)(piece) for at in times]
        for mark, times in near.items()
    ]
    assert told == [
        [Closeness.ARTIST, Closeness.FREE],
        [Closeness.TITLE, Closeness.FREE],
        [Closeness.STRUCTURE, Closeness.FREE],
    ]
    assert judge(heard=Heard(items={"x": ago(1_100)}), at=LATER, rules=rules)(piece) == Closeness.TITLE
    assert judge(heard=Heard(last_item="x"), at=LATER, rules=rules)(piece) == Closeness.ITSELF


def test_the_balance_gives_way_to_separation_and_stands_above_the_wait() -> None:
    rules = Rules(artist=0, title=1_200, music_share=50)
    talk, tune, other = song("talk", is_music=False), song("tune"), song("other")
    heard = Heard(items={"talk": ago(2_000), "tune": ago(9_000), "other": ago(8_000)})
    after_music = replace(heard.with_stretch(_music(300)), last_item=None)
    assert order([talk, tune, other], after_music, rules) == ["talk", "tune", "other"]
    talk_just_heard = replace(after_music, items={**heard.items, "talk": ago(600)})
    assert order([talk, tune, other], talk_just_heard, rules) == ["tune", "other", "talk"]


def _music(seconds: int) -> Stretch:
    return Stretch(ago(seconds), Ticks(200 * TICKS_PER_SECOND), is_music=True)


POOLS = st.lists(
    st.tuples(
        st.integers(2, 400), st.integers(0, 4), st.integers(0, 9), st.integers(0, 2), st.integers(1, 5)
    ),
    min_size=1, max_size=14,
).map(
    lambda found: [
        song(f"s{n}", seconds=length, artist=f"a{artist}" if artist else "", title=f"t{title}",
             structure=house, weight=weight)
        for n, (length, artist, title, house, weight) in enumerate(found)
    ]
)  # fmt: skip
RULES = st.builds(
    Rules, artist=st.integers(0, 2_000), title=st.integers(0, 3_000), structure=st.integers(0, 500),
    music_share=st.none() | st.integers(0, 100), jingle_every=st.integers(0, 1_000), seed=st.integers(0, 99),
)  # fmt: skip


@settings(max_examples=40)  # each is a day of decisions
@given(POOLS, POOLS, RULES)
def test_the_same_every_time_and_apart_whenever_it_can_be(
    tracks: list[Song], jingles: list[Song], rules: Rules
) -> None:
    pool = Pool(tracks=tracks, jingles=jingles, rules=rules)
    day = list(islice(played(pool), 25))
    assert day == list(islice(played(Pool(tracks=tracks[::-1], jingles=jingles, rules=rules)), 25))
    for one in day:
        if one.choice is None or one.choice.is_jingle:
            continue
        closeness = judge(heard=one.heard, at=one.at, rules=rules)
        assert closeness(one.track) == min(map(closeness, tracks))
        first = queue(tracks, heard=one.heard, at=one.at, rules=rules)[0].track
        assert first_of_queue(tracks, heard=one.heard, at=one.at, rules=rules) == first == one.track


@settings(max_examples=8)  # each is a day of decisions
@given(st.lists(st.integers(1, 4), min_size=10, max_size=16), st.integers(0, 2**40))
def test_weights_are_kept_in_the_long_run(weights: list[int], seed: int) -> None:
    tracks = [song(f"s{n}", weight=weight) for n, weight in enumerate(weights)]
    rounds = 20 * sum(weights)
    pool = Pool(tracks=tracks, rules=replace(FREE, seed=seed))
    counted = Counter(one.track.item for one in islice(played(pool), rounds))
    for track in tracks:
        assert abs(counted[track.item] - 20 * track.weight) <= max(3, 0.2 * 20 * track.weight)


@settings(max_examples=6)  # each is a day of decisions
@given(st.integers(10, 90), st.integers(0, 99))
def test_music_gets_its_share(share: int, seed: int) -> None:
    tracks = [song(f"m{n}", seconds=170 + 9 * n) for n in range(20)]
    tracks += [song(f"t{n}", seconds=120 + 70 * n, is_music=False) for n in range(12)]
    rules = replace(FREE, music_share=share, seed=seed)
    day = list(islice(played(Pool(tracks=tracks, rules=rules)), 240))
    music = sum(one.track.ticks for one in day if one.track.is_music)
    assert abs(100 * music / sum(one.track.ticks for one in day) - share) <= 6


def test_a_rotation_of_one_piece_repeats_it_and_of_none_is_left_to_the_stand_by_loop() -> None:
    assert [one.track.item for one in islice(played(Pool(tracks=[song("only")])), 3)] == ["only"] * 3
    nothing: Pool[Song] = Pool()
    assert choose(nothing, heard=Heard(), at=LATER, until=None) is None
