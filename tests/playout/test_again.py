"""Hearing the air again: from any moment of 31 days, the same bytes, as far as rights let them be heard."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.errors import GoneError, InvalidError
from broadcast.library.models import Rights
from broadcast.media.package import Rendition
from broadcast.media.units import Ticks
from broadcast.parts import Parts
from broadcast.playout.again import SPAN, Wanted, moment_asked, playlist_again
from broadcast.playout.playlist import WINDOW
from broadcast.playout.timeline import Airing, Timeline
from playout.airings import airing
from playout.station import ObedientStation

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
EPOCH = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
LAYOUT = "%Y-%m-%dT%H:%M:%SZ"


def text_at(timeline: Timeline, *, start: int, edge: int) -> str:
    """The playlist from a tick, once segment number `edge` is the newest."""
    wanted = Wanted(Ticks(start))
    newest = timeline.spot(edge)
    assert newest is not None
    numbers = range(edge + 1)
    spots = [
        spot for n in numbers if (spot := timeline.spot(n)) and start < spot.end and spot.start < wanted.end
    ]
    return playlist_again(
        spots,
        wanted=wanted,
        edge=newest.end,
        rendition=Rendition.A128,
        epoch=EPOCH,
        inits=["aaaa"] * len(spots),
    )


@given(st.lists(st.integers(6, 9_000), min_size=1, max_size=12), st.data())
def test_a_playlist_only_grows_until_it_ends_for_good(lengths: list[int], drawn: st.DataObject) -> None:
    rows: list[Airing] = []
    for quanta in lengths:
        last = rows[-1] if rows else None
        rows.append(airing(last.end if last else 0, sequence=last.end_sequence if last else 0, quanta=quanta))
    timeline = Timeline.of(rows)
    start = drawn.draw(st.integers(0, timeline.end - 1))
    numbers = st.integers(0, rows[-1].end_sequence - 1)
    first = next(n for n in range(rows[-1].end_sequence) if (timeline.spot(n) or rows[0]).end > start)
    edges = sorted(drawn.draw(st.lists(numbers.filter(lambda n: n >= first), min_size=2, max_size=2)))
    before, after = (text_at(timeline, start=start, edge=edge) for edge in edges)
    before = before.replace("#EXT-X-PLAYLIST-TYPE:VOD\n", "")
    assert after.replace("#EXT-X-PLAYLIST-TYPE:VOD\n", "").startswith(before.removesuffix("#EXT-X-ENDLIST\n"))
    if before.endswith("#EXT-X-ENDLIST\n"):
        assert after.replace("#EXT-X-PLAYLIST-TYPE:VOD\n", "") == before
    newest = timeline.spot(edges[1])
    assert newest is not None
    assert after.endswith("#EXT-X-ENDLIST\n") == (newest.end >= start + SPAN)
    assert ("#EXT-X-PLAYLIST-TYPE:VOD" in after) == (newest.end >= start + SPAN + WINDOW)


def test_times_stand_where_a_piece_begins() -> None:
    first = airing(0, sequence=7, quanta=24)
    timeline = Timeline.of([first, airing(first.end, sequence=9, quanta=12, discontinuity_sequence=1)])
    spots = [spot for n in (8, 9) if (spot := timeline.spot(n))]
    text = playlist_again(
        spots, wanted=Wanted(spots[0].start), edge=spots[1].end, rendition=Rendition.A48, epoch=EPOCH,
        inits=["aaaa", "aaaa"],
    )  # fmt: skip
    assert text == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-TARGETDURATION:6\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        "#EXT-X-START:TIME-OFFSET=0\n"
        "#EXT-X-MEDIA-SEQUENCE:8\n"
        "#EXT-X-DISCONTINUITY-SEQUENCE:0\n"
        '#EXT-X-MAP:URI="a48/init-aaaa.mp4"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T12:00:03.840Z\n"
        "#EXTINF:3.84000,\n"
        "a48/8.m4s\n"
        "#EXT-X-DISCONTINUITY\n"
        '#EXT-X-MAP:URI="a48/init-aaaa.mp4"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T12:00:07.680Z\n"
        "#EXTINF:3.84000,\n"
        "a48/9.m4s\n"
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-24T09:30:00Z", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        ("2026-11-24T10:30:00+01:00", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        ("2026-11-24T10:30:00 01:00", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        ("2026-11-24T09:30", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_understood(text: str, meant: datetime) -> None:
    assert moment_asked(text, now=NOW, zone=UTC) == meant


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("hier", InvalidError),
        ("", InvalidError),
        ("2026-11-24T10:00:30Z", InvalidError),
        ("9999-12-31T23:59:59-10:00", InvalidError),
        ("0001-01-01T00:00:00+10:00", InvalidError),
        ("2026-10-24T09:59:59Z", GoneError),
    ],
)
def test_no_other_moment_is(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        moment_asked(text, now=NOW, zone=UTC)


@pytest.fixture
def station(parts: Parts) -> ObedientStation:
    return ObedientStation(parts)


def play(station: ObedientStation, seconds: int) -> None:
    """Be on the air for so long: asked often enough that nothing is bridged."""
    for _ in range(seconds // 60):
        station.clock.pass_by(60)
        assert station.ask("/live/r/a128.m3u8").status_code == 200


def sleep(station: ObedientStation, days: float) -> None:
    """Be off the air for so long, and back on it."""
    station.clock.pass_by(days * 86_400)
    station.ask("/live/r/a128.m3u8")
    play(station, 120)


def again(station: ObedientStation, moment: datetime) -> str:
    answer = station.ask(f"/live/r/a128.m3u8?from={moment.strftime(LAYOUT)}")
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.integration
def test_a_show_is_heard_from_its_start_and_from_weeks_ago(station: ObedientStation) -> None:
    station.rotate(station.piece("un", seconds=431), station.piece("deux", seconds=207.3))
    play(station, 1200)
    then = station.clock.now() - timedelta(seconds=900)
    sooner = station.spots(again(station, then))
    first_moment = sooner[0][2]
    assert first_moment is not None
    assert timedelta(0) <= then - first_moment < timedelta(seconds=5.44)
    assert 220 < len(sooner) < 260
    live = station.spots(station.ask("/live/r/a128.m3u8").text)
    assert sooner[-1][:2] == live[-1][:2]
    bytes_then = station.ask(f"/live/r/a128/{sooner[0][0]}.m4s").content
    top = station.ask(f"/live/r/index.m3u8?from={then.strftime(LAYOUT)}").text
    assert top.count(f".m3u8?from={then:%Y-%m-%dT%H:%M:%S}.000Z\n") == 2
    sleep(station, 20)
    later = again(station, then)
    assert later.endswith("#EXT-X-ENDLIST\n")
    assert [one[:2] for one in station.spots(later)][: len(sooner)] == [one[:2] for one in sooner]
    assert station.ask(f"/live/r/a128/{sooner[0][0]}.m4s").content == bytes_then
    init = next(line for line in later.splitlines() if "MAP" in line).split('"')[1]
    assert station.ask(f"/live/r/{init}").status_code == 200
    sleep(station, 11.1)
    assert station.ask(f"/live/r/a128.m3u8?from={then.strftime(LAYOUT)}").status_code == 410
    assert station.ask(f"/live/r/a128/{sooner[0][0]}.m4s").status_code == 410


@pytest.mark.integration
def test_a_stop_is_left_out_with_a_discontinuity(station: ObedientStation) -> None:
    station.rotate(station.piece("un", seconds=100))
    play(station, 300)
    sleep(station, 1 / 24)
    text = again(station, station.clock.now() - timedelta(seconds=3900))
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1
    numbers = [number for number, _, _ in station.spots(text)]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    assert all(station.heard(number) == {"un"} for number in (numbers[0], numbers[-1]))


@pytest.mark.integration
def test_music_is_heard_again_for_a_day_and_what_is_withdrawn_not_at_all(station: ObedientStation) -> None:
    station.rotate(
        station.piece("chanson", seconds=100, rights=Rights.MUSIC), station.piece("parole", seconds=100)
    )
    play(station, 600)
    then = station.clock.now() - timedelta(seconds=590)
    numbers = [number for number, _, _ in station.spots(again(station, then))][:60]
    assert {"chanson", "parole"} == set().union(*(station.heard(number) for number in numbers))
    sizes = {number: len(station.ask(f"/live/r/a128/{number}.m4s").content) for number in numbers}
    sleep(station, 1 / 24)
    station.withdraw("parole")
    station.clock.pass_by(4)  # the view is read again
    assert {"chanson", ""} == set().union(*(station.heard(number) for number in numbers))
    sleep(station, 1)
    assert {""} == set().union(*(station.heard(number) for number in numbers))
    assert {number: len(station.ask(f"/live/r/a128/{number}.m4s").content) for number in numbers} == sizes


@pytest.mark.integration
def test_what_was_never_on_the_air_is_unknown(station: ObedientStation) -> None:
    play(station, 120)
    before = station.clock.now() - timedelta(days=2)
    assert station.ask(f"/live/r/a128.m3u8?from={before.strftime(LAYOUT)}").status_code == 404
    assert station.ask("/live/r/a128/99999.m4s").status_code == 404
    assert station.ask("/live/r/a128/init-0123456789abcdef.mp4").status_code == 404
    assert station.ask("/live/r/a128.m3u8?from=demain").json()["code"] == "bad_date"
