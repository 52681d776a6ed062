"""A structure's page, a channel on a large screen, the station on a home screen."""

import json
from io import BytesIO

import pytest
from PIL import Image

from stand_by_loop import bring_stand_by
from web.conftest import Pages
from web.published import add_episodes, questions
from web.test_programme_feeds import WEEKLY, on_the_radio

pytestmark = pytest.mark.integration
HTML = {"Accept": "text/html"}


def test_a_structure_shows_what_it_makes(pages: Pages) -> None:
    add_episodes(pages.parts, "Le port", "La nuit")
    with questions(pages.parts) as asked:
        page = pages.client.get("/structures/mpt", headers=HTML)
    assert page.status_code == 200
    assert "2 épisodes" in page.text
    assert page.text.count('<li class="card">') == 3
    assert 'href="/structures/mpt/feed.xml"' in page.text
    assert len(asked) <= 5
    assert pages.client.get("/structures/none", headers=HTML).status_code == 404
    assert "Pas encore d’émission." in pages.client.get("/structures/keredern", headers=HTML).text


def test_the_kiosk_tells_now_and_where_to_listen_and_asks_again_by_itself(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    page = pages.client.get("/channels/radio/kiosk", headers=HTML)
    assert page.status_code == 200
    assert page.headers["refresh"] == "30"
    assert "http://testserver/channels/radio" in page.text
    assert '<svg class="qr"' in page.text or 'class="qr"' in page.text
    assert "<script" not in page.text
    assert pages.client.get("/channels/none/kiosk", headers=HTML).status_code == 404


def test_a_phone_can_keep_it_on_its_home_screen(pages: Pages) -> None:
    page = pages.client.get("/", headers=HTML).text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    answer = pages.client.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert (told["name"], told["start_url"], told["display"], told["lang"]) == (
        "Antenne", "/", "standalone", "fr"
    )  # fmt: skip
    for icon in told["icons"]:
        picture = Image.open(BytesIO(pages.client.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    assert pages.client.get("/icons/100000.png").status_code == 404


def test_an_editor_opens_a_show_and_a_channel_by_forms(pages: Pages, boss: dict[str, str]) -> None:
    place = "/studio/structures/keredern"
    bring_stand_by(pages.parts.storage)  # a channel is on air at once

    def sent(to: str, **form: str) -> tuple[int, str]:
        answer = pages.client.post(f"{place}/{to}", data=form, headers=boss, follow_redirects=False)
        return answer.status_code, answer.headers.get("location", answer.text)

    assert "Pas encore. Une émission réunit" in pages.client.get(place, headers=boss).text
    assert sent("shows", title="  L’Écho du port ") == (303, "/shows/l-echo-du-port")
    assert sent("channels", name="Télé Keredern", kind="tv") == (303, "/channels/tele-keredern")
    shown = pages.client.get(place, headers=boss).text
    assert ("L’Écho du port" in shown, "Télé Keredern" in shown) == (True, True)
    assert pages.client.get("/shows/l-echo-du-port").status_code == 200
    assert pages.client.get("/live/tele-keredern/v360.m3u8").status_code == 200
    for wrong, to in (
        ({"title": " "}, "shows"),
        ({"title": "L'écho du port"}, "shows"),
        ({"name": ""}, "channels"),
    ):
        status, page = sent(to, **wrong)
        assert (status in {409, 422}, 'class="fault"' in page) == (True, True)
    assert (
        pages.client.post(f"{place}/shows", data={"title": "A"}, headers=pages.by("other")).status_code == 403
    )
