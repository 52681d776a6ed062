"""Taking something up on another site, in a text, in a wiki."""

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from broadcast.library.licences import deed_of
from broadcast.library.models import Item
from broadcast.web.oembed import Embedded
from broadcast.web.reuse import reuse_of
from web.conftest import Pages
from web.test_programme_feeds import WEEKLY, on_the_radio

TOLD = Embedded(
    title="Le [port] | l'été",
    show="Les\nessais",
    show_page="https://radio.example/shows/essais",
    station="Antenne",
    base="https://radio.example",
    frame="https://radio.example/embed/e1",
    cover="https://radio.example/c.jpg",
    cover_side=400,
    has_picture=False,
)


class Fields(HTMLParser):
    """What stands in the fields of a page that are there to be copied."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input" and "readonly" in told and told.get("value"):
            self.found.append(str(told["value"]))


def test_an_episode_is_named_with_title_makers_source_and_licence() -> None:
    reuse = reuse_of(
        TOLD, page="https://radio.example/p", makers="Youn & Lena", licence="CC BY 4.0",
        deed=deed_of("CC-BY-4.0"),
    )  # fmt: skip
    assert reuse.words.startswith("Le [port] | l'été · ")
    assert reuse.words.endswith(" · Youn & Lena · https://radio.example/p · CC BY 4.0")


def test_a_title_is_no_markup_in_a_wiki() -> None:
    deed = deed_of("CC0-1.0")
    wiki = reuse_of(TOLD, page="https://radio.example/p", makers="", licence="CC0", deed=deed).wiki
    assert wiki == (
        "[https://radio.example/p Le &#91;port&#93; &#124; l&#39;été], ''Les essais'', "
        "[https://creativecommons.org/publicdomain/zero/1.0/ CC0]"
    )
    assert "Le [port] | l'été" in unescape(wiki)


@pytest.mark.media
@pytest.mark.integration
def test_the_page_of_an_episode_hands_out_its_frame_and_its_name(pages: Pages, shared_media: Path) -> None:
    item = pages.prepared(shared_media / "short/virgule.ogg")
    episode = pages.published(item)
    with pages.parts.database.writing() as session:
        kept = session.get_one(Item, item)
        kept.licence, kept.credits = "CC-BY-SA-4.0", "Youn"
    page = pages.client.get("/shows/essais/le-port", headers={"Accept": "text/html"}).text
    frame, words, wiki = Fields(page).found
    told = pages.client.get("/oembed?url=http://testserver/shows/essais/le-port").json()
    assert frame == told["html"]
    assert f"/embed/{episode}" in frame
    assert words == "Le port · Les essais · Youn · http://testserver/shows/essais/le-port · CC BY-SA 4.0"
    assert "[https://creativecommons.org/licenses/by-sa/4.0/ CC BY-SA 4.0]" in wiki


@pytest.mark.integration
def test_the_page_of_a_channel_hands_out_a_frame_that_other_sites_may_show(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    page = pages.client.get("/channels/radio", headers={"Accept": "text/html"}).text
    (frame,) = Fields(page).found
    address = frame.partition('src="')[2].partition('"')[0]
    shown = pages.client.get(address, headers={"Accept": "text/html"})
    assert shown.status_code == 200
    assert "frame-ancestors *" in shown.headers["content-security-policy"]
