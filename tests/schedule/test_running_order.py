from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.units import Seconds
from broadcast.schedule.running_order import Element, ElementKind, Line, from_json, moved, timing, to_json

INTRO = Element(key="a", kind=ElementKind.INTRO, item="jingle")
TALK = Element(key="b", kind=ElementKind.TALK, text="Accueil des invités", seconds=Seconds(300))
TRACK = Element(key="c", kind=ElementKind.TRACK, item="song", begins=Seconds(10), ends=Seconds(70))
ORDER = (INTRO, TALK, TRACK)

ELEMENTS = st.lists(
    st.builds(
        Element,
        key=st.uuids().map(str),
        kind=st.sampled_from(ElementKind),
        item=st.none() | st.just("item"),
        begins=st.none() | st.floats(0, 5_000),
        ends=st.none() | st.floats(0, 5_000),
        text=st.text(max_size=20),
        seconds=st.floats(0, 5_000),
        over=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


def test_the_time_adds_up_and_says_what_is_left() -> None:
    found = timing(ORDER, lengths={"a": Seconds(12), "c": Seconds(200)}, slot=Seconds(600))
    assert found.lines == (
        Line(INTRO, Seconds(0), Seconds(12)),
        Line(TALK, Seconds(12), Seconds(300)),
        Line(TRACK, Seconds(312), Seconds(60)),
    )
    assert (found.total, found.remaining) == (Seconds(372), Seconds(228))


def test_a_show_that_is_too_long_has_less_than_nothing_left() -> None:
    assert timing(ORDER, lengths={"a": Seconds(12)}, slot=Seconds(300)).remaining < 0


def test_a_voice_over_the_next_line_takes_no_time() -> None:
    voice = Element(key="v", kind=ElementKind.JINGLE, item="jingle", over=True)
    song = Element(key="s", kind=ElementKind.TRACK, item="song")
    lengths = {"v": Seconds(8), "s": Seconds(200)}
    found = timing((voice, song), lengths=lengths, slot=Seconds(600), voices={"v"})
    assert found.lines == (
        Line(voice, Seconds(0), Seconds(8), is_over=True),
        Line(song, Seconds(0), Seconds(200)),
    )
    assert (found.total, found.remaining) == (Seconds(200), Seconds(400))
    for lengths in ({"v": Seconds(31), "s": Seconds(200)}, {"v": Seconds(8), "s": Seconds(8)}):
        found = timing((voice, song), lengths=lengths, slot=Seconds(600), voices={"v"})
        assert found.total == sum(lengths.values())
    music = timing((voice, song), lengths={"v": Seconds(8), "s": Seconds(200)}, slot=Seconds(600))
    assert music.total == Seconds(208)


@given(ELEMENTS, st.integers(60, 86_400))
def test_lines_follow_each_other_and_add_up(elements: list[Element], slot: int) -> None:
    lengths = {one.key: Seconds(20 + 30 * (place % 2)) for place, one in enumerate(elements)}
    found = timing(elements, lengths=lengths, slot=Seconds(slot), voices=set(lengths))
    reached = 0.0
    for line in found.lines:
        assert line.starts == reached
        reached += 0 if line.is_over else line.lasts
    assert (found.total, found.remaining) == (reached, slot - reached)


@given(ELEMENTS, st.integers(0, 12), st.integers(-15, 15))
def test_moving_keeps_every_line_and_moves_one(elements: list[Element], place: int, by: int) -> None:
    key = elements[place].key if place < len(elements) else "none"
    found = moved(elements, key=key, by=by)
    assert [one for one in found if one.key != key] == [one for one in elements if one.key != key]
    if place < len(elements):
        assert found[min(len(elements) - 1, max(0, place + by))] == elements[place]


@given(ELEMENTS)
def test_what_is_kept_is_what_was_written(elements: list[Element]) -> None:
    assert from_json(to_json(elements)) == tuple(elements)
