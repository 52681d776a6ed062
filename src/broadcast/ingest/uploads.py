"""Uploads that come in pieces: announced, added to, finished, ended. One becomes one item, with its id.

Whatever is cut off at any byte goes on from there: the bytes say how far it is, and an upload whose
bytes are all here becomes its item whenever anybody asks for it next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.errors import ConflictError, GoneError, TooManyError, UnknownError, marked
from broadcast.ingest.deposit import Told, check_told, receive
from broadcast.ingest.models import Upload
from broadcast.ingest.parcels import Parcel, parcels_of
from broadcast.ingest.quarantine import Arrived, digest_of, empty_file
from broadcast.ingest.room import check_room
from broadcast.library.models import Item
from broadcast.media.units import Bytes
from broadcast.parts import Parts

KEPT = timedelta(days=7)
"""How long an upload waits for its next piece: a workshop meets once a week."""
REMEMBERED = timedelta(days=30)
"""How long the end of an upload can be asked for."""
MOST_OPEN = 100


def announce(parts: Parts, told: Told, *, size: Bytes, actor: Actor) -> Upload:
    """Begin an upload of `size` bytes. Raises before a byte is taken where it may not or cannot come."""
    now = parts.clock.now()
    if not size:
        raise empty_file()
    with parts.database.writing() as session:
        check_told(session, told, actor=actor)
        open_ones = _open_of(session, actor)
        if len(open_ones) >= MOST_OPEN:
            raise TooManyError(
                "too_many_uploads",
                marked("Too many uploads have been started and not finished."),
                marked("Finish or cancel some first."),
                extra={"retry_after": 60},
            )
        to_come = _to_come(parts, session)
        check_room(
            parts.settings.quarantine,
            expected=size,
            most=Bytes(parts.settings.upload_max_bytes),
        )
        check_room(parts.settings.quarantine, expected=Bytes(size + to_come), most=Bytes(1 << 62))
        upload = Upload(
            person_id=actor.person_id,
            guest=actor.guest,
            size=size,
            told=asdict(told),
            created_at=now,
            expires_at=now + KEPT,
        )
        session.add(upload)
    return upload


def _open_of(session: Session, actor: Actor) -> list[str]:
    query = select(Upload.id).where(
        Upload.person_id == actor.person_id,
        Upload.guest == actor.guest,
        Upload.item_id.is_(None),
        Upload.ended_at.is_(None),
    )
    return list(session.scalars(query))


def _to_come(parts: Parts, session: Session) -> int:
    """The bytes that other open uploads have announced and not sent; they have been promised room."""
    rows = session.execute(
        select(func.count(), func.sum(Upload.size)).where(
            Upload.item_id.is_(None), Upload.ended_at.is_(None), Upload.expires_at > parts.clock.now()
        )
    ).one()
    count, announced = rows
    if not count:
        return 0
    here = sum(path.stat().st_size for path in parts.settings.quarantine.glob("*.upload"))
    return max(0, int(announced or 0) - here)


def find(session: Session, upload_id: str, *, actor: Actor) -> Upload:
    """An upload of this actor. Raises UnknownError, and GoneError where it was ended or has expired."""
    upload = session.get(Upload, upload_id)
    if upload is None or (upload.person_id, upload.guest) != (actor.person_id, actor.guest):
        raise UnknownError("unknown_upload", marked("There is no such upload."), marked("Start again."))
    if upload.ended_at is not None:
        raise _ended()
    return upload


def _ended() -> GoneError:
    return GoneError(
        "upload_ended",
        marked("This upload was cancelled, or was left waiting for too long."),
        marked("Start again."),
    )


@contextmanager
def adding(parts: Parts, upload_id: str, *, offset: Bytes) -> Iterator[Parcel]:
    """Open an upload for more bytes; raises what Parcels does, and where it has ended meanwhile.

    Whoever looked it up before it ended comes too late: what was written for nobody is given back here,
    for its end gave back only what was there before.
    """
    parcels = parcels_of(parts)
    try:
        with parcels.adding(upload_id, offset=offset) as parcel:
            _check_open(parts, upload_id)
            yield parcel
    except ConflictError:
        _check_open(parts, upload_id)
        raise
    finally:
        if not _is_open(parts, upload_id):
            parcels.forget(upload_id)


def _check_open(parts: Parts, upload_id: str) -> None:
    with parts.database.reading() as session:
        upload = session.get(Upload, upload_id)
        if upload is None or upload.ended_at is not None:
            raise _ended()
        if upload.item_id is not None:
            raise _made_meanwhile()


def _is_open(parts: Parts, upload_id: str) -> bool:
    try:
        _check_open(parts, upload_id)
    except (ConflictError, GoneError):
        return False
    return True


def postpone(parts: Parts, upload_id: str) -> datetime:
    """A piece has come: the upload waits anew for the next one. Gives until when; raises GoneError."""
    with parts.database.writing() as session:
        upload = session.get_one(Upload, upload_id)
        if upload.ended_at is not None:
            raise _ended()
        upload.expires_at = parts.clock.now() + KEPT
        return upload.expires_at


def finish(parts: Parts, upload: Upload, *, actor: Actor) -> str:
    """Make the item of an upload whose bytes are all here, if it is not made yet; gives its id."""
    if upload.item_id is not None:
        return upload.item_id
    parcels = parcels_of(parts)
    try:
        _become_item(parts, upload, parcels.whole(upload.id), actor=actor)
    except (ConflictError, FileNotFoundError, UnknownError):
        if not _is_made(parts, upload.id):
            raise
    parcels.forget(upload.id)
    return upload.id


def _become_item(parts: Parts, upload: Upload, path: Path, *, actor: Actor) -> None:
    """Write the item, its job and the upload's row at once; who comes second raises ConflictError."""

    def keep(session: Session, item: Item) -> None:
        row = session.get_one(Upload, upload.id, with_for_update=True)
        if row.item_id is not None:
            raise _made_meanwhile()
        if row.ended_at is not None:
            raise _ended()
        row.item_id = item.id

    try:
        if path.stat().st_size != upload.size:
            raise FileNotFoundError(path.name)
        arrived = Arrived(path, digest_of(path), Bytes(upload.size))
        receive(parts, arrived, Told(**upload.told), actor=actor, item_id=upload.id, keep=keep)
    finally:
        if path.suffix == ".part":
            path.unlink(missing_ok=True)


def _is_made(parts: Parts, upload_id: str) -> bool:
    with parts.database.reading() as session:
        return session.get_one(Upload, upload_id).item_id is not None


def _made_meanwhile() -> ConflictError:
    return ConflictError("upload_finished", marked("This upload is finished: it has become a piece."))


def terminate(parts: Parts, upload_id: str, *, actor: Actor) -> None:
    """End an upload and give back its room. Raises ConflictError where it has become an item."""
    with parts.database.writing() as session:
        upload = find(session, upload_id, actor=actor)
        session.refresh(upload, with_for_update=True)
        if upload.item_id is not None:
            raise _made_meanwhile()
        upload.ended_at = parts.clock.now()
    parcels_of(parts).forget(upload_id)


def sweep(parts: Parts) -> int:
    """End what has expired and forget ends of long ago, with their bytes; gives how many were ended."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        expired = session.scalars(
            select(Upload)
            .where(Upload.ended_at.is_(None), Upload.item_id.is_(None), Upload.expires_at <= now)
            .with_for_update()
        ).all()
        for upload in expired:
            upload.ended_at = now
        forgotten = session.scalars(
            select(Upload).where(
                Upload.expires_at <= now - REMEMBERED,
                or_(Upload.ended_at.is_not(None), Upload.item_id.is_not(None)),
            )
        ).all()
        for upload in forgotten:
            session.delete(upload)
        ids = [upload.id for upload in (*expired, *forgotten)]
    for upload_id in ids:
        parcels_of(parts).forget(upload_id)
    return len(expired)
