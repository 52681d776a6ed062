"""One station on air for every test of this folder: a radio and a television, each with a rotation."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from e2e.judges import Judges
from e2e.station import Station, running

HERE = Path(__file__).parents[2]
SOUNDS = ("short/virgule.ogg", "music/desert-24bit-44k1.wav", "odd/right-channel-dead.ogg", "short/tada.ogg")
FILMS = ("film/old-phone.3gp", "film/iphone-hevc.mov", "film/phone-portrait-rotated.mp4")

_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=user-gesture-required",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
)  # fmt: skip


expect.set_options(timeout=20_000)  # a page on a machine that does three other things may take some of it


@dataclass(frozen=True)
class OnAirStation:
    """The station, and what was deposited: item ids by the path of their file."""

    station: Station
    items: dict[str, str]


@pytest.fixture(scope="session")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Judges:
    """The independent judges of the checkout's neighbour."""
    tools = HERE.parent / "shared" / "tools"
    if not (tools / "hls_check").exists():
        pytest.skip("the judges stand in ../shared/tools, which this checkout does not have")
    return Judges(tools, tmp_path_factory.mktemp("path"))


@pytest.fixture(scope="session")
def on_air(shared_media: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnAirStation]:
    """A fresh station with four short sounds and three short films on a radio and a television."""
    with running(tmp_path_factory.mktemp("station") / "data") as station:
        station.sign_up()
        station.call("POST", "/api/v1/structures", expect=201, json={"slug": "mpt", "name": "MPT Harteloire"})
        for kind in ("radio", "tv"):
            told = {"slug": kind, "name": f"Essai {kind}", "kind": kind, "structure": "mpt"}
            station.call("POST", "/api/v1/channels", expect=201, json=told)
        show = {"slug": "essais", "title": "Les essais", "structure": "mpt", "email": "radio@example.org",
                "description": "Des sons et des films pour essayer la station."}  # fmt: skip
        station.call("POST", "/api/v1/shows", expect=201, json=show)
        items = {
            path: station.deposit(
                shared_media / path, show="essais", title=Path(path).stem, description="Essai."
            )
            for path in (*SOUNDS, *FILMS)
        }
        for item in items.values():
            assert station.settled(item)["state"] == "to_review"
            station.call("POST", f"/api/v1/items/{item}/approve", expect=200)
        for kind in ("radio", "tv"):
            station.call(
                "PUT", f"/api/v1/channels/{kind}/rotation", expect=200, json={"items": [*items.values()]}
            )
        yield OnAirStation(station, items)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=[*_QUIET])
        yield opened
        opened.close()
