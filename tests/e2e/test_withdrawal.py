"""A piece is withdrawn while somebody hears it: in a second its bytes are gone, and the player plays on."""

import re
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Response

from e2e.stand_by import is_stand_by, stand_by_of
from e2e.station import Station, running, wait_for
from e2e.test_browser import complaints_of, wait_until

pytestmark = pytest.mark.e2e
MEDIA = "document.querySelector('audio,video')"


@pytest.fixture(scope="module")
def radio(shared_media: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Station, str]]:
    """A radio that plays one piece of a minute over and over; its item."""
    with running(tmp_path_factory.mktemp("station") / "data") as station:
        station.sign_up()
        station.call("POST", "/api/v1/structures", expect=201, json={"slug": "mpt", "name": "MPT"})
        told = {"slug": "radio", "name": "Radio d'essai", "kind": "radio", "structure": "mpt"}
        station.call("POST", "/api/v1/channels", expect=201, json=told)
        show = {"slug": "essais", "title": "Les essais", "structure": "mpt", "email": "radio@example.org",
                "description": "Des sons pour essayer."}  # fmt: skip
        station.call("POST", "/api/v1/shows", expect=201, json=show)
        item = station.deposit(shared_media / "music" / "caves-cbr.mp3", show="essais", title="Les caves")
        assert station.settled(item)["state"] == "to_review"
        station.call("POST", f"/api/v1/items/{item}/approve", expect=200)
        station.call("PUT", "/api/v1/channels/radio/rotation", expect=200, json={"items": [item]})
        yield station, item


class Fetched:
    """Every live segment that the page's player gets."""

    def __init__(self, page: Page) -> None:
        self.answers: list[Response] = []
        page.on("response", self._note)

    def _note(self, answer: Response) -> None:
        if answer.url.endswith(".m4s"):
            self.answers.append(answer)

    def since(self, moment: float) -> list[Response]:
        """Those asked for from a moment on."""
        return [one for one in self.answers if one.request.timing["startTime"] / 1000 >= moment]


def is_on_air(station: Station, item: str) -> bool:
    """Whether the piece is what the newest segments hold, and will be for some time."""
    line = station.call("GET", "/api/v1/channels/radio/log", expect=200)[-1]
    begun = datetime.fromisoformat(line["starts_at"]).timestamp()
    return line["item"] == item and 15 < time.time() - begun < 30


def test_a_real_client_decodes_the_endless_mp3(radio: tuple[Station, str], ffmpeg: Path) -> None:
    """Twenty seconds across ICY's blocks, without a word from the decoder, and the title as it heard it."""
    station, _ = radio
    heard = subprocess.run(
        [ffmpeg, "-v", "info", "-i", f"{station.address}/live/radio.mp3", "-t", "20", "-f", "null", "-"],
        capture_output=True, text=True, check=True, timeout=60,
    ).stderr  # fmt: skip
    assert "Audio: mp3" in heard
    assert "48000 Hz, stereo" in heard
    assert "Radio d'essai" in heard
    assert not re.search("error|invalid|missing", heard, re.IGNORECASE)
    assert "time=00:00:20" in heard


def test_a_player_goes_on_while_what_it_plays_is_withdrawn(
    radio: tuple[Station, str], browser: Browser
) -> None:
    station, item = radio
    loop = stand_by_of(station)
    page = browser.new_page(viewport={"width": 360, "height": 800})
    complaints = complaints_of(page)
    fetched = Fetched(page)
    wait_for(lambda: is_on_air(station, item), what="the piece on air")
    page.goto(f"{station.address}/channels/radio")
    page.locator(".play").click()
    wait_until(page, f"{MEDIA}.currentTime > 0", within_s=30)
    wait_until(page, f"{MEDIA}.currentTime - {MEDIA}.buffered.start(0) > 4", within_s=30)
    before = list(fetched.answers)
    assert before
    assert not any(is_stand_by(one.body(), loop) for one in before[-2:])

    station.call("POST", f"/api/v1/items/{item}/withdraw", expect=200, json={"reason": "essai"})
    second_later = time.time() + 1
    page.wait_for_timeout(1_000)
    for one in before[-3:]:
        assert is_stand_by(httpx.get(one.url).content, loop), one.url
    caught_up = [page.evaluate(f"{MEDIA}.currentTime")]
    for _ in range(10):
        page.wait_for_timeout(2_500)
        caught_up.append(page.evaluate(f"{MEDIA}.currentTime"))
    assert min(later - sooner for sooner, later in pairwise(caught_up)) > 1, caught_up
    later = fetched.since(second_later)
    assert len(later) >= 4
    for one in later:
        assert is_stand_by(one.body(), loop), one.url
    assert page.evaluate(f"{MEDIA}.error") is None
    assert not complaints
    page.close()
    _look_for_it_in_the_endless_mp3(station)


def _look_for_it_in_the_endless_mp3(station: Station) -> None:
    """Who begins to listen after the withdrawal gets ten seconds back, and none of the piece's frames."""
    (place,) = [
        one
        for one in (station.data / "storage" / "packages").glob("*/*/audio.mp3")
        if "stand-by" not in str(one)
    ]
    frames = {
        place.read_bytes()[at : at + 384] for at in range(384 * 20, place.stat().st_size - 384 * 20, 384)
    }
    with httpx.stream("GET", f"{station.address}/live/radio.mp3", headers={"Icy-MetaData": "1"}) as answer:
        heard = b""
        for chunk in answer.iter_bytes():
            heard += chunk
            if len(heard) > 150_000:
                break
    assert b"Les caves" not in heard
    assert not any(heard[at : at + 384] in frames for at in range(0, 16_128, 384))
