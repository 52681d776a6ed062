"""What is decided ahead once, for the many who ask what comes next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broadcast.db import Database
from broadcast.playout.coming import Coming
from broadcast.playout.pieces import Packages
from broadcast.playout.timeline import Airing
from broadcast.schedule.models import Channel
from broadcast.schedule.slots import touch
from broadcast.storage import open_storage
from playout.test_forecast import Station
from playout.test_ledger import NOW

pytestmark = pytest.mark.integration


class Asked(Station):
    """Somebody who asks such a station again and again."""

    coming: Coming

    def following(self, *, most: int = 8, at: datetime = NOW) -> Sequence[Airing]:
        """What comes after the ledger, as it is told."""
        with self.database.reading() as session:
            channel = session.get_one(Channel, self.channel_id)
            return self.coming.after(session, channel, self.rows()[-1], at=at, most=most)


@pytest.fixture
def station(database: Database, tmp_path: Path) -> Asked:
    made = Asked(database, open_storage(f"file://{tmp_path / 'storage'}"))
    made.coming = Coming(Packages(made.storage))
    made.furnish()
    made.extend(NOW)
    return made


def test_it_is_the_forecast_and_decided_once(station: Asked) -> None:
    first = station.following()
    assert len(first) >= 8
    assert list(first) == station.foretold(until=NOW + timedelta(hours=6))[: len(first)]
    again = station.following(at=NOW + timedelta(seconds=29))
    assert all(one is other for one, other in zip(again, first, strict=True))


def test_it_stands_while_the_ledger_goes_on_as_foretold(station: Asked) -> None:
    first = station.following()
    written = len(station.rows())
    with_more = NOW
    while len(station.rows()) == written:
        with_more += timedelta(seconds=20)
        station.extend(with_more)
    appended = len(station.rows()) - written
    rest = station.following()
    assert all(one is other for one, other in zip(rest, first[appended:], strict=True))


def test_an_edit_half_a_minute_and_a_further_look_have_it_decided_anew(station: Asked) -> None:
    first = station.following()
    later = station.following(at=NOW + timedelta(seconds=30))
    assert later == first
    assert later[0] is not first[0]
    with station.database.writing() as session:
        touch(session.get_one(Channel, station.channel_id))
    edited = station.following(at=NOW + timedelta(seconds=31))
    assert edited[0].revision == first[0].revision + 1
    further = station.following(most=40, at=NOW + timedelta(seconds=32))
    assert len(further) >= 40
    assert further[: len(edited)] == edited


def test_the_end_of_the_next_hours_is_an_end_and_not_asked_for_again(station: Asked) -> None:
    whole = station.following(most=5_000)
    again = station.following(most=5_000, at=NOW + timedelta(seconds=5))
    assert again[-1] is whole[-1]
