"""The rights of a piece, said on the page of its music: what they close and who opens it again."""

from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.accounts.audit_models import AuditEntry
from broadcast.accounts.models import Person
from broadcast.library.models import Episode, Item
from broadcast.transcode.demo.virgules import write_rising_virgule
from web.conftest import Pages

pytestmark = [pytest.mark.integration, pytest.mark.media]


@pytest.fixture
def item_id(pages: Pages, tmp_path: Path) -> str:
    """A published piece that a contributor deposited."""
    write_rising_virgule(tmp_path / "virgule.wav")
    made = pages.prepared(tmp_path / "virgule.wav")
    pages.published(made)
    with pages.parts.database.writing() as session:
        author = session.scalars(select(Person.id).where(Person.email == "author@b.fr")).one()
        session.get_one(Item, made).depositor_id = author
    return made


def say(pages: Pages, item_id: str, rights: str, *, by: str) -> int:
    answer = pages.client.post(
        f"/items/{item_id}/music", data={"rights": rights}, headers=pages.by(by), follow_redirects=False
    )
    return int(answer.status_code)


def on_demand(pages: Pages) -> tuple[bool, int]:
    """Whether the feed has it, and the status of its sound."""
    with pages.parts.database.reading() as session:
        episode = session.scalars(select(Episode.id)).one()
    feed = pages.client.get("/shows/essais/feed.xml").text
    return "<enclosure" in feed, pages.client.head(f"/media/{episode}/a.mp3").status_code


def test_music_leaves_the_podcasts_at_once_and_a_host_lets_it_in_again(pages: Pages, item_id: str) -> None:
    assert on_demand(pages) == (True, 200)
    assert say(pages, item_id, "music", by="author") == 303
    assert on_demand(pages) == (False, 404)
    assert say(pages, item_id, "free", by="author") == 403
    assert on_demand(pages) == (False, 404)
    assert say(pages, item_id, "free", by="host") == 303
    assert on_demand(pages) == (True, 200)
    with pages.parts.database.reading() as session:
        noted = session.scalars(select(AuditEntry.details).where(AuditEntry.act == "edit")).all()
    assert [one for one in noted if one.get("what") == "rights"] == 2 * [{"what": "rights"}]


def test_a_declaration_without_rights_leaves_them(pages: Pages, item_id: str) -> None:
    assert say(pages, item_id, "music", by="host") == 303
    kept = {"performer": "Yann"}
    pages.client.post(f"/items/{item_id}/music", data=kept, headers=pages.by("author"))
    assert on_demand(pages) == (False, 404)
    assert (
        'value="music" checked'
        in pages.client.get(f"/items/{item_id}/music", headers=pages.by("author")).text
    )
