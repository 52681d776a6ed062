from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM, SEGMENT, segment_count, segment_lengths
from broadcast.media.units import Ticks
from broadcast.playout.turn import Part, next_filler, next_part, stretch
from playout.airings import piece

INTRO, TALK, SONG, OUTRO = (Part(name, piece(name)) for name in ("intro", "talk", "song", "outro"))
WORDS = Part("words", None)
ORDER = (INTRO, WORDS, TALK, SONG, OUTRO)


def test_parts_come_in_order_and_words_are_passed_over() -> None:
    aired: list[str | None] = []
    while (part := next_part(ORDER, aired=aired)) is not None:
        aired.append(part.key)
    assert aired == ["intro", "talk", "song", "outro"]


def test_what_is_put_before_the_past_is_not_caught_up_with() -> None:
    late = Part("late", piece("late"))
    assert next_part((late, *ORDER), aired=["intro", "talk"]) == SONG
    assert next_part((INTRO, TALK, late, SONG), aired=["intro", "talk"]) == late


def test_what_was_taken_out_is_looked_over() -> None:
    assert next_part((INTRO, SONG, OUTRO), aired=["intro", "talk"]) == SONG
    assert next_part((), aired=["intro"]) is None


NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@given(NAMES, st.lists(NAMES, max_size=6), st.data())
def test_whatever_is_edited_meanwhile_nothing_airs_twice_and_it_ends(
    first: list[str], edits: list[list[str]], drawn: st.DataObject
) -> None:
    aired: list[str | None] = []
    for order in [first, *edits]:
        parts = [Part(name, piece(name) if drawn.draw(st.booleans()) else None) for name in order]
        for _ in range(drawn.draw(st.integers(0, 3))):
            part = next_part(parts, aired=aired)
            if part is not None:
                assert part.piece is not None
                aired.append(part.key)
    assert len(set(aired)) == len(aired)


@given(NAMES, st.integers(0, 8))
def test_resuming_gives_what_going_on_would_have(names: list[str], at: int) -> None:
    """Decided anew after any number of rows, the rest is the same."""
    parts = [Part(name, piece(name)) for name in names]
    before: list[str | None] = list(names[:at])
    rest: list[str | None] = []
    while (part := next_part(parts, aired=[*before, *rest])) is not None:
        rest.append(part.key)
    assert rest == names[at:]


def test_filler_comes_once_each_and_whole_where_it_follows_something() -> None:
    short, long = Part("short", piece("short", seconds=20)), Part("long", piece("long", seconds=600))
    assert next_filler((long, short), aired=[], room=None) == long
    assert next_filler((long, short), aired=["long"], room=None) == short
    assert next_filler((long, short), aired=["long", "short"], room=None) is None
    assert next_filler((long, short), aired=[], room=Ticks(60 * 48_000)) == short
    assert next_filler((long,), aired=[], room=Ticks(60 * 48_000)) is None


@given(st.integers(6, 400), st.integers(0, 90_000_000), st.one_of(st.none(), st.integers(0, 90_000_000)))
def test_a_stretch_is_whole_segments_within_and_the_most_of_them(
    quanta: int, begins: int, ends: int | None
) -> None:
    whole = piece("p", seconds=quanta * QUANTUM / 48_000)
    lengths = segment_lengths(whole.ticks)
    until = whole.ticks if ends is None else min(Ticks(ends), whole.ticks)
    starts = [number * SEGMENT for number in range(len(lengths))]
    within = [
        number
        for number, (start, lasts) in enumerate(zip(starts, lengths, strict=True))
        if start >= begins and start + lasts <= until
    ]
    found = stretch(whole, begins=Ticks(begins), ends=None if ends is None else Ticks(ends))
    if not within:
        assert found is None
        return
    assert found is not None
    assert (found.first_segment, found.ticks) == (within[0], sum(lengths[number] for number in within))
    assert segment_count(found.ticks) == len(within)
