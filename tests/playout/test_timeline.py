import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import LONGEST_QUANTA, QUANTUM, SEGMENT, SHORTEST
from broadcast.media.units import Ticks
from broadcast.playout.timeline import Airing, Reason, Timeline, moment_at, ticks_at
from playout.airings import airing

EPOCH = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


def chain(lengths: list[int]) -> list[Airing]:
    """Rows one after the other, of these numbers of quanta."""
    rows: list[Airing] = []
    for quanta in lengths:
        last = rows[-1] if rows else None
        rows.append(airing(last.end if last else 0, sequence=last.end_sequence if last else 0, quanta=quanta))
    return rows


LENGTHS = st.lists(st.integers(6, 60), min_size=1, max_size=12)


@given(LENGTHS)
def test_segments_follow_each_other_without_a_gap(lengths: list[int]) -> None:
    timeline = Timeline.of(chain(lengths))
    spots = [timeline.spot(number) for number in range(timeline.airings[-1].end_sequence)]
    assert None not in spots
    known = [spot for spot in spots if spot is not None]
    assert known[0].start == 0
    assert all(later.start == sooner.end for sooner, later in itertools.pairwise(known))
    assert known[-1].end == timeline.end
    assert all(SHORTEST <= spot.ticks <= LONGEST_QUANTA * QUANTUM for spot in known)


@given(LENGTHS, st.integers(0, 20_000_000))
def test_the_newest_published_segment_has_ended_and_the_next_has_not(lengths: list[int], now: int) -> None:
    timeline = Timeline.of(chain(lengths))
    newest = timeline.newest_published(now=Ticks(now))
    number = newest.sequence if newest else -1
    assert newest is None or newest.end <= now
    following = timeline.spot(number + 1)
    assert following is None or following.end > now


@given(LENGTHS, st.data())
def test_walking_back_gives_every_segment_once(lengths: list[int], drawn: st.DataObject) -> None:
    timeline = Timeline.of(chain(lengths))
    number = drawn.draw(st.integers(0, timeline.airings[-1].end_sequence - 1))
    last = timeline.spot(number)
    assert last is not None
    assert [spot.sequence for spot in timeline.spots_back_from(last)] == list(range(number, -1, -1))


@given(st.integers(24, 60), st.integers(1, 3), LENGTHS)
def test_a_row_that_takes_over_changes_nothing_before_it(long: int, after: int, lengths: list[int]) -> None:
    """What was written stays: every segment before the boundary is the same, with the same number."""
    first = airing(0, quanta=long)
    count = min(after, first.segment_count - 1)
    other = airing(count * SEGMENT, sequence=count, quanta=lengths[0], item="other")
    before, changed = Timeline.of([first]), Timeline.of([first, other])
    for number in range(count):
        old, new = before.spot(number), changed.spot(number)
        assert old is not None
        assert new is not None
        assert (old.start, old.ticks, old.segment) == (new.start, new.ticks, new.segment)
    taken = changed.spot(count)
    assert taken is not None
    assert taken.airing.item == "other"
    assert changed.end == other.end


def test_a_row_off_air_bridges_time_without_a_segment() -> None:
    first = airing(0, quanta=12)
    bridge = airing(first.end, sequence=1, reason=Reason.OFF_AIR, item=None)
    bridge = Airing(
        **{name: getattr(bridge, name) for name in bridge.__dataclass_fields__} | {"segment_count": 0}
    )
    after = airing(bridge.end, sequence=1, quanta=12, discontinuity_sequence=1)
    timeline = Timeline.of([first, bridge, after])
    assert timeline.newest_published(now=Ticks(bridge.end - 1)) == timeline.spot(0)
    spot = timeline.spot(1)
    assert spot is not None
    assert spot.start == bridge.end
    assert spot.airing.discontinuity_sequence == 1


@given(st.integers(0, 10**13))
def test_media_time_and_wall_time_never_part(ticks: int) -> None:
    moment = moment_at(Ticks(ticks), epoch=EPOCH)
    assert abs(ticks_at(moment, epoch=EPOCH) - ticks) <= 1
    assert moment - EPOCH == timedelta(microseconds=ticks * 1_000_000 // 48_000)
