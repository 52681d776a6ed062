"""One page of two names, two of one, and what happened on a day, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from broadcast.accounts.models import Structure
from broadcast.accounts.roles import STATION, Actor, Role
from broadcast.errors import ForbiddenError, InvalidError, UnknownError
from broadcast.library.days import bounds, events_in, happened_in, is_day, wider
from broadcast.library.finding.facets import Facets
from broadcast.library.finding.search import browse, find
from broadcast.library.models import Draft, Item
from broadcast.library.published import published_episodes
from broadcast.library.series import SeriesWords, create_series
from broadcast.library.tag_models import Tag
from broadcast.library.tag_naming import part_again, rename_tag, tag_to_name, tell_apart
from broadcast.library.tagged import aliases_of, namesakes_of, tag_at, tags_of_item
from broadcast.library.tagging import name_nobody
from broadcast.library.tags import TagKind, Tags
from broadcast.parts import Parts
from library.test_tagging import approve, items, pages, tell, withdraw

__all__ = ["items"]
pytestmark = pytest.mark.integration


def rename(parts: Parts, kind: TagKind, slug: str, name: str) -> str:
    with parts.database.writing() as session:
        tag = tag_at(session, kind=kind, slug=slug)
        return rename_tag(session, tag, name, actor=STATION, now=parts.clock.now()).slug


def leads_to(parts: Parts, kind: TagKind, slug: str) -> str:
    with parts.database.reading() as session:
        return tag_at(session, kind=kind, slug=slug).name


def test_two_names_become_one_page_and_part_again(parts: Parts, items: list[str]) -> None:
    tell(parts, items[1], Tags(places=("Recou",), keywords=("mer",)))
    for item in items:
        approve(parts, item)
    assert rename(parts, TagKind.PLACE, "recou", "recouvrance") == "recouvrance"
    assert pages(parts) == {
        "keywords/mer": 2, "people/anais": 1, "people/leo": 1, "places/recouvrance": 2,
    }  # fmt: skip
    assert leads_to(parts, TagKind.PLACE, "Recou") == "Recouvrance"
    with parts.database.reading() as session:
        assert [one.name for one in tags_of_item(session, items[1])] == ["Recouvrance", "mer"]
        assert browse(session, Facets(place="recou"), page=1).total == 2
        assert len(find(session, "recouvrance").episodes) == 2
    withdraw(parts, items[1])
    assert leads_to(parts, TagKind.PLACE, "recou") == "Recouvrance"
    tell(parts, items[0], Tags(places=("Recou",)))
    approve(parts, items[0])
    assert pages(parts) == {"keywords/mer": 0, "places/recouvrance": 1}
    with parts.database.writing() as session:
        tag = tag_at(session, kind=TagKind.PLACE, slug="recouvrance")
        (alias,) = aliases_of(session, tag)
        part_again(session, tag, alias.id, actor=STATION, now=parts.clock.now())
    assert pages(parts) == {"keywords/mer": 0, "places/recou": 1, "places/recouvrance": 0}


def test_what_an_editor_named_stays_named_so_and_the_old_address_leads_there(
    parts: Parts, items: list[str]
) -> None:
    approve(parts, items[0])
    assert rename(parts, TagKind.PLACE, "recouvrance", "Quartier de Recouvrance") == "quartier-de-recouvrance"
    tell(parts, items[1], Tags(places=("RECOUVRANCE", "quartier de recouvrance")))
    approve(parts, items[1])
    assert leads_to(parts, TagKind.PLACE, "recouvrance") == "Quartier de Recouvrance"
    assert pages(parts)["places/quartier-de-recouvrance"] == 2
    assert rename(parts, TagKind.PLACE, "recouvrance", "Recouvrance") == "recouvrance"
    with parts.database.reading() as session:
        tag = tag_at(session, kind=TagKind.PLACE, slug="recouvrance")
        assert [one.slug for one in aliases_of(session, tag)] == ["quartier-de-recouvrance"]
    with pytest.raises(InvalidError, match="no_name"):
        rename(parts, TagKind.PLACE, "recouvrance", "…")


def test_two_people_of_one_name_are_told_apart_by_a_word(parts: Parts, items: list[str]) -> None:
    for item in items:
        approve(parts, item)
    tell(parts, items[1], Tags(people=("Anaïs", "Nina")))
    with parts.database.writing() as session:
        tag = tag_at(session, kind=TagKind.PERSON, slug="anais")
        for word, chosen in ((" ", items[1:]), ("marin", [])):
            with pytest.raises(InvalidError):
                tell_apart(session, tag, chosen, word, actor=STATION, now=parts.clock.now())
        name = tell_apart(session, tag, items[1:], "(marin)", actor=STATION, now=parts.clock.now())
    assert name == "Anaïs (marin)"
    assert pages(parts)["people/anais"] == pages(parts)["people/anais-marin"] == 1
    with parts.database.writing() as session:
        tag = tag_at(session, kind=TagKind.PERSON, slug="anais")
        assert [one.name for one in namesakes_of(session, tag)] == ["Anaïs (marin)"]
        assert session.get_one(Draft, items[1]).tags == {"people": ["Anaïs (marin)", "Nina"]}
        name_nobody(session, session.get_one(Item, items[1]), "Anaïs")
        assert session.get_one(Item, items[1]).tags["people"] == ["Léo"]
    assert "people/anais-marin" not in pages(parts)


def test_only_editors_of_a_structure_with_a_piece_name_it(parts: Parts, items: list[str]) -> None:
    approve(parts, items[0])
    with parts.database.reading() as session:
        place = session.scalars(select(Structure)).one()
        for structure, role, may in (
            (place.id, Role.EDITOR, True),
            (place.id, Role.HOST, False),
            (99, Role.EDITOR, False),
        ):
            actor = Actor(1, "A", "a@b.fr", roles={structure: role})
            if may:
                assert isinstance(tag_to_name(session, TagKind.PLACE, "recouvrance", actor=actor), Tag)
                continue
            with pytest.raises(ForbiddenError):
                tag_to_name(session, TagKind.PLACE, "recouvrance", actor=actor)
        with pytest.raises(UnknownError):
            tag_to_name(session, TagKind.PLACE, "ailleurs", actor=STATION)


def test_a_day_has_what_happened_then_and_its_events(parts: Parts, items: list[str]) -> None:
    now = parts.clock.now()
    tell(parts, items[0], Tags(happened="2026-07-12"))
    tell(parts, items[1], Tags(happened="2026-07"))
    for item in items:
        approve(parts, item)
    with parts.database.writing() as session:
        place = session.scalars(select(Structure)).one()
        words = SeriesWords(title="Fête", starts_on=date(2026, 7, 11), ends_on=date(2026, 7, 13))
        create_series(session, words, structure_id=place.id, cover="c", actor=STATION, now=now)
    with parts.database.reading() as session:
        found = {
            day: (
                published_episodes(session, happened_in(day), offset=0, most=9).total,
                len(events_in(session, day)),
            )
            for day in ("2026-07-12", "2026-07-14", "2026-07", "2026-08", "2026", "202")
            if is_day(day)
        }
    assert found == {
        "2026-07-12": (1, 1), "2026-07-14": (0, 0), "2026-07": (2, 1), "2026-08": (0, 0), "2026": (2, 1),
    }  # fmt: skip


def test_a_day_lies_in_its_month_and_its_year() -> None:
    assert wider("2026-07-12") == ["2026", "2026-07"]
    assert wider("2026-07") == ["2026"]
    assert wider("2026") == []
    assert bounds("2026-02") == (date(2026, 2, 1), date(2026, 2, 28))
    assert bounds("2026-12") == (date(2026, 12, 1), date(2026, 12, 31))
    assert bounds("2024") == (date(2024, 1, 1), date(2024, 12, 31))
    assert not any(map(is_day, ("", "2026-13", "2026-7", "07/2026", "2026-02-30", "%", "\uff12026")))
