"""What must be there before a station can be on air."""

from broadcast.db.migrate import upgrade
from broadcast.library.finding.index import is_empty, keep_all
from broadcast.parts import Parts
from broadcast.transcode.stand_by import prepare_stand_by


def prepare_station(parts: Parts) -> None:
    """Bring the database to the present schema and what hangs on it; doing it again is harmless."""
    if parts.database.reserve is not None:
        parts.database.reserve.make_way()
    upgrade(parts.database)
    with parts.database.reading() as session:
        is_to_keep = is_empty(session)
    if is_to_keep:
        with parts.database.writing() as session:
            keep_all(session)
    prepare_stand_by(parts)
