import pytest

from broadcast.accounts.addresses import slug_of
from broadcast.accounts.people import create_person, create_structure
from broadcast.accounts.roles import NOBODY, Actor, Role
from broadcast.errors import BroadcastError, ForbiddenError, InvalidError, UnknownError
from broadcast.library import review
from broadcast.library.models import Item
from broadcast.library.repository import item_for, items_seen_by
from broadcast.library.states import ItemState
from broadcast.parts import Parts

pytestmark = pytest.mark.integration


@pytest.fixture
def item(parts: Parts) -> Item:
    """A piece to review in structure 1, deposited by person 1."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        create_structure(session, slug="keredern", name="Keredern", now=now)
        person = create_person(
            session, email="a@b.fr", name="A", password="assez long, oui", is_admin=False, now=now
        )  # fmt: skip
        made = Item(
            structure_id=place.id, depositor_id=person.id, title="Un son", state=ItemState.TO_REVIEW,
            source_sha="0" * 64, source_bytes=1, created_at=now, warnings=[], progress=1.0,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made


def host_of(structure_id: int, *, role: Role = Role.HOST) -> Actor:
    return Actor(person_id=99, roles={structure_id: role})


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        pytest.param(NOBODY, UnknownError, id="nobody"),
        pytest.param(host_of(2), UnknownError, id="the host of another structure"),
        pytest.param(host_of(1, role=Role.CONTRIBUTOR), ForbiddenError, id="a contributor"),
        pytest.param(Actor(person_id=1), ForbiddenError, id="its depositor"),
    ],
)
def test_only_its_hosts_approve(
    parts: Parts, item: Item, actor: Actor, refusal: type[BroadcastError]
) -> None:
    with pytest.raises(refusal), parts.database.writing() as session:
        review.approve(session, item.id, actor=actor, enclosure=None, now=parts.clock.now())


def test_a_host_approves_and_then_everybody_sees_it(parts: Parts, item: Item) -> None:
    with parts.database.reading() as session, pytest.raises(UnknownError):
        item_for(session, item.id, actor=NOBODY)
    with parts.database.writing() as session:
        review.approve(session, item.id, actor=host_of(1), enclosure=None, now=parts.clock.now())
    with parts.database.reading() as session:
        assert item_for(session, item.id, actor=NOBODY).state == ItemState.PUBLISHED
        assert [one.id for one in items_seen_by(session, NOBODY)] == [item.id]


def test_sending_back_needs_a_reason_in_words(parts: Parts, item: Item) -> None:
    with pytest.raises(InvalidError, match="reason_needed"), parts.database.writing() as session:
        review.reject(session, item.id, actor=host_of(1), reason="  ", now=parts.clock.now())
    with parts.database.writing() as session:
        back = review.reject(session, item.id, actor=host_of(1), reason=" Trop long. ", now=parts.clock.now())
        assert (back.state, back.reason) == (ItemState.REJECTED, "Trop long.")


def test_its_depositor_may_withdraw_it(parts: Parts, item: Item) -> None:
    with parts.database.writing() as session:
        gone = review.withdraw(session, item.id, actor=Actor(person_id=1), reason="", now=parts.clock.now())
        assert gone.state == ItemState.WITHDRAWN


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’été à Brest", "l-ete-a-brest"),
        ("Œuvre n° 2", "oeuvre-n-2"),
        ("!?", "episode"),
        ("a" * 90, "a" * 70),
    ],
)
def test_a_title_becomes_part_of_an_address(title: str, slug: str) -> None:
    assert slug_of(title) == slug
