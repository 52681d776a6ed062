"""Hosts are told of a slot with nothing ready: a day before, two hours before, and not once it is mended."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.db import Database
from broadcast.library.models import Show
from broadcast.notices.models import Notice
from broadcast.parts import Parts
from broadcast.playout.missing import notice_missing
from broadcast.schedule.models import Channel
from broadcast.schedule.slots import NewSlot, create_slot
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from conftest import NotedDispatcher, SetClock
from playout.test_ledger import NOW, Ground

pytestmark = pytest.mark.integration


def test_a_host_is_told_a_day_and_two_hours_before(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    ground = Ground(database, open_storage(f"file://{tmp_path / 'storage'}"))
    clock = SetClock(NOW)
    settings = load_settings(data=tmp_path / "data", database_url=database_url, transcribe="off")
    parts = Parts(settings, database, ground.storage, clock, NotedDispatcher())
    with database.writing() as session:
        channel = session.get_one(Channel, ground.channel_id)
        told = NewSlot(starts=datetime(2026, 11, 25, 18, 0), duration=600, show=session.get_one(Show, 1))
        create_slot(session, channel, told, now=NOW)

    def open_now() -> list[str]:
        notice_missing(parts)
        query = select(Notice.code).where(Notice.ended_at.is_(None)).order_by(Notice.id)
        with database.reading() as session:
            return list(session.scalars(query))

    assert open_now() == []
    clock.moment = datetime.fromisoformat("2026-11-24T17:30+00:00")
    assert open_now() == ["slot_empty_day"]
    assert open_now() == ["slot_empty_day"]
    clock.moment += timedelta(hours=22)
    assert open_now() == ["slot_empty_day", "slot_empty_soon"]
    ground.piece("at-last", seconds=60, is_episode=True)
    assert open_now() == []
