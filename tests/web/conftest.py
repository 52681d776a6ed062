"""A station's pages without a network: the real application on a real database, with real pieces."""

import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.accounts.people import create_person, create_structure, create_token, join_structure
from broadcast.accounts.roles import STATION, Role
from broadcast.db import open_database
from broadcast.feeds.publish import publish
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import claim
from broadcast.jobs.models import Job
from broadcast.library import keys
from broadcast.library.repository import episode_of_item
from broadcast.library.shows import NewShow, create_show
from broadcast.parts import Parts
from broadcast.settings import load_settings
from broadcast.transcode.prepare import prepare_item
from broadcast.web.app import create_app
from conftest import SetClock
from servers import Mailbox

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another HTTP client than the other tests use
    from fastapi.testclient import TestClient


@dataclass(frozen=True)
class Pages:
    """The application, and what a test does with it."""

    parts: Parts
    client: TestClient
    tokens: dict[str, str]

    def by(self, name: str) -> dict[str, str]:
        """The headers of a request by `host`, `author` or `other` (the host of another structure)."""
        return {"Authorization": f"Bearer {self.tokens[name]}", "Accept": "text/html"}

    def prepared(self, path: Path, *, title: str = "Le port") -> str:
        """An item made of a file and ready for review; its id."""
        item = deposit_file(self.parts, path, Told(title=title, show="essais"), actor=STATION)
        with self.parts.database.writing() as session:
            job = session.scalars(select(Job.id).where(Job.subject == item.id)).one()
            held = claim(session, job, holder="here/1.1/1", now=self.parts.clock.now())
        assert held is not None
        prepare_item(self.parts, held)
        return item.id

    def published(self, item_id: str) -> str:
        """The id of the episode it becomes."""
        publish(self.parts, item_id, actor=STATION)
        with self.parts.database.reading() as session:
            episode = episode_of_item(session, item_id)
        assert episode is not None
        return episode.id


def mailed(parts: Parts, mailbox: Mailbox) -> Parts:
    """The same station with an address of its own and a mail server."""
    settings = load_settings(
        data=parts.settings.data,
        database_url=parts.settings.database_url,
        public_url="https://radio.example.org",
        smtp_url=f"smtp://127.0.0.1:{mailbox.port}",
        mail_from="Antenne <antenne@example.org>",
    )
    return replace(parts, settings=settings)


@pytest.fixture(scope="session")
def peopled(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A database with two structures, three people and a show, made once, to be copied; and their tokens."""
    path = tmp_path_factory.mktemp("peopled") / "antenne.sqlite3"
    shutil.copy(migrated_file, path)
    database = open_database(f"sqlite:///{path}")
    with database.writing() as session:
        tokens = _peopled(session, now=SetClock().now())
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path, tokens


def _peopled(session: Session, *, now: datetime) -> dict[str, str]:
    place = create_structure(session, slug="mpt", name="MPT Harteloire", now=now)
    elsewhere = create_structure(session, slug="keredern", name="Keredern", now=now)
    told = NewShow(slug="essais", title="Les essais", description="Des essais.", email="r@b.fr")
    create_show(session, told, structure=place, cover=keys.cover("0" * 32), now=now)
    tokens = {}
    for name, structure, role in (
        ("host", place, Role.HOST), ("author", place, Role.CONTRIBUTOR), ("other", elsewhere, Role.HOST)
    ):  # fmt: skip
        person = create_person(
            session, email=f"{name}@b.fr", name=name, password="assez long, oui", is_admin=False, now=now
        )
        join_structure(session, person, structure=structure, role=role, now=now)
        session.flush()
        tokens[name] = create_token(session, email=f"{name}@b.fr", name="", now=now)
    return tokens


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """One kind of database is enough for pages; they find people in it."""
    is_peopled = "pages" in request.fixturenames
    file = request.getfixturevalue("peopled")[0] if is_peopled else request.getfixturevalue("migrated_file")
    shutil.copy(file, tmp_path / "antenne.sqlite3")
    return f"sqlite:///{tmp_path / 'antenne.sqlite3'}"


@pytest.fixture
def pages(parts: Parts, peopled: tuple[Path, dict[str, str]]) -> Iterator[Pages]:
    drawn = BytesIO()
    Image.new("RGB", (600, 600), "#7d2412").save(drawn, "JPEG")
    for key in (keys.cover("0" * 32), keys.small(keys.cover("0" * 32))):
        parts.storage.put_bytes(key, drawn.getvalue())
    with TestClient(create_app(parts)) as client:
        yield Pages(parts, client, peopled[1])


@pytest.fixture
def boss(pages: Pages) -> dict[str, str]:
    """The headers of an administrator."""
    now = pages.parts.clock.now()
    with pages.parts.database.writing() as session:
        create_person(
            session, email="boss@b.fr", name="Boss", password="assez long, oui", is_admin=True, now=now
        )
        session.flush()
        token = create_token(session, email="boss@b.fr", name="", now=now)
    return {"Authorization": f"Bearer {token}", "Accept": "text/html"}
