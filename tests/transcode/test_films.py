"""A film in ranges, on the real database with the real encoder: the same bytes however it is done."""

import hashlib
import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from broadcast.accounts.roles import STATION
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.ingest.probe import probe
from broadcast.jobs import Claim, Holder, claim_next
from broadcast.jobs.models import Job, JobKind, JobState
from broadcast.jobs.record import LEASE, PATIENCE
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.transcode import films, ranges
from broadcast.transcode.package import make_package
from broadcast.transcode.prepare import prepare_item
from broadcast.transcode.recipe import RECIPE
from conftest import SetClock
from e2e.station import wait_for

pytestmark = [pytest.mark.integration, pytest.mark.media]

HOLDER = Holder("here", "1.1", "11")
SECONDS = 12
RANGES = 3


@pytest.fixture(scope="session")
def film(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds at 24 pictures a second, with a key picture every four seconds or so, and a tone."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    pictures = f"testsrc2=size=320x180:rate=24:duration={SECONDS}"
    subprocess.run(
        [ffmpeg, "-v", "error", "-f", "lavfi", "-i", pictures, "-f", "lavfi", "-i", f"sine=440:d={SECONDS}",
         "-c:v", "libx264", "-preset", "ultrafast", "-g", "100", "-c:a", "aac", path],
        check=True,
    )  # fmt: skip
    return path


@pytest.fixture(autouse=True)
def short_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "RANGE_SEGMENTS", 1)


@pytest.fixture
def item(parts: Parts, film: Path) -> Item:
    """The film, deposited; its sound is made and its ranges wait."""
    made = deposit_file(parts, film, Told(file_name=film.name), actor=STATION)
    prepare_item(parts, _next(parts))
    return made


def _next(parts: Parts) -> Claim:
    with parts.database.writing() as session:
        held = claim_next(session, holder=HOLDER, now=parts.clock.now())
    assert held is not None
    return held


def _now(parts: Parts, item: Item) -> Item:
    with parts.database.reading() as session:
        return item_for(session, item.id, actor=STATION)


def _jobs(parts: Parts, kind: JobKind) -> list[str]:
    with parts.database.reading() as session:
        return [job.state for job in session.query(Job).filter_by(kind=kind).order_by(Job.part)]


def _digests(parts: Parts, item: Item) -> dict[str, str]:
    """Of every file of the item's package; the index with the names of what it stands for."""
    package = keys.package(item.source_sha, recipe=RECIPE)
    return {
        key.removeprefix(f"{package}/"): hashlib.sha256(parts.storage.get(key)).hexdigest()
        for key in parts.storage.keys(package)
    }


@pytest.fixture(scope="session")
def at_once(film: Path, ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The digests of the package made in one process."""
    folder = tmp_path_factory.mktemp("at-once")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranges, "RANGE_SEGMENTS", 1)
        made = make_package(
            film, probed=probe(film), folder=folder, ffmpeg=ffmpeg, progress=lambda _share: None
        )
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    return found | {"index.json": hashlib.sha256(made.index.to_json().encode()).hexdigest()}


def test_its_sound_is_heard_first_and_its_ranges_wait(parts: Parts, item: Item) -> None:
    found = _now(parts, item)
    package = keys.package(item.source_sha, recipe=RECIPE)
    assert (found.state, found.package) == (ItemState.PROCESSING, None)
    assert 0.2 < found.progress < 0.5
    assert parts.storage.size(keys.mp3(package)) > 100_000
    assert not parts.storage.exists(keys.index(package))
    assert _jobs(parts, JobKind.FILM_RANGE) == [JobState.QUEUED] * RANGES


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_ranges_in_any_order_make_the_same_bytes_as_one_process(
    parts: Parts, item: Item, at_once: dict[str, str], order: tuple[int, ...]
) -> None:
    claims = {claim.part: claim for claim in (_next(parts) for _ in range(RANGES))}
    progress = [_now(parts, item).progress]
    for number in order:
        films.make_range(parts, claims[number])
        progress.append(_now(parts, item).progress)
    assert progress == sorted(progress)
    assert _jobs(parts, JobKind.FILM_JOIN) == [JobState.QUEUED]
    prepare_item(parts, _next(parts))
    found = _now(parts, item)
    assert (found.state, found.progress) == (ItemState.TO_REVIEW, 1.0)
    digests = _digests(parts, item)
    assert digests.pop("facts.json")
    assert digests == at_once


def test_a_range_that_is_there_is_not_made_again(
    parts: Parts, item: Item, clock: SetClock, at_once: dict[str, str]
) -> None:
    package = keys.package(item.source_sha, recipe=RECIPE)
    films.make_range(parts, _next(parts))
    first = list(parts.storage.keys(keys.ranges(package)))
    lost = _next(parts)  # its worker dies before it has done anything
    films.make_range(parts, _next(parts))
    clock.pass_by(LEASE.total_seconds() + 1)
    taken = _next(parts)
    assert taken.part == lost.part
    films.make_range(parts, taken)
    assert len(first) == 2
    prepare_item(parts, _next(parts))
    assert _now(parts, item).state == ItemState.TO_REVIEW
    digests = _digests(parts, item)
    del digests["facts.json"]
    assert digests == at_once


def _kill_the_encoder(parts: Parts) -> bool:
    """End the program that works in the work folder; whether there was one."""
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (place / "cwd").readlink().is_relative_to(parts.settings.workshop):
                os.kill(int(place.name), signal.SIGKILL)
                return True
    return False


def _interrupted(parts: Parts, claim: Claim) -> None:
    with ThreadPoolExecutor(1) as worker:
        done = worker.submit(prepare_item, parts, claim)
        wait_for(lambda: _kill_the_encoder(parts), what="the encoder to start", within=30)
        done.result(timeout=60)


def test_a_range_whose_encoder_is_killed_twice_is_made_the_third_time(
    parts: Parts, item: Item, clock: SetClock
) -> None:
    for _ in range(2):
        unlucky = _next(parts)
        _interrupted(parts, unlucky)
        assert JobState.QUEUED in _jobs(parts, JobKind.FILM_RANGE)
        clock.pass_by(PATIENCE.total_seconds() + 1)
    while _now(parts, item).state == ItemState.PROCESSING:
        prepare_item(parts, _next(parts))
    assert _now(parts, item).state == ItemState.TO_REVIEW


def test_a_range_that_always_fails_ends_the_film_in_words_and_stops_the_others(
    parts: Parts, item: Item, clock: SetClock
) -> None:
    for _ in range(3):
        held = _next(parts)
        _interrupted(parts, held)
        with parts.database.writing() as session:
            others = session.query(Job).filter(Job.part != held.part, Job.state == JobState.QUEUED)
            assert others.count() == RANGES - 1
        clock.pass_by(PATIENCE.total_seconds() + 1)
    prepare_item(parts, _next(parts))
    found = _now(parts, item)
    assert found.state == ItemState.FAILED
    assert found.error is not None
    assert (found.error["code"], found.error["kept"]) == ("gave_up", True)
    assert sorted(_jobs(parts, JobKind.FILM_RANGE)) == [JobState.CANCELLED] * (RANGES - 1) + [JobState.FAILED]
