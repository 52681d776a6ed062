"""What must be there before a station can be on air."""

from broadcast.db.migrate import upgrade
from broadcast.parts import Parts
from broadcast.transcode.stand_by import prepare_stand_by


def prepare_station(parts: Parts) -> None:
    """Bring the database to the present schema and make the stand-by loop; doing it again is harmless."""
    upgrade(parts.database)
    prepare_stand_by(parts)
