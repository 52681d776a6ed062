"""Room that runs short: those who run the station are told, the reserve is put aside again, work waits."""

import shutil

from broadcast.db.reserve import LEAST_FREE
from broadcast.errors import marked
from broadcast.ingest.room import KEPT_FREE
from broadcast.media.units import Bytes
from broadcast.notices.kinds import About, NoticeKind, Severity
from broadcast.notices.raising import end_notice, open_id, raise_notice
from broadcast.parts import Parts
from broadcast.settings import Settings

_CALM = Bytes(64 << 20)
"""So much more than a bound has to be free for what was told under it to be over."""

RUNS_SHORT = NoticeKind(
    "room_runs_short",
    marked("The station has little room left: it takes no new deposits."),
    marked("Make room on its disk, or have whoever runs the station do it. The air goes on."),
    Severity.WARNING,
)
IS_FULL = NoticeKind(
    "room_is_full",
    marked("The station has no room left: it lives on its last reserve, and prepares nothing."),
    marked("Make room on its disk soon: once the reserve is used up, the air ends. Nothing was lost."),
    Severity.ALARM,
)


def has_room_to_work(settings: Settings) -> bool:
    """Whether a deposit may be prepared: with less, it would fill the disk and fail."""
    return _free(settings) >= LEAST_FREE


def watch_room(parts: Parts) -> None:
    """Put the reserve aside where it is not, and tell of what is short until it is no more."""
    reserve = parts.database.reserve
    is_safe = reserve is None or reserve.put_aside()
    free = _free(parts.settings)
    _tell(parts, RUNS_SHORT, begins=free < KEPT_FREE, ends=free >= KEPT_FREE + _CALM)
    _tell(parts, IS_FULL, begins=free < LEAST_FREE or not is_safe, ends=free >= LEAST_FREE + _CALM)


def _tell(parts: Parts, kind: NoticeKind, *, begins: bool, ends: bool) -> None:
    now = parts.clock.now()
    with parts.database.reading() as session:
        is_told = open_id(session, kind.code, about=About(), now=now) is not None
    if begins and not is_told:
        with parts.database.writing() as session:
            raise_notice(session, kind, about=About(), now=now)
    elif ends and is_told:
        with parts.database.writing() as session:
            end_notice(session, kind, about=About(), now=now)


def _free(settings: Settings) -> Bytes:
    return Bytes(shutil.disk_usage(settings.data).free)
