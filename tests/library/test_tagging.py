"""What a piece is about is public when it is approved, and gone when it is withdrawn, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from broadcast.accounts.people import create_structure
from broadcast.accounts.roles import STATION
from broadcast.errors import InvalidError, UnknownError
from broadcast.library import review
from broadcast.library.agreeing import Agreement, Hand, add_person
from broadcast.library.amend import Told, amend
from broadcast.library.consents import ConsentKind
from broadcast.library.finding.search import find
from broadcast.library.models import Item
from broadcast.library.published import published_episodes
from broadcast.library.shows import NewShow, create_show
from broadcast.library.states import ItemState
from broadcast.library.tag_models import Tag
from broadcast.library.tagged import about, tag_at, tags_of_item
from broadcast.library.tags import TagKind, Tags
from broadcast.parts import Parts

pytestmark = pytest.mark.integration
ENCLOSURE = review.Enclosure("tags/t.id3", 1, 2)
TAGS = Tags(places=("Recouvrance",), people=("Anaïs", "Léo"), keywords=("mer",), happened="1944")
KEY = b"k" * 32


@pytest.fixture
def items(parts: Parts) -> list[str]:
    """Two pieces of one show that wait for review."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        show = create_show(
            session, NewShow(slug="port", title="Le port"), structure=place, cover="covers/0.jpg", now=now
        )  # fmt: skip
        kept = [
            Item(
                show_id=show.id, structure_id=place.id, kind="episode", title=title, source_sha="0" * 64,
                state=ItemState.TO_REVIEW, source_bytes=1, seconds=90.0, package="p", created_at=now,
            )
            for title in ("Un", "Deux")
        ]  # fmt: skip
        session.add_all(kept)
        session.flush()
        ids = [item.id for item in kept]
    for item in ids:
        tell(parts, item, TAGS)
    return ids


def tell(parts: Parts, item: str, tags: Tags) -> None:
    with parts.database.writing() as session:
        told = Told(title="Un son", description="", chapters=(), tags=tags)
        amend(session, item, told, actor=STATION, now=parts.clock.now())


def approve(parts: Parts, item: str) -> None:
    with parts.database.writing() as session:
        review.approve(session, item, actor=STATION, enclosure=ENCLOSURE, now=parts.clock.now())


def withdraw(parts: Parts, item: str) -> None:
    with parts.database.writing() as session:
        review.withdraw(session, item, actor=STATION, reason="", now=parts.clock.now())


def pages(parts: Parts) -> dict[str, int]:
    """Every page of a tag, with how many episodes it has."""
    with parts.database.reading() as session:
        return {
            f"{tag.kind}/{tag.slug}": published_episodes(session, about(tag), offset=0, most=9).total
            for tag in session.scalars(select(Tag).order_by(Tag.kind, Tag.slug))
        }


def test_pages_come_with_approval_and_nobody_keeps_one_without_a_published_piece(
    parts: Parts, items: list[str]
) -> None:
    assert pages(parts) == {}
    approve(parts, items[0])
    all_of_one = {"keywords/mer": 1, "people/anais": 1, "people/leo": 1, "places/recouvrance": 1}
    assert pages(parts) == all_of_one
    approve(parts, items[1])
    assert pages(parts) == dict.fromkeys(all_of_one, 2)
    withdraw(parts, items[0])
    assert pages(parts) == all_of_one
    withdraw(parts, items[1])
    assert pages(parts) == {"keywords/mer": 0, "places/recouvrance": 0}
    with pytest.raises(UnknownError), parts.database.reading() as session:
        tag_at(session, kind=TagKind.PERSON, slug="leo")


def test_a_change_after_approval_waits_for_approval(parts: Parts, items: list[str]) -> None:
    approve(parts, items[0])
    tell(parts, items[0], Tags(places=("recouvrance", "Le Guelmeur"), people=("Nina",)))
    assert pages(parts) == {"keywords/mer": 1, "people/anais": 1, "people/leo": 1, "places/recouvrance": 1}
    approve(parts, items[0])
    assert pages(parts) == {
        "keywords/mer": 0, "people/nina": 1, "places/le-guelmeur": 1, "places/recouvrance": 1,
    }  # fmt: skip
    with parts.database.reading() as session:
        assert [tag.name for tag in tags_of_item(session, items[0])] == ["recouvrance", "Le Guelmeur", "Nina"]
        assert tag_at(session, kind=TagKind.PLACE, slug="Le-Guelmeur").name == "Le Guelmeur"


def test_it_is_found_by_what_it_is_about(parts: Parts, items: list[str]) -> None:
    approve(parts, items[0])
    with parts.database.reading() as session:
        for word in ("recouvrance", "anais", "MER", "recouvranse"):
            assert len(find(session, word).episodes) == 1, word


def test_a_minor_is_not_named_and_one_noted_later_loses_their_page(parts: Parts, items: list[str]) -> None:
    now = parts.clock.now()
    approve(parts, items[0])
    tell(parts, items[0], Tags(people=("Léo", "Anaïs")))
    agreed = Agreement(
        kinds=tuple(ConsentKind), guardians=("A. Un", "B. Deux"), until=now + timedelta(days=9)
    )
    with parts.database.writing() as session:
        by = Hand(STATION, KEY, now)
        add_person(session, items[0], agreed, name="leo", is_minor=True, by=by)
    assert [name for name in pages(parts) if name.startswith("people")] == ["people/anais"]
    with parts.database.reading() as session:
        assert session.get_one(Item, items[0]).tags["people"] == ["Anaïs"]
    approve(parts, items[0])
    assert [name for name in pages(parts) if name.startswith("people")] == ["people/anais"]
    with pytest.raises(InvalidError, match="minor_named"):
        tell(parts, items[0], Tags(people=("Léo",)))
