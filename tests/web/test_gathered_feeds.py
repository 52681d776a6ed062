"""The feeds of the station, of a structure, of a channel: what is in them, and what is not."""

import feedparser
import pytest

from broadcast.accounts.repository import structure_by_slug
from broadcast.library.models import Rights
from broadcast.library.repository import show_by_slug
from broadcast.library.states import ItemState
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.repository import channel_by_slug, slots_of
from broadcast.schedule.slots import create_channel, delete_slot
from web.conftest import Pages
from web.published import add_episodes, add_show, questions
from web.test_programme_feeds import WEEKLY, on_the_radio

pytestmark = pytest.mark.integration
PLACES = ("/feed.xml", "/structures/mpt/feed.xml", "/channels/radio/feed.xml")


@pytest.fixture
def radio(pages: Pages) -> Pages:
    """A radio with a slot of “Les essais”; “Ailleurs” is another structure's show."""
    on_the_radio(pages, WEEKLY)
    add_show(pages.parts, "ailleurs", title="Ailleurs", structure="keredern")
    return pages


def titles(pages: Pages, place: str) -> list[str]:
    answer = pages.client.get(place)
    assert answer.status_code == 200, answer.text
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    return [entry.title for entry in feed.entries]


def test_each_gathers_its_own_and_only_what_podcasts_may_have(radio: Pages) -> None:
    add_episodes(radio.parts, "Un", "Deux")
    add_episodes(radio.parts, "Loin", show="ailleurs")
    add_episodes(radio.parts, "Musique", rights=Rights.MUSIC)
    add_episodes(radio.parts, "Retiré", state=ItemState.WITHDRAWN)
    add_episodes(radio.parts, "Attend", state=ItemState.TO_REVIEW)
    mine = ["Deux · Les essais", "Un · Les essais"]
    assert titles(radio, "/structures/mpt/feed.xml") == mine
    assert titles(radio, "/channels/radio/feed.xml") == mine
    assert titles(radio, "/structures/keredern/feed.xml") == ["Loin · Ailleurs"]
    assert sorted(titles(radio, "/feed.xml")) == sorted([*mine, "Loin · Ailleurs"])


def test_a_show_that_had_a_slot_stays_in_the_channels_feed(radio: Pages) -> None:
    add_episodes(radio.parts, "Un")
    with radio.parts.database.writing() as session:
        channel = channel_by_slug(session, "radio")
        delete_slot(session, channel, slots_of(session, channel)[0])
        create_channel(
            session, slug="autre", name="Autre", kind=ChannelKind.RADIO, timezone="Europe/Paris",
            structure=structure_by_slug(session, "mpt"), now=radio.parts.clock.now(),
        )  # fmt: skip
        assert show_by_slug(session, "essais").structure_id == channel.structure_id
    assert titles(radio, "/channels/radio/feed.xml") == ["Un · Les essais"]
    assert titles(radio, "/channels/autre/feed.xml") == []


@pytest.mark.parametrize("place", PLACES)
def test_a_long_feed_has_pages_that_follow_each_other(radio: Pages, place: str) -> None:
    add_episodes(radio.parts, *(f"Épisode {number}" for number in range(250)))
    seen, address = [], f"http://testserver{place}"
    while address:
        feed = feedparser.parse(radio.client.get(address).content)
        seen.append([entry.title for entry in feed.entries])
        address = next((link.href for link in feed.feed.links if link.rel == "next"), "")
    assert [len(page) for page in seen] == [100, 100, 50]
    assert [title for page in seen for title in page] == [
        f"Épisode {number} · Les essais" for number in reversed(range(250))
    ]
    assert radio.client.get(f"{place}?page=4").status_code == 404
    assert radio.client.get(f"{place}?page=0").status_code == 422


@pytest.mark.parametrize("place", PLACES)
def test_it_is_told_when_nothing_changed_and_asks_the_same_of_any_length(radio: Pages, place: str) -> None:
    add_episodes(radio.parts, "Un")
    first = radio.client.get(place)
    assert first.headers["content-type"] == "application/rss+xml; charset=utf-8"
    for name, value in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        assert radio.client.get(place, headers={name: first.headers[value]}).status_code == 304
    assert radio.client.head(place).headers["etag"] == first.headers["etag"]
    with questions(radio.parts) as of_one:
        radio.client.get(place)
    add_episodes(radio.parts, *(f"Encore {number}" for number in range(30)))
    with questions(radio.parts) as of_many:
        radio.client.get(place)
    assert len(of_many) == len(of_one) <= 7


def test_its_cover_is_drawn_once_large_enough_for_directories(radio: Pages) -> None:
    add_episodes(radio.parts, "Un")
    covers = {feedparser.parse(radio.client.get(place).content).feed.image.href for place in PLACES}
    assert len(covers) == 3
    for cover in covers:
        picture = radio.client.get(cover)
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")


def test_what_does_not_exist_has_no_feed(radio: Pages) -> None:
    for place in ("/structures/none/feed.xml", "/channels/none/feed.xml"):
        assert radio.client.get(place).status_code == 404
