"""Room that runs short is told once, until there is enough again."""

import pytest

from broadcast.accounts.roles import STATION
from broadcast.db import reserve
from broadcast.ingest import room, short_of_room
from broadcast.ingest.short_of_room import has_room_to_work, watch_room
from broadcast.notices.repository import open_notices_for
from broadcast.parts import Parts

pytestmark = pytest.mark.integration
_MORE_THAN_ANY_DISK = 1 << 60


@pytest.fixture(autouse=True)
def _a_data_folder(parts: Parts) -> None:
    parts.settings.data.mkdir(parents=True, exist_ok=True)


def _told(parts: Parts) -> list[str]:
    with parts.database.reading() as session:
        return [one.code for one in open_notices_for(session, STATION, now=parts.clock.now())]


def test_with_plenty_of_room_nothing_is_told_and_the_reserve_is_there(parts: Parts) -> None:
    watch_room(parts)
    assert _told(parts) == []
    assert parts.database.reserve is None or parts.database.reserve.is_whole
    assert has_room_to_work(parts.settings)


def test_little_room_is_told_once_and_is_over_when_there_is_more(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as short:
        short.setattr(short_of_room, "KEPT_FREE", _MORE_THAN_ANY_DISK)
        watch_room(parts)
        watch_room(parts)
        assert _told(parts) == ["room_runs_short"]
        assert has_room_to_work(parts.settings)
    watch_room(parts)
    assert _told(parts) == []


def test_without_room_work_waits_and_a_reserve_given_up_stays_so(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        for module in (short_of_room, reserve):
            full.setattr(module, "LEAST_FREE", _MORE_THAN_ANY_DISK)
        watch_room(parts)
        assert _told(parts) == ["room_is_full"]
        assert parts.database.reserve is None or not parts.database.reserve.is_whole
        assert not has_room_to_work(parts.settings)
    watch_room(parts)
    assert _told(parts) == []
    assert parts.database.reserve is None or parts.database.reserve.is_whole


def test_the_bounds_stand_in_their_order() -> None:
    assert reserve.SIZE < reserve.LEAST_FREE < room.KEPT_FREE
