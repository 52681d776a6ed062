"""Counting listeners: so many a minute, and nobody in particular."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from broadcast.parts import Parts
from broadcast.playout.models import AudienceRow
from broadcast.web.audience import Audience, Counted
from playout.station import ObedientStation

NOON = datetime(2026, 11, 24, 12, 0, 20, tzinfo=UTC)


def test_a_minute_counts_each_listener_once_and_who_is_new() -> None:
    audience = Audience()
    for second, who in ((0, "a"), (4, "a"), (5, "b"), (45, "a"), (50, "c")):
        audience.heard_by(7, who, now=NOON + timedelta(seconds=second))
    noon = NOON.replace(second=0)
    assert audience.take(now=NOON + timedelta(seconds=60)) == [Counted(7, noon, 2, 2)]
    assert audience.take(now=NOON + timedelta(seconds=130)) == [Counted(7, noon + timedelta(minutes=1), 2, 1)]
    audience.heard_by(7, "a", now=NOON + timedelta(seconds=130))
    assert audience.take(now=NOON + timedelta(seconds=200))[0].connections == 0
    audience.heard_by(7, "a", now=NOON + timedelta(seconds=600))
    assert audience.take(now=NOON + timedelta(seconds=700))[0].connections == 1


@pytest.mark.integration
def test_processes_add_up(parts: Parts) -> None:
    station = ObedientStation(parts)
    for _ in range(2):
        process = Audience()
        process.heard_by(station.channel_id, "a", now=NOON)
        process.keep(parts.database, now=NOON + timedelta(seconds=60))
    with parts.database.reading() as session:
        (row,) = session.scalars(select(AudienceRow))
    assert (row.minute, row.listeners, row.connections) == (NOON.replace(second=0), 2, 2)
