"""The journal is what a listener heard: an hour walked as a client, sample by sample."""

from datetime import UTC, datetime, timedelta
from itertools import groupby

import pytest

from broadcast.parts import Parts
from playout.station import ObedientStation

pytestmark = pytest.mark.integration
HOUR = timedelta(hours=1)


@pytest.fixture
def station(parts: Parts) -> ObedientStation:
    return ObedientStation(parts)


Span = tuple[str, datetime, datetime]


class Client:
    """Listens at the edge: polls, and fetches each new segment once."""

    def __init__(self, station: ObedientStation) -> None:
        self.station = station
        self.known: dict[int, tuple[datetime, float, str]] = {}

    def listen(self, seconds: int) -> None:
        """For so long, polling every four seconds."""
        for _ in range(seconds // 4):
            self.poll()
            self.station.clock.pass_by(4)
        self.poll()

    def poll(self) -> None:
        for number, lasts, moment in self.station.spots(self.station.ask("/live/r/a128.m3u8").text):
            if number not in self.known and moment is not None:
                (title,) = self.station.heard(number)
                self.known[number] = (moment, lasts, title)

    def spans(self) -> list[Span]:
        """What was heard, piece by piece."""
        found: list[Span] = []
        for title, group in groupby((self.known[n] for n in sorted(self.known)), key=lambda one: one[2]):
            pieces = list(group)
            found.append((title, pieces[0][0], pieces[-1][0] + timedelta(seconds=pieces[-1][1])))
        return found


def test_an_hours_journal_is_what_a_client_decoded(station: ObedientStation) -> None:
    """With an edit inside a long piece, a show that is cut, and a withdrawal on the air."""
    began = station.clock.now()  # 10:00 UTC, 11:00 in Brest
    station.rotate(station.piece("un", seconds=431), station.piece("deux", seconds=207.3))
    long_show = station.piece("magazine", seconds=900)
    news = station.piece("flash", seconds=61)
    station.place("2026-11-24T11:20:00", item=long_show, duration=600, overrun="cut")
    client = Client(station)
    client.listen(700)
    station.place("2026-11-24T11:12:30", item=news, duration=90)
    client.listen(1900)
    while client.spans()[-1][0] != "un":
        client.listen(60)
    client.listen(40)
    station.withdraw("un")
    client.listen(700)
    spans = client.spans()
    told = station.ask(f"/api/v1/channels/r/log?from={began:%Y-%m-%dT%H:%M:%S}Z").json()
    lines = []
    for title, same in groupby(told, key=lambda line: str(line["title"])):  # twice on end is heard as one
        rows = list(same)
        lines.append((title, moment(rows[0]["starts_at"]), moment(rows[-1]["ends_at"])))
    assert {"un", "deux", "magazine", "flash", ""} <= {title for title, _, _ in lines}, told
    inside = [one for one in spans if one[1] > began][:-1]  # the last one was not heard to its end
    close = [line for line in lines if line[1] > began][: len(inside)]
    assert [title for title, _, _ in inside] == [title for title, _, _ in close]
    for (_, start, end), (_, starts_at, ends_at) in zip(inside, close, strict=True):
        assert abs(start - starts_at) < timedelta(milliseconds=2)
        assert abs(end - ends_at) < timedelta(milliseconds=2)
    cut = next(line for line in told if line["title"] == "magazine")
    assert timedelta(seconds=595) < moment(cut["ends_at"]) - moment(cut["starts_at"]) < timedelta(seconds=605)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
