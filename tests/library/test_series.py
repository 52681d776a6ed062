"""Series gather pieces of any structure; who may what in them, what the public sees; on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from broadcast.accounts.people import create_person, create_structure
from broadcast.accounts.roles import STATION, Actor, Role
from broadcast.errors import BroadcastError, ForbiddenError, InvalidError, UnknownError
from broadcast.library import review
from broadcast.library.models import Item
from broadcast.library.series import (
    SeriesWords,
    add_piece,
    checked,
    create_series,
    edited_series,
    end_series,
    order_pieces,
    remove_piece,
    tell_series,
)
from broadcast.library.series_reading import (
    all_series,
    episodes_in,
    pieces_seen_in,
    positions_in,
    series_by_slug,
    series_of_item,
)
from broadcast.library.shows import NewShow, create_show
from broadcast.library.states import ItemState
from broadcast.parts import Parts

pytestmark = pytest.mark.integration
ENCLOSURE = review.Enclosure("tags/t.id3", 1, 2)
EDITOR = Actor(1, name="E", roles={1: Role.EDITOR})
REFUSED = r"unknown_item|not_allowed"
HOST = Actor(2, name="H", roles={1: Role.HOST})
ELSEWHERE = Actor(3, name="A", roles={2: Role.HOST})


@pytest.fixture
def items(parts: Parts) -> list[str]:
    """Two pieces of structure 1 and one of structure 2, all waiting; the series “Le port” of structure 1."""
    now = parts.clock.now()
    ids = []
    with parts.database.writing() as session:
        for slug, titles in (("mpt", ("Un", "Deux")), ("keredern", ("Trois",))):
            place = create_structure(session, slug=slug, name=slug, now=now)
            told = NewShow(slug=f"show-{slug}", title=slug)
            show = create_show(session, told, structure=place, cover="covers/0.jpg", now=now)
            for title in titles:
                item = Item(
                    show_id=show.id, structure_id=place.id, kind="episode", title=title, package="p",
                    source_sha="0" * 64, state=ItemState.TO_REVIEW, source_bytes=1, seconds=9.0,
                    created_at=now,
                )  # fmt: skip
                session.add(item)
                session.flush()
                ids.append(item.id)
        create_series(
            session, SeriesWords(title="Le port"), structure_id=1, cover="c", actor=STATION, now=now
        )  # fmt: skip
    return ids


def add(parts: Parts, item: str, *, by: Actor) -> None:
    with parts.database.writing() as session:
        add_piece(session, series_by_slug(session, "le-port"), item, actor=by, now=parts.clock.now())


def take_out(parts: Parts, item: str, *, by: Actor) -> None:
    with parts.database.writing() as session:
        remove_piece(session, series_by_slug(session, "le-port"), item, actor=by, now=parts.clock.now())


def published(parts: Parts) -> list[str]:
    with parts.database.reading() as session:
        page = episodes_in(session, series_by_slug(session, "le-port"), offset=0, most=9)
        assert page.total == len(page.episodes)
        return [episode.item.title for episode in page.episodes]


def approve(parts: Parts, item: str) -> None:
    with parts.database.writing() as session:
        review.approve(session, item, actor=STATION, enclosure=ENCLOSURE, now=parts.clock.now())


def test_a_piece_of_any_structure_shows_in_the_order_as_soon_as_it_is_approved(
    parts: Parts, items: list[str]
) -> None:
    add(parts, items[1], by=HOST)
    add(parts, items[2], by=ELSEWHERE)
    add(parts, items[0], by=STATION)
    add(parts, items[0], by=HOST)  # being there changes nothing
    assert published(parts) == []
    for item in items:
        approve(parts, item)
    assert published(parts) == ["Deux", "Trois", "Un"]
    now = parts.clock.now()
    with parts.database.writing() as session:
        series = edited_series(session, "le-port", actor=EDITOR)
        order_pieces(session, series, {items[0]: 1, items[1]: None, "unknown": 2, items[2]: 7}, now=now)
    assert published(parts) == ["Un", "Trois"]
    with parts.database.writing() as session:
        series = series_by_slug(session, "le-port")
        assert positions_in(session, series) == {items[0]: 1, items[2]: 2}
        assert [one.slug for one in series_of_item(session, items[0])] == ["le-port"]
        assert [(one.series.slug, one.episodes) for one in all_series(session)] == [("le-port", 2)]
        review.withdraw(session, items[0], actor=STATION, reason="", now=now)
    assert published(parts) == ["Trois"]


@pytest.mark.parametrize("actor", [Actor(), Actor(9, roles={1: Role.CONTRIBUTOR}), ELSEWHERE])
def test_a_piece_is_put_in_and_taken_out_by_its_own_hosts(
    parts: Parts, items: list[str], actor: Actor
) -> None:
    with pytest.raises(BroadcastError, match=REFUSED):
        add(parts, items[0], by=actor)
    add(parts, items[0], by=HOST)
    with pytest.raises(BroadcastError, match=REFUSED):
        take_out(parts, items[0], by=actor)
    take_out(parts, items[0], by=HOST)
    with parts.database.reading() as session:
        assert positions_in(session, series_by_slug(session, "le-port")) == {}


def test_whoever_deposited_it_puts_it_in_until_it_is_approved(parts: Parts, items: list[str]) -> None:
    author = Actor(7, name="D", roles={1: Role.CONTRIBUTOR})
    with parts.database.writing() as session:
        person = create_person(
            session, email="d@b.fr", name="D", password="assez long, oui", is_admin=False,
            now=parts.clock.now(),
        )  # fmt: skip
        session.flush()
        author = replace(author, person_id=person.id)
        session.get_one(Item, items[0]).depositor_id = person.id
    add(parts, items[0], by=author)
    take_out(parts, items[0], by=author)
    add(parts, items[0], by=author)
    approve(parts, items[0])
    with pytest.raises(ForbiddenError):
        take_out(parts, items[0], by=author)
    assert published(parts) == ["Un"]


def test_editors_see_no_unpublished_piece_of_another_structure(parts: Parts, items: list[str]) -> None:
    add(parts, items[0], by=HOST)
    add(parts, items[2], by=ELSEWHERE)
    with parts.database.reading() as session:
        series = series_by_slug(session, "le-port")
        assert [item.title for item, _ in pieces_seen_in(session, series, actor=EDITOR)] == ["Un"]
        assert len(pieces_seen_in(session, series, actor=STATION)) == 2


@pytest.mark.parametrize("actor", [HOST, Actor(3, roles={2: Role.EDITOR})])
def test_only_editors_of_its_structure_make_or_change_one(
    parts: Parts, items: list[str], actor: Actor
) -> None:
    del items
    now = parts.clock.now()
    with pytest.raises(ForbiddenError), parts.database.writing() as session:
        create_series(session, SeriesWords(title="A"), structure_id=1, cover="c", actor=actor, now=now)
    with pytest.raises(ForbiddenError), parts.database.reading() as session:
        edited_series(session, "le-port", actor=actor)


def test_its_address_stays_when_it_is_renamed_and_no_two_have_the_same(
    parts: Parts, items: list[str]
) -> None:
    now = parts.clock.now()
    words = SeriesWords(title="Fête de la mer", place="Le port", starts_on=date(2026, 7, 12))
    with parts.database.writing() as session:
        series = edited_series(session, "le-port", actor=EDITOR)
        tell_series(session, series, words, actor=EDITOR, now=now)
        told = SeriesWords(title="Le port")
        other = create_series(session, told, structure_id=1, cover="c", actor=EDITOR, now=now)
        assert (other.slug, other.is_event) == ("le-port-2", False)
        assert (series.title, series.is_event) == ("Fête de la mer", True)
        add_piece(session, other, items[0], actor=HOST, now=now)
        end_series(session, other, actor=EDITOR, now=now)
    with pytest.raises(UnknownError), parts.database.reading() as session:
        series_by_slug(session, "le-port-2")
    with parts.database.reading() as session:
        assert session.get_one(Item, items[0]).title == "Un"


def test_what_is_told_is_checked() -> None:
    day, next_day = date(2026, 7, 12), date(2026, 7, 13)
    assert checked(SeriesWords(title=" Le \n port ", starts_on=day, ends_on=day)) == SeriesWords(
        title="Le port", starts_on=day
    )
    for wrong in (
        SeriesWords(title=" "),
        SeriesWords(title="A", starts_on=next_day, ends_on=day),
        SeriesWords(title="A", ends_on=day),
    ):
        with pytest.raises(InvalidError):
            checked(wrong)
