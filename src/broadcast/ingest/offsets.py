"""What is told to whoever goes on with an upload at the wrong place, or while another does."""

from broadcast.errors import ConflictError, LockedError, marked
from broadcast.media.units import Bytes


def check_offset(here: Bytes, offset: Bytes) -> None:
    """Raise ConflictError where an upload does not end at `offset` (tus: core, `PATCH`, 409)."""
    if here != offset:
        raise ConflictError(
            "wrong_offset",
            marked("This upload has arrived up to byte {here}, not {offset}."),
            marked("Ask where it is, and go on from there."),
            here=here,
            offset=offset,
        )


def locked() -> LockedError:
    """The refusal of a second one who adds at the same time."""
    return LockedError(
        "upload_under_way",
        marked("This upload is being sent from somewhere else at this moment."),
        marked("Wait a moment and go on."),
    )
