from datetime import timedelta

import pytest

from broadcast.accounts.people import create_person
from broadcast.accounts.roles import Actor
from broadcast.errors import (
    ConflictError,
    DiskFullError,
    GoneError,
    InvalidError,
    TooLargeError,
    UnknownError,
)
from broadcast.ingest import room, uploads
from broadcast.ingest.deposit import Told
from broadcast.ingest.models import Upload
from broadcast.ingest.parcels import parcels_of
from broadcast.ingest.quarantine import place_of
from broadcast.library.models import Item
from broadcast.library.repository import items_seen_by
from broadcast.media.units import Bytes
from broadcast.parts import Parts
from conftest import NotedDispatcher, SetClock

pytestmark = pytest.mark.integration

BODY = b"fLaC and a little more"
TOLD = Told(title="Un son", file_name="son.flac")


@pytest.fixture
def actor(parts: Parts) -> Actor:
    now = parts.clock.now()
    with parts.database.writing() as session:
        made = create_person(
            session, email="a@b.fr", name="A", password="assez long, oui", is_admin=True, now=now
        )  # fmt: skip
        return Actor(person_id=made.id, is_admin=True)


def _begun(parts: Parts, actor: Actor) -> Upload:
    return uploads.announce(parts, TOLD, size=Bytes(len(BODY)), actor=actor)


def _send(parts: Parts, upload: Upload, body: bytes) -> None:
    parcels = parcels_of(parts)
    with parcels.adding(upload.id, offset=parcels.size(upload.id)) as parcel:
        parcel.write(body)


def _items(parts: Parts, actor: Actor) -> list[Item]:
    with parts.database.reading() as session:
        return items_seen_by(session, actor)


def test_an_upload_becomes_one_item_however_often_it_is_finished(parts: Parts, actor: Actor) -> None:
    upload = _begun(parts, actor)
    _send(parts, upload, BODY[:9])
    _send(parts, upload, BODY[9:])
    first = uploads.finish(parts, upload, actor=actor)
    again = uploads.finish(parts, upload, actor=actor)
    assert first == again == upload.id
    assert [item.id for item in _items(parts, actor)] == [upload.id]
    assert place_of(parts.settings.quarantine, upload.id).read_bytes() == BODY
    assert parcels_of(parts).size(upload.id) == Bytes(0)
    assert isinstance(parts.dispatcher, NotedDispatcher)
    assert len(parts.dispatcher.sent) == 1


def test_a_station_that_stopped_while_it_finished_loses_nothing(parts: Parts, actor: Actor) -> None:
    upload = _begun(parts, actor)
    _send(parts, upload, BODY)
    place_of(parts.settings.quarantine, upload.id).hardlink_to(parcels_of(parts).whole(upload.id))
    assert _items(parts, actor) == []
    assert uploads.finish(parts, upload, actor=actor) == upload.id
    assert [item.id for item in _items(parts, actor)] == [upload.id]
    assert place_of(parts.settings.quarantine, upload.id).read_bytes() == BODY


def test_it_is_nobody_elses(parts: Parts, actor: Actor) -> None:
    upload = _begun(parts, actor)
    with parts.database.reading() as session, pytest.raises(UnknownError):
        uploads.find(session, upload.id, actor=Actor(person_id=99, is_admin=True))


def test_an_end_gives_back_the_room_and_is_remembered(parts: Parts, actor: Actor) -> None:
    upload = _begun(parts, actor)
    _send(parts, upload, BODY[:5])
    uploads.terminate(parts, upload.id, actor=actor)
    assert list(parts.settings.quarantine.iterdir()) == []
    with parts.database.reading() as session, pytest.raises(GoneError):
        uploads.find(session, upload.id, actor=actor)


def test_what_has_become_an_item_is_not_ended_here(parts: Parts, actor: Actor) -> None:
    upload = _begun(parts, actor)
    _send(parts, upload, BODY)
    uploads.finish(parts, upload, actor=actor)
    with pytest.raises(ConflictError):
        uploads.terminate(parts, upload.id, actor=actor)


def test_what_waits_too_long_is_ended_and_a_new_piece_makes_it_wait_anew(
    parts: Parts, actor: Actor, clock: SetClock
) -> None:
    forgotten, alive = _begun(parts, actor), _begun(parts, actor)
    for upload in (forgotten, alive):
        _send(parts, upload, BODY[:5])
    clock.pass_by((uploads.KEPT - timedelta(minutes=1)).total_seconds())
    uploads.postpone(parts, alive.id)
    assert uploads.sweep(parts) == 0
    clock.pass_by(120)
    assert uploads.sweep(parts) == 1
    assert [path.name for path in parts.settings.quarantine.iterdir()] == [f"{alive.id}.upload"]
    with parts.database.reading() as session, pytest.raises(GoneError):
        uploads.find(session, forgotten.id, actor=actor)
    clock.pass_by((uploads.KEPT + uploads.REMEMBERED).total_seconds())
    uploads.sweep(parts)
    with parts.database.reading() as session, pytest.raises(UnknownError):
        uploads.find(session, forgotten.id, actor=actor)


def test_what_cannot_come_is_refused_before_a_byte(
    parts: Parts, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InvalidError, match="empty_file"):
        uploads.announce(parts, TOLD, size=Bytes(0), actor=actor)
    with pytest.raises(TooLargeError):
        uploads.announce(parts, TOLD, size=Bytes(parts.settings.upload_max_bytes + 1), actor=actor)
    with pytest.raises(UnknownError):
        uploads.announce(parts, Told(show="aucune"), size=Bytes(1), actor=actor)
    monkeypatch.setattr(room, "KEPT_FREE", 1 << 60)
    with pytest.raises(DiskFullError):
        _begun(parts, actor)
    assert not list(parts.settings.quarantine.glob("*"))
