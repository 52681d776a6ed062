"""A walk over every page there is, small and large, light and dark, by eye, by keyboard and at 200 %."""

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from broadcast.accounts.models import Person
from broadcast.accounts.secrets import setup_secret
from broadcast.accounts.signing_in import open_session
from broadcast.web.house import SESSION_COOKIE
from broadcast.web.permissions import Who
from e2e.every_page import Shown, addresses
from e2e.eyes import Watch, axe_findings, axe_findings_again, lost_by_keyboard, too_heavy, too_wide
from e2e.neighbourhood import furnish
from servers import web
from test_guide import GUIDE
from web.permission_world import World, build
from web.test_permissions import parts_on

pytestmark = [pytest.mark.e2e, pytest.mark.media]
PHONE, DESK = ViewportSize(width=360, height=800), ViewportSize(width=1280, height=800)
Faults = dict[str, list[str]]


class Walk:
    """One visit of every page, and all that was found on the way, by kind."""

    def __init__(self, pictures: Path | None, contexts: dict[Who, BrowserContext]) -> None:
        self.faults: Faults = defaultdict(list)
        self.pages: list[str] = []
        self._pictures, self._contexts = pictures, contexts

    def visit(self, shown: Shown) -> None:
        """Open it, and look where it is a page."""
        page = self._contexts[shown.by].new_page()
        if self._is_page(page, shown):
            self.pages.append(shown.name)
            watch = Watch(page)
            page.goto(shown.address)
            self._note(shown, "bytes", too_heavy(page))
            self._look(page, shown)
            self._note(shown, "hosts", sorted(watch.hosts - {urlsplit(shown.address).netloc}))
            self._note(shown, "complaints", watch.complaints)
        page.close()

    def _is_page(self, page: Page, shown: Shown) -> bool:
        """Not a download, and not a part of a page that htmx asks for."""
        answer = page.request.get(shown.address, headers={"Accept": "text/html"})
        self._note(shown, "answers", [] if answer.ok else [str(answer.status)])
        return "content-disposition" not in answer.headers and answer.body()[:15] == b"<!doctype html>"

    def _look(self, page: Page, shown: Shown) -> None:
        self._note(shown, "axe", axe_findings(page))
        self._note(shown, "keyboard", lost_by_keyboard(page))
        self._keep(page, shown, "360-light")
        for width in (320, 640):  # 400 % and 200 % of a window of 1,280 (WCAG 2.2, 1.4.10 and 1.4.4)
            self._note(shown, "width", too_wide(page, at=width))
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(PHONE)
        self._keep(page, shown, "360-dark")
        self._note(shown, "width", too_wide(page, at=1280))
        self._note(shown, "axe", [f"{one} (dark, 1280)" for one in axe_findings_again(page)])
        self._note(shown, "keyboard", [f"{one} (1280)" for one in lost_by_keyboard(page)])
        self._keep(page, shown, "1280-dark")
        page.emulate_media(color_scheme="light")
        self._keep(page, shown, "1280-light")

    def _keep(self, page: Page, shown: Shown, how: str) -> None:
        if self._pictures:
            page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
            page.screenshot(path=self._pictures / f"{shown.name}-{how}.png", full_page=True)

    def _note(self, shown: Shown, kind: str, found: list[str]) -> None:
        self.faults[kind] += [f"{shown.name}: {one}" for one in found]


@pytest.fixture(scope="module")
def world(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("every-page")
    shutil.copy(migrated_file, folder / "antenne.sqlite3")
    parts = parts_on(folder / "antenne.sqlite3")
    world = build(parts, folder)
    furnish(world, folder)
    yield world
    parts.database.close()


@pytest.fixture(scope="module")
def setup(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The first page of a station that has nobody yet."""
    folder = tmp_path_factory.mktemp("nobody")
    shutil.copy(migrated_file, folder / "antenne.sqlite3")
    parts = parts_on(folder / "antenne.sqlite3")
    with web(parts) as station:
        yield f"{station}/setup?key={setup_secret(parts.settings.signing_key)}"


@pytest.fixture(scope="module")
def pictures() -> Path | None:
    """Where whoever wants to see the pages has named a folder, their pictures are kept there."""
    told = os.environ.get("ANTENNE_PICTURES")
    if told:
        Path(told).mkdir(parents=True, exist_ok=True)
    return Path(told) if told else None


def contexts_of(world: World, browser: Browser, station: str) -> dict[Who, BrowserContext]:
    """A browser that is signed in, and one that is not."""
    both = {
        who: browser.new_context(viewport=PHONE, reduced_motion="reduce", locale="fr-FR")
        for who in (Who.NOBODY, Who.ADMINISTRATOR)
    }
    with world.parts.database.writing() as session:
        person = session.get_one(Person, world.people[Who.ADMINISTRATOR].person_id)
        cookie = open_session(session, person, now=world.parts.clock.now())
    both[Who.ADMINISTRATOR].add_cookies([{"name": SESSION_COOKIE, "value": cookie, "url": station}])
    return both


@pytest.fixture(scope="module")
def walk(world: World, setup: str, browser: Browser, pictures: Path | None) -> Iterator[Walk]:
    with web(world.parts) as station:
        walk = Walk(pictures, contexts_of(world, browser, station))
        for shown in addresses(world, station=station, setup=setup):
            walk.visit(shown)
        yield walk


@pytest.mark.parametrize("kind", ["answers", "axe", "keyboard", "width", "bytes", "hosts", "complaints"])
def test_no_page_has_a_fault(walk: Walk, kind: str) -> None:
    assert not walk.faults[kind], "\n".join(walk.faults[kind])


def test_the_walk_went_past_the_pages(walk: Walk) -> None:
    """So that a change of what a page begins with does not make the walk empty."""
    assert {"home", "review", "studio-channels-slug-grid", "d-code", "setup", "channel-tv"} <= {*walk.pages}


def test_the_guides_pictures_are_of_pages_that_the_walk_sees(walk: Walk) -> None:
    told = "\n".join(page.read_text() for page in GUIDE)
    shown = re.findall(r"pictures/(\S+?)-(?:360|1280)-(?:light|dark)\.png", told)
    assert shown
    assert sorted({*shown} - {*walk.pages}) == []
