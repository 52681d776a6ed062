"""An upload's end, asked for by many at once: both databases; a disk, a bucket in memory, a real server."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from obstore.store import MemoryStore
from sqlalchemy import select

from broadcast.accounts.people import create_person
from broadcast.accounts.roles import Actor
from broadcast.errors import ConflictError, GoneError
from broadcast.ingest import uploads
from broadcast.ingest.deposit import Told
from broadcast.ingest.models import Upload
from broadcast.ingest.parcels import parcels_of
from broadcast.ingest.quarantine import place_of
from broadcast.jobs.models import Job
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.media.units import Bytes
from broadcast.parts import Parts
from broadcast.storage.bucket import BucketStorage
from conftest import NotedDispatcher

pytestmark = pytest.mark.integration
BODY = b"fLaC" + bytes(range(256)) * 4_000


@pytest.fixture(params=["disk", "memory", "server"])
def house(request: pytest.FixtureRequest, parts: Parts) -> Parts:
    if request.param == "memory":
        return replace(parts, storage=BucketStorage(MemoryStore()))
    if request.param == "server":
        return replace(parts, storage=request.getfixturevalue("bucket_storage"))
    return parts


@pytest.fixture
def actor(parts: Parts) -> Actor:
    now = parts.clock.now()
    with parts.database.writing() as session:
        made = create_person(
            session, email="a@b.fr", name="A", password="assez long, oui", is_admin=True, now=now
        )
        return Actor(person_id=made.id, is_admin=True)


@pytest.fixture
def whole(house: Parts, actor: Actor) -> Upload:
    """An upload whose bytes are all here, in several pieces, and which is no item yet."""
    upload = uploads.announce(house, Told(file_name="son.flac"), size=Bytes(len(BODY)), actor=actor)
    parcels = parcels_of(house)
    for start in range(0, len(BODY), 300_000):
        with parcels.adding(upload.id, offset=Bytes(start)) as parcel:
            parcel.write(BODY[start : start + 300_000])
    return upload


def _bytes_of(house: Parts, item: Item) -> bytes:
    if house.storage.is_remote:
        return house.storage.get(keys.original(item.source_sha))
    return place_of(house.settings.quarantine, item.id).read_bytes()


def test_eight_who_finish_it_make_one_item_of_the_right_bytes(
    house: Parts, whole: Upload, actor: Actor
) -> None:
    with house.database.reading() as session:
        seen = [uploads.find(session, whole.id, actor=actor) for _ in range(8)]
    with ThreadPoolExecutor(8) as requests:
        made = {*requests.map(lambda one: uploads.finish(house, one, actor=actor), seen)}
    with house.database.reading() as session:
        items, jobs = session.scalars(select(Item)).all(), session.scalars(select(Job)).all()
    assert made == {whole.id}
    assert [(item.id, item.source_sha, item.source_bytes) for item in items] == [
        (whole.id, hashlib.sha256(BODY).hexdigest(), len(BODY))
    ]
    assert [job.subject for job in jobs] == [whole.id]
    assert isinstance(house.dispatcher, NotedDispatcher)
    assert house.dispatcher.sent == [jobs[0].id]
    assert _bytes_of(house, items[0]) == BODY
    assert [*house.storage.keys("uploads"), *house.settings.quarantine.glob("*.*")] == []


def test_what_was_given_up_meanwhile_becomes_no_item(house: Parts, whole: Upload, actor: Actor) -> None:
    with house.database.writing() as session:
        session.get_one(Upload, whole.id).ended_at = house.clock.now()
    with pytest.raises(GoneError):
        uploads.finish(house, whole, actor=actor)
    with house.database.reading() as session:
        assert [*session.scalars(select(Item.id)), *session.scalars(select(Job.id))] == []
    assert not [path for path in house.settings.quarantine.glob("*") if path.suffix != ".upload"]


def _left(house: Parts) -> list[object]:
    return [*house.storage.keys("uploads"), *house.settings.quarantine.glob("*")]


@pytest.mark.parametrize("offset", [0, 300_000])
def test_a_piece_that_comes_after_the_end_leaves_nothing(house: Parts, actor: Actor, offset: int) -> None:
    """It looked the upload up before it was ended, and opens it afterwards."""
    upload = uploads.announce(house, Told(file_name="son.flac"), size=Bytes(len(BODY)), actor=actor)
    with uploads.adding(house, upload.id, offset=Bytes(0)) as parcel:
        parcel.write(BODY[:300_000])
    uploads.terminate(house, upload.id, actor=actor)
    with pytest.raises(GoneError), uploads.adding(house, upload.id, offset=Bytes(offset)) as parcel:
        parcel.write(BODY[offset:])
    assert _left(house) == []


def test_a_piece_under_way_while_it_is_ended_elsewhere_leaves_nothing(house: Parts, actor: Actor) -> None:
    upload = uploads.announce(house, Told(file_name="son.flac"), size=Bytes(len(BODY)), actor=actor)
    with uploads.adding(house, upload.id, offset=Bytes(0)) as parcel:
        parcel.write(BODY[:300_000])
        uploads.terminate(house, upload.id, actor=actor)
        parcel.write(BODY[300_000:])
    with pytest.raises(GoneError):
        uploads.postpone(house, upload.id)
    assert _left(house) == []


def test_a_piece_that_comes_after_it_became_an_item_leaves_nothing(
    house: Parts, whole: Upload, actor: Actor
) -> None:
    uploads.finish(house, whole, actor=actor)
    before = _left(house)
    with (
        pytest.raises(ConflictError, match="upload_finished"),
        uploads.adding(house, whole.id, offset=Bytes(0)),
    ):
        pass
    assert _left(house) == before


def test_its_words_may_hold_anything(house: Parts, actor: Actor) -> None:
    told = Told(
        title="Été 🌊", description="«\t»\r\n" + "\N{REPLACEMENT CHARACTER}", file_name="../a\\b.flac"
    )
    upload = uploads.announce(house, told, size=Bytes(len(BODY)), actor=actor)
    with parcels_of(house).adding(upload.id, offset=Bytes(0)) as parcel:
        parcel.write(BODY)
    uploads.finish(house, upload, actor=actor)
    with house.database.reading() as session:
        item = session.scalars(select(Item)).one()
    assert (item.title, item.file_name) == ("Été 🌊", "b.flac")
