"""Seams as arithmetic: what is mixed, and the rows it makes."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM, SEGMENT, segment_count, segment_lengths
from broadcast.media.units import Ticks
from broadcast.playout.seam import as_told, begins_at, laid, seam_of
from broadcast.playout.timeline import Airing, Reason, Timeline

LENGTHS = st.integers(100, 1_500).map(lambda quanta: Ticks(quanta * QUANTUM))
OVERLAPS = st.integers(1, 10).map(lambda quanta: Ticks(quanta * QUANTUM))


def row(item: str, length: Ticks, *, at: Ticks, sequence: int, reason: Reason = Reason.ROTATION) -> Airing:
    return Airing(
        first_sequence=sequence, segment_count=segment_count(length), media_start=at, ticks=length,
        discontinuity_sequence=0, package=f"packages/{item}", card=None, formats="a128=x", item=item,
        first_segment=0, reason=reason, occurrence=None, title=item, show="",
    )  # fmt: skip


@given(LENGTHS, LENGTHS, LENGTHS, OVERLAPS)
def test_three_pieces_run_into_each_other(one: Ticks, two: Ticks, three: Ticks, overlap: Ticks) -> None:
    """No gap and no number twice; every segment is heard once, alone or in a seam; it is shorter by both."""
    first = row("one", one, at=Ticks(0), sequence=7)
    rows, lengths = [first], {"one": one, "two": two}
    for item, length in (("two", two), ("three", three)):
        before = rows[-1]
        after = row(item, length, at=before.end, sequence=before.end_sequence)
        seam = seam_of(before, after, length=lengths[before.item or ""], overlap=overlap)
        assert seam is not None
        assert seam.ticks >= SEGMENT
        assert seam.lead >= overlap
        assert seam.lead == sum(segment_lengths(lengths[before.item or ""])[seam.first :])
        join, rest = laid(before, after, seam)
        assert begins_at(before, seam) == join.media_start
        assert join.end + rest.ticks == before.end + length - overlap
        rows += [join, rest]
    timeline = Timeline.of(rows)
    assert [one.item for one in timeline.airings] == ["one", "two", "two", "three", "three"]
    assert timeline.end == one + two + three - 2 * overlap
    for sooner, later in pairwise(timeline.airings):
        assert sooner.end == later.media_start
        assert sooner.end_sequence == later.first_sequence
    told = as_told(list(timeline.airings))
    assert [one.item for one in told] == ["one", "two", "three"]
    assert told == as_told(rows)  # as they were appended, each whole
    assert [one.media_start for one in told] == [0, one - overlap, one + two - 2 * overlap]
    assert all(sooner.end == later.media_start for sooner, later in pairwise(told))


@given(LENGTHS, LENGTHS, OVERLAPS)
def test_its_name_follows_from_what_it_is_made_of(one: Ticks, two: Ticks, overlap: Ticks) -> None:
    before, after = row("one", one, at=Ticks(0), sequence=0), row("two", two, at=one, sequence=99)
    seam = seam_of(before, after, length=one, overlap=overlap)
    again = seam_of(before, after, length=one, overlap=overlap)
    other = seam_of(before, after, length=one, overlap=Ticks(overlap + QUANTUM))
    assert seam is not None
    assert again is not None
    assert other is not None
    assert seam.package == again.package != other.package


def test_a_television_mixes_sounds_and_no_films() -> None:
    length, formats = Ticks(200 * QUANTUM), "a128=x v720=y"
    film = replace(row("one", length, at=Ticks(0), sequence=0), formats=formats)
    before = replace(film, card="cards/1")
    after = replace(row("two", length, at=length, sequence=17), formats=formats, card="cards/2")
    seam = seam_of(before, after, length=length, overlap=QUANTUM)
    assert seam is not None
    assert seam.cards == ("cards/1", "cards/2")
    assert seam.package != replace(seam, cards=None).package
    join, rest = laid(before, after, seam)
    assert (join.card, rest.card) == (None, "cards/2")
    assert seam_of(film, after, length=length, overlap=QUANTUM) is None
    assert seam_of(before, replace(after, card=None), length=length, overlap=QUANTUM) is None


def test_only_music_of_the_rotation_heard_to_its_end_runs_into_another() -> None:
    length = Ticks(200 * QUANTUM)
    before, after = row("one", length, at=Ticks(0), sequence=0), row("two", length, at=length, sequence=17)
    jingle = row("two", length, at=length, sequence=17, reason=Reason.JINGLE)
    short = row("two", Ticks(24 * QUANTUM), at=length, sequence=17)
    for some, other in (
        (before.cut_to(9), after), (before, jingle), (before, short), (before, before), (jingle, after),
    ):  # fmt: skip
        assert seam_of(some, other, length=length, overlap=QUANTUM) is None
    assert seam_of(before, after, length=length, overlap=QUANTUM) is not None
