from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.proof.playlists import Entry, entries_of
from broadcast.proof.verdict import Fault, Quiet, Silence, is_late, is_told, silence_of, turns_between

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SILENT = Quiet(4.0, 4.0, 4.0, 4.0)
LOUD = Quiet(0.0, 0.0, 0.0, 4.0)


def test_a_playlist_is_read_as_a_player_reads_it() -> None:
    told = (
        "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:41\n"
        '#EXT-X-MAP:URI="a48/init-ab.mp4"\n#EXT-X-PROGRAM-DATE-TIME:2026-11-24T10:00:00.000Z\n'
        '#EXTINF:3.84000,\na48/41.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="a48/init-cd.mp4"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-24T10:00:03.840Z\n#EXTINF:1.92000,\na48/42.m4s\n"
    )
    assert entries_of(told) == [
        Entry(41, "a48/41.m4s", "a48/init-ab.mp4", AT, 3.84),
        Entry(42, "a48/42.m4s", "a48/init-cd.mp4", AT + timedelta(seconds=3.84), 1.92),
    ]


@pytest.mark.parametrize("told", ["", "#EXTM3U\n", "<html>", "#EXTM3U\nx.m4s\n", "#EXT-X-MEDIA-SEQUENCE:x"])
def test_what_is_no_live_playlist_is_said_to_be_none(told: str) -> None:
    with pytest.raises(ValueError, match=r"segment|invalid"):
        entries_of(told)


@pytest.mark.parametrize(
    ("quiets", "before", "expected"),
    [
        ([], 4.0, Silence(4.0, 4.0)),
        ([LOUD, LOUD], 4.0, Silence(4.0, 0.0)),
        ([SILENT, SILENT, SILENT], 0.0, Silence(12.0, 12.0)),
        ([SILENT, LOUD], 8.0, Silence(12.0, 0.0)),
        ([Quiet(0, 2, 2, 4), SILENT, Quiet(3, 0, 3, 4)], 0.0, Silence(9, 0)),
        ([Quiet(0.2, 0.3, 2.5, 3.8)], 0.0, Silence(2.5, 0.3)),
    ],
)  # fmt: skip
def test_silence_goes_on_across_segments(quiets: list[Quiet], before: float, expected: Silence) -> None:
    assert silence_of(quiets, before=before) == expected


@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=12), max_size=8))
def test_it_is_the_same_as_counting_tenths(segments: list[list[bool]]) -> None:
    def quiet(blocks: list[bool]) -> Quiet:
        runs = "".join("q" if block else " " for block in blocks).split(" ")
        return Quiet(len(runs[0]), len(runs[-1]), max(map(len, runs)), len(blocks))

    whole = "".join("q" if block else " " for segment in segments for block in segment).split(" ")
    expected = Silence(max(map(len, whole)), len(whole[-1]))
    assert silence_of(map(quiet, segments), before=0.0) == expected


def test_a_playlist_is_late_a_while_after_its_end() -> None:
    entries = [Entry(1, "", "", AT, 3.84)]
    assert not is_late(entries, now=AT + timedelta(seconds=18.8))
    assert is_late(entries, now=AT + timedelta(seconds=18.9))


def test_silence_is_told_at_once_and_the_rest_when_found_twice() -> None:
    assert is_told(Fault.SILENT, before=None)
    assert not is_told(Fault.WRONG, before=None)
    assert not is_told(Fault.WRONG, before=Fault.STALE)
    assert is_told(Fault.WRONG, before=Fault.WRONG)
    assert not is_told(None, before=Fault.WRONG)


@pytest.mark.parametrize(("channels", "turns"), [(0, 1), (1, 1), (80, 1), (81, 2), (500, 7), (5_000, 63)])
def test_of_many_channels_the_sound_is_heard_in_turn(channels: int, turns: int) -> None:
    assert turns_between(channels, most=640) == turns
