"""What every test may stand on: databases, storage, a clock that obeys, real media, real ffmpeg."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import create_engine, text

import bucket
from broadcast import words
from broadcast.db import Database, open_database
from broadcast.db.migrate import upgrade
from broadcast.parts import Parts
from broadcast.settings import Settings, load_settings
from broadcast.storage import Storage, open_storage
from broadcast.transcode.tools import find_ffmpeg
from postgres import server

ROOT = Path(__file__).parents[1]
_numbers = count()

# A machine under load is slow, and that is not a fault of what is tested.
hypothesis.settings.register_profile(
    "antenne", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("antenne")


@dataclass
class SetClock:
    """A clock that shows what it is set to."""

    moment: datetime = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.moment

    def elapsed(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> datetime:
        self.seconds += seconds
        return self.step(seconds)

    def step(self, seconds: float) -> datetime:
        """Be set to another time, in no time."""
        self.moment += timedelta(seconds=seconds)
        return self.moment


@dataclass
class NotedDispatcher:
    """The dispatcher's port, filled with a list."""

    sent: list[str] = field(default_factory=list)

    def send(self, job_id: str) -> None:
        self.sent.append(job_id)


@pytest.fixture(scope="session")
def shared_media() -> Path:
    """Real sounds and films, which stand beside the checkout and never in it."""
    media = ROOT.parent / "shared" / "media"
    if not (media / "MANIFEST.tsv").exists():
        pytest.skip("the media stand in ../shared/media, which this checkout does not have")
    return media


@pytest.fixture(scope="session")
def ffmpeg() -> Path:
    return find_ffmpeg()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database in the present schema, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "antenne.sqlite3"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[Callable[[], str]]:
    """Makes a fresh, migrated PostgreSQL database at each call, and gives its URL."""
    with server() as pattern:
        engine = create_engine(
            pattern.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"),
            isolation_level="AUTOCOMMIT",
        )

        def make(*, template: str = "migrated") -> str:
            name = f"antenne_{next(_numbers)}" if template == "migrated" else "migrated"
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
            return pattern.format(name=name).replace("postgresql:", "postgresql+psycopg:")

        first = open_database(make(template="template0"))
        upgrade(first)
        first.close()
        yield make
        engine.dispose()


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """The address of a server that speaks S3."""
    with bucket.server() as address:
        yield address


@pytest.fixture
def bucket_settings(bucket_server: str) -> dict[str, str]:
    """What a station's environment says of a fresh bucket on that server."""
    name = bucket.fresh_bucket(bucket_server)
    return {**bucket.KEYS, "AWS_ENDPOINT_URL": bucket_server, "ANTENNE_STORAGE_URL": f"s3://{name}/antenne"}


@pytest.fixture
def bucket_storage(bucket_settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Storage:
    """That bucket, opened."""
    for name, value in bucket_settings.items():
        monkeypatch.setenv(name, value)
    return open_storage(bucket_settings["ANTENNE_STORAGE_URL"])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database in the present schema, once of each kind."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("postgresql_url")
        return make()
    path = tmp_path / "antenne.sqlite3"
    shutil.copy(request.getfixturevalue("migrated_file"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = open_database(database_url)
    yield found
    found.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(data=tmp_path / "data", database_url=database_url, transcribe="off")


@pytest.fixture
def parts(settings: Settings, database: Database, clock: SetClock) -> Parts:
    return Parts(settings, database, open_storage(settings.storage), clock, NotedDispatcher())


@pytest.fixture
def reviewed_breton(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A station whose Breton somebody has read."""
    shutil.copytree(Path(words.__file__).parent / "locale", tmp_path / "locale")
    copy = tmp_path / "locale" / "br" / "LC_MESSAGES" / "antenne.po"
    copy.write_text(copy.read_text().replace("# Reviewed-by:", "# Reviewed-by: Nolwenn, 2026-12-01", 1))
    monkeypatch.setattr(words, "_CATALOGUES", tmp_path / "locale")
    for kept in (words.offered, words.catalogue):
        kept.cache_clear()
    yield
    for kept in (words.offered, words.catalogue):
        kept.cache_clear()
