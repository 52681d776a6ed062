"""Wall seconds for a 1080p film, from the end of its upload: to first listening, and to its review."""

import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.accounts.roles import STATION
from broadcast.clock import SystemClock
from broadcast.db import open_database
from broadcast.db.migrate import upgrade
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import Holder, claim_next
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from broadcast.transcode.prepare import prepare_item
from broadcast.transcode.recipe import RECIPE
from broadcast.transcode.tools import find_ffmpeg

MINUTES = 10.0
WORKERS = (1, 2)
_REEL = 5
"""Seconds that are really filmed; the rest repeats them."""
_PICTURES = f"testsrc2=s=1920x1080:r=30:d={_REEL},noise=alls=8:allf=t"
_SOUND = f"anoisesrc=c=pink:a=0.2:d={_REEL}:r=48000:seed=1"
_UNDER_WAY = {ItemState.RECEIVED, ItemState.PROCESSING}
_PAUSE = 0.05


class _Unsent:
    """A dispatcher that tells nobody: the workers of a bench ask by themselves."""

    def send(self, job_id: str) -> None:
        """Nothing needs to be told."""


@dataclass(frozen=True, slots=True)
class Took:
    """Wall seconds from the end of the upload."""

    to_listening: float
    to_review: float


def shot(folder: Path, *, seconds: float) -> Path:
    """A 1080p film of 30 pictures a second with sound, as a phone would write it."""
    ffmpeg, reel, film = find_ffmpeg(), folder / "reel.mp4", folder / "film.mp4"
    quiet = [str(ffmpeg), "-v", "error", "-y"]
    pictures = ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "16M", "-g", "30", "-pix_fmt", "yuv420p"]
    sources = ["-f", "lavfi", "-i", _PICTURES, "-f", "lavfi", "-i", _SOUND]
    subprocess.run([*quiet, *sources, *pictures, "-c:a", "aac", str(reel)], check=True)
    subprocess.run(
        [*quiet, "-stream_loop", "-1", "-i", str(reel), "-c", "copy", "-t", str(seconds), str(film)],
        check=True,
    )
    return film


def _station(place: Path) -> Parts:
    settings = load_settings(data=place)
    database, storage = open_database(settings.database), open_storage(settings.storage)
    parts = Parts(settings, database, storage, SystemClock(), _Unsent())
    upgrade(database)
    return parts


def _work(parts: Parts, holder: Holder, done: threading.Event) -> None:
    while not done.is_set():
        with parts.database.writing() as session:
            held = claim_next(session, holder=holder, now=parts.clock.now())
        if held is not None:
            prepare_item(parts, held)
        else:
            done.wait(_PAUSE)


def _item(parts: Parts, item: str) -> Item:
    with parts.database.reading() as session:
        return item_for(session, item, actor=STATION)


def prepared(film: Path, *, workers: int) -> Took:
    """Send a film to a station of its own, with that many places to work at."""
    with TemporaryDirectory() as place:
        parts, done = _station(Path(place)), threading.Event()
        item = deposit_file(parts, film, Told(file_name=film.name), actor=STATION)
        sound = keys.mp3(keys.package(item.source_sha, recipe=RECIPE))
        began, heard = time.monotonic(), 0.0
        holders = [Holder("bench", "1", str(number), places=workers) for number in range(workers)]
        places = [threading.Thread(target=_work, args=(parts, holder, done)) for holder in holders]
        for one in places:
            one.start()
        while _item(parts, item.id).state in _UNDER_WAY:
            if not heard and parts.storage.exists(sound):
                heard = time.monotonic() - began
            time.sleep(_PAUSE)
        whole = time.monotonic() - began
        done.set()
        for one in places:
            one.join()
        state = _item(parts, item.id).state
        parts.database.close()
    if state != ItemState.TO_REVIEW:
        raise RuntimeError(f"the film ended as {state}")
    return Took(heard or whole, whole)


def rows(minutes: float = MINUTES) -> Iterator[tuple[str, ...]]:
    """One worker against two, over the same film."""
    with TemporaryDirectory() as place:
        film = shot(Path(place), seconds=60 * minutes)
        alone, together = (prepared(film, workers=workers) for workers in WORKERS)
    what = f"{minutes:g} min of 1080p, wall seconds"
    yield (
        f"{what} to its review, {WORKERS[1]} workers",
        f"{together.to_review:.1f}",
        f"1 worker: {alone.to_review:.1f}",
        f"{together.to_review / alone.to_review:.2f}",
    )
    yield (
        f"{what} from the end of the upload to first listening",
        f"{alone.to_listening:.1f}",
        f"to its review: {alone.to_review:.1f}",
        f"{alone.to_listening / alone.to_review:.2f}",
    )
