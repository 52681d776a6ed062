"""What is changed after approval waits for approval; until then the public keeps what was approved."""

from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy import select

from broadcast.accounts.acts import Act
from broadcast.accounts.audit_reading import Wanted, whole_log
from broadcast.accounts.models import Structure
from broadcast.accounts.people import create_person, create_structure
from broadcast.accounts.roles import STATION, Actor, Role
from broadcast.db import Database
from broadcast.errors import BroadcastError, ConflictError, ForbiddenError
from broadcast.library import review
from broadcast.library.amend import Told, amend, cover_item
from broadcast.library.drafts import changes_in, draft_of, drafted_transcript, version_of
from broadcast.library.models import Draft, Item, Transcript, TranscriptSource
from broadcast.library.queue import queue_of
from broadcast.library.states import ItemState
from broadcast.library.transcripts import Said, keep_found, remove_transcript, write_transcript
from broadcast.media.chapters import Chapter
from broadcast.media.units import Seconds
from broadcast.parts import Parts

if TYPE_CHECKING:
    from conftest import SetClock

pytestmark = pytest.mark.integration
AUTHOR = Actor(person_id=1, name="A", roles={1: Role.CONTRIBUTOR})
NEW = Told(title="Le phare", description="La nuit", chapters=(Chapter(Seconds(0.0), "Début"),))


@pytest.fixture
def item(parts: Parts) -> str:
    """A piece that waits for review in structure 1, deposited by person 1."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        for email, name in (("a@b.fr", "A"), ("h@b.fr", "Hôte")):
            person = create_person(
                session, email=email, name=name, password="assez long, oui", is_admin=False, now=now
            )
        made = Item(
            structure_id=place.id, depositor_id=1, title="Un son", state=ItemState.TO_REVIEW, package="p",
            source_sha="0" * 64, source_bytes=1, created_at=now, warnings=[], progress=1.0, stills=0,
        )  # fmt: skip
        assert person.id == 2
        session.add(made)
        session.flush()
        return made.id


@pytest.fixture
def published(parts: Parts, item: str) -> str:
    with parts.database.writing() as session:
        write_transcript(session, item, typed("Bonjour"), actor=host(), now=parts.clock.now())
        review.approve(session, item, actor=host(), enclosure=None, now=parts.clock.now())
    return item


def host() -> Actor:
    return Actor(person_id=2, name="Hôte", roles={1: Role.HOST})


def typed(words: str) -> Said:
    return Said(language="fr", source=TranscriptSource.TYPED, words=words)


def later(parts: Parts) -> None:
    cast("SetClock", parts.clock).pass_by(1)


def public_of(database: Database, item: str) -> tuple[str, str, int, str | None, str]:
    with database.reading() as session:
        found, words = session.get_one(Item, item), session.get(Transcript, item)
        return found.title, found.description, len(found.chapters), found.cover, words.words if words else ""


def change_all(parts: Parts, item: str, *, actor: Actor) -> None:
    later(parts)
    with parts.database.writing() as session:
        amend(session, item, NEW, actor=actor, now=parts.clock.now())
        cover_item(session, item, "covers/1.jpg", actor=actor, now=parts.clock.now())
        write_transcript(session, item, typed("Bonsoir"), actor=actor, now=parts.clock.now())


@pytest.mark.parametrize(
    "actor", [pytest.param(AUTHOR, id="its depositor"), pytest.param(host(), id="a host")]
)
def test_the_public_keeps_the_approved_version_until_the_next_approval(
    parts: Parts, published: str, actor: Actor
) -> None:
    approved = ("Un son", "", 0, None, "Bonjour")
    change_all(parts, published, actor=actor)
    assert public_of(parts.database, published) == approved
    with parts.database.reading() as session:
        waiting = queue_of(session, host())
        assert [(one.item.id, one.words.title) for one in waiting] == [(published, "Le phare")]
        draft = draft_of(session, published)
        assert draft is not None
        assert changes_in(session, waiting[0].item, draft) == [
            "title", "description", "chapters", "cover", "transcript",
        ]  # fmt: skip
        assert waiting[0].item.state == ItemState.PUBLISHED
    with parts.database.writing() as session:
        review.approve(session, published, actor=host(), enclosure=None, now=parts.clock.now())
    assert public_of(parts.database, published) == ("Le phare", "La nuit", 1, "covers/1.jpg", "Bonsoir")
    with parts.database.reading() as session:
        assert queue_of(session, host()) == []
        assert session.scalars(select(Draft)).all() == []


def test_before_approval_an_edit_changes_the_piece_itself(parts: Parts, item: str) -> None:
    change_all(parts, item, actor=AUTHOR)
    assert public_of(parts.database, item) == ("Le phare", "La nuit", 1, "covers/1.jpg", "Bonsoir")
    with parts.database.reading() as session:
        assert draft_of(session, item) is None


def test_what_was_not_looked_at_is_not_approved(parts: Parts, published: str) -> None:
    change_all(parts, published, actor=AUTHOR)
    with parts.database.reading() as session:
        seen = version_of(session.get_one(Item, published), draft_of(session, published))
    change_all(parts, published, actor=AUTHOR)
    with pytest.raises(ConflictError, match="changed_meanwhile"), parts.database.writing() as session:
        review.approve(
            session, published, actor=host(), enclosure=None, now=parts.clock.now(), seen=seen
        )  # fmt: skip
    assert public_of(parts.database, published)[0] == "Un son"


def test_without_a_change_there_is_nothing_to_approve_again(parts: Parts, published: str) -> None:
    with pytest.raises(ConflictError, match="wrong_state"), parts.database.writing() as session:
        review.approve(session, published, actor=host(), enclosure=None, now=parts.clock.now())


def test_a_change_is_sent_back_mended_and_dropped(parts: Parts, published: str) -> None:
    change_all(parts, published, actor=AUTHOR)
    now = parts.clock.now()
    with parts.database.writing() as session:
        review.ask_change(session, published, actor=host(), reason="Plus court.", now=now)
    with parts.database.reading() as session:
        draft = draft_of(session, published)
        assert draft is not None
        assert (draft.state, draft.reason, queue_of(session, host())) == ("rejected", "Plus court.", [])
    with parts.database.writing() as session:
        remove_transcript(session, published, actor=AUTHOR, now=now)
    with parts.database.reading() as session:
        assert [one.item.id for one in queue_of(session, host())] == [published]
        assert drafted_transcript(session, published) is None
    with parts.database.writing() as session:
        review.reject(session, published, actor=host(), reason="Finalement non.", now=now)
    assert public_of(parts.database, published) == ("Un son", "", 0, None, "Bonjour")
    with parts.database.reading() as session:
        assert draft_of(session, published) is None


def test_a_machines_words_for_a_published_piece_wait_too(parts: Parts, published: str) -> None:
    later(parts)
    with parts.database.writing() as session:
        session.delete(session.get_one(Transcript, published))
    with parts.database.writing() as session:
        assert keep_found(session, published, typed("Entendu"), now=parts.clock.now())
    assert public_of(parts.database, published)[4] == ""


def test_a_piece_goes_back_with_words_and_comes_again(parts: Parts, item: str) -> None:
    now = parts.clock.now()
    with parts.database.writing() as session:
        back = review.ask_change(session, item, actor=host(), reason=" Plus court. ", now=now)
        assert (back.state, back.reason, back.is_refused) == ("rejected", "Plus court.", False)
    with parts.database.writing() as session:
        again = review.submit(session, item, actor=AUTHOR, now=now)
        assert (again.state, again.reason) == ("to_review", "")
    with parts.database.writing() as session:
        review.reject(session, item, actor=host(), reason="Hors sujet.", now=now)
    with pytest.raises(ForbiddenError), parts.database.writing() as session:
        review.submit(session, item, actor=AUTHOR, now=now)
    with pytest.raises(ForbiddenError), parts.database.writing() as session:
        amend(session, item, NEW, actor=AUTHOR, now=now)


@pytest.mark.parametrize(
    ("actor", "is_trusted", "refusal"),
    [
        pytest.param(AUTHOR, False, ForbiddenError, id="not trusted"),
        pytest.param(AUTHOR, True, None, id="trusted"),
        pytest.param(Actor(2, roles={1: Role.CONTRIBUTOR}), True, ForbiddenError, id="somebody else's"),
        pytest.param(Actor(1), True, ForbiddenError, id="no longer a member"),
    ],
)
def test_a_trusted_structures_people_publish_their_own(
    parts: Parts, item: str, actor: Actor, *, is_trusted: bool, refusal: type[BroadcastError] | None
) -> None:
    with parts.database.writing() as session:
        session.get_one(Structure, 1).is_trusted = is_trusted
    if refusal is None:
        with parts.database.writing() as session:
            done = review.approve(session, item, actor=actor, enclosure=None, now=parts.clock.now())
            assert done.state == ItemState.PUBLISHED
        return
    with pytest.raises(refusal), parts.database.writing() as session:
        review.approve(session, item, actor=actor, enclosure=None, now=parts.clock.now())


def test_every_decision_is_in_the_log_with_its_words(parts: Parts, item: str) -> None:
    now = parts.clock.now()
    with parts.database.writing() as session:
        review.ask_change(session, item, actor=host(), reason="Plus court.", now=now)
        amend(session, item, NEW, actor=AUTHOR, now=now)
        review.submit(session, item, actor=AUTHOR, now=now)
        review.approve(session, item, actor=host(), enclosure=None, now=now)
        review.withdraw(session, item, actor=host(), reason="Demande.", now=now)
    with parts.database.reading() as session:
        told = whole_log(session, Wanted(subject=f"item:{item}"), actor=STATION)
    assert [(one.act, one.name, one.words) for one in told] == [
        (Act.ASK_CHANGE, "Hôte", "Plus court."),
        (Act.EDIT, "A", ""),
        (Act.SUBMIT, "A", ""),
        (Act.APPROVE, "Hôte", ""),
        (Act.WITHDRAW, "Hôte", "Demande."),
    ]
