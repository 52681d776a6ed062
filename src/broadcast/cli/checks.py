"""What `antenne doctor` examines. Each check says what it found and, where it is wrong, what to do."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from broadcast.accounts.imprint import FACT_WORDS, lacks, read_imprint
from broadcast.cli.private_redis import redis_socket
from broadcast.db import open_database
from broadcast.db.current import is_current, is_newer
from broadcast.db.reserve import SIZE
from broadcast.errors import BroadcastError
from broadcast.ingest.room import KEPT_FREE
from broadcast.library import keys
from broadcast.library.unprepared import unprepared_count
from broadcast.settings import Settings
from broadcast.storage import open_storage
from broadcast.transcode.tools import find_ffmpeg, find_font

_PATIENCE = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. What is only `due` does not keep the station from running."""

    name: str
    is_well: bool
    finding: str
    remedy: str = ""
    due: bool = False


def examine(settings: Settings) -> Iterator[Check]:
    """Look at everything the station needs, in the order in which it needs it."""
    yield _room(settings)
    yield _reserve(settings)
    yield _database(settings)
    yield _storage(settings)
    yield _broker(settings)
    yield _encoder()
    yield _typeface()
    yield _pieces(settings)
    yield _imprint(settings)


def _room(settings: Settings) -> Check:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.data).free
    except OSError as fault:
        return _wrong("data folder", str(fault), "Choose another with ANTENNE_DATA.")
    finding = f"{free >> 20} MB free in {settings.data}"
    return Check("data folder", free > 2 * KEPT_FREE, finding, "Make room on this disk.")


def _reserve(settings: Settings) -> Check:
    reserve = open_database(settings.database).reserve
    if reserve is None:
        return Check("reserve", is_well=True, finding="none is needed: the database is elsewhere")
    if reserve.is_whole:
        return Check("reserve", is_well=True, finding=f"{SIZE >> 20} MB put aside for the air")
    remedy = "Make room on this disk: a running station then puts it aside within seconds."
    return _wrong("reserve", "not put aside: a full disk would end the air", remedy)


def _wrong(name: str, finding: str, remedy: str) -> Check:
    return Check(name, is_well=False, finding=finding, remedy=remedy)


def _database(settings: Settings) -> Check:
    try:
        database = open_database(settings.database)
        is_well, has_run_ahead = is_current(database), is_newer(database)
        database.close()
    except SQLAlchemyError as fault:
        return _wrong("database", type(fault).__name__, "Check ANTENNE_DATABASE_URL.")
    if has_run_ahead:
        return _wrong("database", "a newer Antenne has worked with it", "Install that version again.")
    finding = "present schema" if is_well else "older schema"
    return Check("database", is_well, finding, "Run `antenne migrate`.")


def _storage(settings: Settings) -> Check:
    try:
        is_well = open_storage(settings.storage).exists(keys.index(keys.STAND_BY))
    except BroadcastError as error:
        return _wrong("storage", str(error), "Check ANTENNE_STORAGE_URL.")
    finding = "the stand-by loop is there" if is_well else "there is no stand-by loop"
    return Check("storage", is_well, finding, "Run `antenne migrate`.")


def _broker(settings: Settings) -> Check:
    try:
        _ping(settings)
    except (RedisError, OSError) as fault:
        remedy = "Check ANTENNE_REDIS_URL." if settings.redis_url else "Start the station with `antenne up`."
        return _wrong("redis", type(fault).__name__, remedy)
    return Check("redis", is_well=True, finding="answers")


def _ping(settings: Settings) -> None:
    """Ask whoever carries the station's messages for an answer. Raises RedisError where there is none."""
    if settings.redis_url:
        client = Redis.from_url(settings.redis_url, socket_timeout=_PATIENCE)
    else:
        client = Redis(unix_socket_path=str(redis_socket(settings.data)), socket_timeout=_PATIENCE)
    with client:
        client.ping()


def _encoder() -> Check:
    try:
        return Check("ffmpeg", is_well=True, finding=str(find_ffmpeg()))
    except BroadcastError as error:
        return _wrong("ffmpeg", str(error), "Run script/server once.")


def _typeface() -> Check:
    try:
        return Check("typeface", is_well=True, finding=find_font().name)
    except BroadcastError as error:
        return _wrong("typeface", str(error), "Run script/server once.")


def _pieces(settings: Settings) -> Check:
    """What the station itself failed to prepare."""
    name = "preparation"
    try:
        database = open_database(settings.database)
        with database.reading() as session:
            count = unprepared_count(session)
        database.close()
    except SQLAlchemyError as fault:
        return _wrong(name, type(fault).__name__, "Run `antenne migrate`.")
    if not count:
        return Check(name, is_well=True, finding="no piece failed by the station's own fault")
    remedy = "The worker's log has `program_failed` with the cause; then press Try again on their pages."
    return Check(
        name, is_well=False, finding=f"{count} failed by a fault of the station", remedy=remedy, due=True
    )


def _imprint(settings: Settings) -> Check:
    """What the law wants told to everybody, once there is somebody who could tell it."""
    name = "legal notice"
    try:
        database = open_database(settings.database)
        with database.reading() as session:
            missing = lacks(read_imprint(session))
        database.close()
    except SQLAlchemyError as fault:
        return _wrong(name, type(fault).__name__, "Run `antenne migrate`.")
    if not missing:
        return Check(name, is_well=True, finding="says who publishes the station")
    finding = f"lacks {', '.join(FACT_WORDS[fact].lower() for fact in missing)}"
    remedy = "An administrator fills it in at /studio/legal, with a telephone number."
    return Check(name, is_well=False, finding=finding, remedy=remedy, due=True)
