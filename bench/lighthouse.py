"""Lighthouse's marks for the pages of listeners and depositors, as a phone on a thin line sees them.

Chromium comes from the machine (`CHROME_PATH` names another); Lighthouse is installed for the run, from its
lock file.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bench.station import await_answer, prepared
from broadcast.accounts.models import Structure
from broadcast.accounts.roles import STATION
from broadcast.feeds.publish import open_show, publish
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import claim
from broadcast.jobs.models import Job
from broadcast.library.shows import NewShow
from broadcast.parts import Parts
from broadcast.transcode.demo.virgules import write_rising_virgule
from broadcast.transcode.prepare import prepare_item
from broadcast.transcode.tools import find_font
from broadcast.workshops.hours import Hours
from broadcast.workshops.opening import NewWorkshop, code_of_workshop, create_workshop

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "/",
    "channel": "/channels/c0",
    "show": "/shows/port",
    "episode": "/shows/port/le-phare",
    "search": "/search?q=phare",
    "programme": "/channels/c0/schedule",
}
_PORT = 18_998
_ASKED_OUT = {"search", "deposit"}  # pages that ask search engines to leave them out, which costs the mark


def rows() -> Iterator[tuple[str, ...]]:
    """A row for each page, with the four marks; of 100, wanted: 95."""
    with TemporaryDirectory() as place:
        program = installed(Path(place))
        parts = prepared(place, channels=(0,))
        pages = {**PAGES, "deposit": furnished(parts, Path(place))}
        parts.database.close()
        command = [str(Path(sys.executable).with_name("antenne")), "web", "--port", str(_PORT)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                await_answer(_PORT, "/")
                for name, path in pages.items():
                    yield f"Lighthouse, {name}", marks(program, name, path), "95 each", ""
            finally:
                process.terminate()


def installed(place: Path) -> Path:
    """Lighthouse's own script; CalledProcessError where npm cannot."""
    there = shutil.copytree(Path(__file__).with_name("lighthouse_npm"), place / "lighthouse")
    subprocess.run([shutil.which("npm") or "npm", "ci", "--silent"], cwd=there, check=True)
    return there / "node_modules" / ".bin" / "lighthouse"


def furnished(parts: Parts, folder: Path) -> str:
    """A show with an episode, and a workshop that is open; gives the workshop's address."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        home = session.scalars(select(Structure)).one()
    told = NewShow(slug="port", title="Paroles de la rade", description="Des voix du port, chaque mardi.")
    open_show(parts, told, structure=home, font=find_font())
    sound = folder / "phare.wav"
    write_rising_virgule(sound)
    item = deposit_file(parts, sound, Told(title="Le phare", show="port"), actor=STATION)
    with parts.database.writing() as session:
        job = session.scalars(select(Job.id).where(Job.subject == item.id)).one()
        held = claim(session, job, holder="here/1.1/1", now=now)
    if held is not None:
        prepare_item(parts, held)
    publish(parts, item.id, actor=STATION)
    key = parts.settings.signing_key
    with parts.database.writing() as session:
        hours = Hours(now, now.replace(hour=23, minute=59))
        new = NewWorkshop(name="Mercredi au studio", structure=home.slug, hours=hours)
        workshop = create_workshop(session, new, actor=STATION, key=key, now=now)
        return f"/a/{code_of_workshop(workshop, key=key)}"


def marks(program: Path, name: str, path: str) -> str:
    """The four marks of one page, in Lighthouse's mobile settings."""
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    asked = [
        str(program), f"http://127.0.0.1:{_PORT}{path}", "--quiet", "--output=json",
        "--no-enable-error-reporting",
        "--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(CATEGORIES)}",
    ]  # fmt: skip
    done = subprocess.run(
        asked, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, check=True
    ).stdout
    told = json.loads(done)["categories"]
    found = [f"{one} {round(100 * (told[one]['score'] or 0))}" for one in CATEGORIES]
    return ", ".join(found) + (" (asks not to be found)" if name in _ASKED_OUT else "")
