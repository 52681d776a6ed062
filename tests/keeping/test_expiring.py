"""An agreement ends: its host is told two weeks before, and the piece goes on the day."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from broadcast.accounts.audit_reading import Wanted, whole_log
from broadcast.accounts.roles import STATION, Actor
from broadcast.errors import ConflictError, ForbiddenError, InvalidError, UnknownError
from broadcast.keeping.expiring import WARNED_BEFORE, act_on_missing, expire_consents
from broadcast.library.agreeing import (
    LACKS_FOR,
    Agreement,
    Hand,
    add_person,
    change_agreement,
    missing_until,
    people_in,
)
from broadcast.library.consents import (
    Consent,
    ConsentKind,
    agree_to_publishing,
    require_consents,
    withdraw_consent,
)
from broadcast.library.models import Item
from broadcast.library.papers import MOST, drop_paper, keep_paper, open_paper, papers_of
from broadcast.library.states import ItemState
from broadcast.notices.repository import open_notices_for
from broadcast.notices.told import told as in_words
from broadcast.parts import Parts
from conftest import SetClock
from keeping.conftest import deposit

pytestmark = pytest.mark.integration
BOTH = frozenset({ConsentKind.RECORDING, ConsentKind.PUBLISHING})
ALL = BOTH | {ConsentKind.GUARDIANS}


@pytest.fixture
def piece(parts: Parts, anna: Actor) -> str:
    """A public piece of Anna's structure, about which nobody was asked yet."""
    deposit(parts, "piece", ItemState.PUBLISHED)
    with parts.database.writing() as session:
        session.get_one(Item, "piece").structure_id = next(iter(anna.roles))
        for one in session.scalars(select(Consent)):
            session.delete(one)
    return "piece"


def hand(parts: Parts, actor: Actor) -> Hand:
    return Hand(actor, parts.settings.signing_key, parts.clock.now())


def add(parts: Parts, actor: Actor, told: Agreement, *, name: str = "Malo", is_minor: bool = False) -> None:
    with parts.database.writing() as session:
        add_person(session, "piece", told, name=name, is_minor=is_minor, by=hand(parts, actor))


def state(parts: Parts) -> tuple[str, list[str]]:
    """The piece's state, and what its host is told."""
    with parts.database.reading() as session:
        notices = open_notices_for(session, STATION, now=parts.clock.now())
        messages = [in_words(one, language="fr", timezone="UTC").message for one in notices]
        return session.get_one(Item, "piece").state, messages


def test_the_host_is_told_and_then_the_piece_goes(
    parts: Parts, anna: Actor, piece: str, clock: SetClock
) -> None:
    ends = clock.now() + timedelta(days=30)
    add(parts, anna, Agreement(kinds=BOTH, until=ends))
    expire_consents(parts)
    assert state(parts) == ("published", [])
    clock.moment = ends - WARNED_BEFORE - timedelta(seconds=1)
    expire_consents(parts)
    assert state(parts) == ("published", [])
    for _ in range(2):
        clock.pass_by(1)
        expire_consents(parts)
    assert state(parts) == (
        "published", ["Une autorisation pour «\u00a0Le quai\u00a0» se termine le jeudi 24 décembre, 10:00."]
    )  # fmt: skip
    clock.moment = ends - timedelta(seconds=1)
    expire_consents(parts)
    assert state(parts)[0] == "published"
    clock.pass_by(1)
    expire_consents(parts)
    withdrawn = ["«\u00a0Le quai\u00a0» a été retiré\u00a0: une autorisation est arrivée à son terme."]
    assert state(parts) == ("withdrawn", withdrawn)
    expire_consents(parts)
    with parts.database.reading() as session:
        item = session.get_one(Item, piece)
        assert (item.withdrawn_at, item.reason) == (
            ends,
            "L’autorisation d’une personne est arrivée à son terme.",
        )
        assert [one.act for one in whole_log(session, Wanted(subject="item:piece"), actor=STATION)] == [
            "consent", "withdraw"
        ]  # fmt: skip


def test_a_new_date_keeps_it_public(parts: Parts, anna: Actor, piece: str, clock: SetClock) -> None:
    ends = clock.now() + timedelta(days=3)
    add(parts, anna, Agreement(kinds=BOTH, until=ends))
    expire_consents(parts)
    assert len(state(parts)[1]) == 1
    with parts.database.writing() as session:
        one = people_in(session, piece, actor=anna, key=parts.settings.signing_key)[0].consents[0]
        later = Agreement(kinds=BOTH, until=ends + timedelta(days=300))
        change_agreement(session, piece, one.id, later, by=hand(parts, anna))
    assert state(parts) == ("published", [])
    clock.moment = ends + timedelta(days=1)
    expire_consents(parts)
    assert state(parts) == ("published", [])


LACKS_TOLD = ["«\u00a0Le quai\u00a0» est public, et il manque une autorisation."]


def test_what_is_missing_of_a_public_piece_is_told_and_a_week_later_it_goes(
    parts: Parts, piece: str, clock: SetClock
) -> None:
    with parts.database.writing() as session:
        long_ago = clock.now() - timedelta(days=900)
        session.add(Consent(item_id=piece, name="", kind="publishing", text_version="1", asked_at=long_ago))
    assert state(parts) == ("published", [])
    for _ in range(2):
        act_on_missing(parts)
        assert state(parts) == ("published", LACKS_TOLD)
        clock.pass_by(LACKS_FOR.total_seconds() / 2 - 1)
    act_on_missing(parts)
    assert state(parts) == ("published", LACKS_TOLD)
    clock.pass_by(2)
    act_on_missing(parts)
    withdrawn = ["«\u00a0Le quai\u00a0» a été retiré\u00a0: il manquait une autorisation."]
    assert state(parts) == ("withdrawn", withdrawn)
    act_on_missing(parts)
    assert state(parts) == ("withdrawn", withdrawn)
    with parts.database.reading() as session:
        assert session.get_one(Item, piece).reason == "Il manque l’autorisation d’une personne."


def test_somebody_noted_afterwards_is_told_at_once_and_stays_once_they_agree(
    parts: Parts, anna: Actor, piece: str, clock: SetClock
) -> None:
    add(parts, anna, Agreement(kinds={ConsentKind.RECORDING}))
    assert state(parts) == ("published", LACKS_TOLD)
    with parts.database.writing() as session:
        until = missing_until(session, session.get_one(Item, piece))
        assert until == clock.now() + LACKS_FOR
        one = people_in(session, piece, actor=anna, key=parts.settings.signing_key)[0].consents[0]
        change_agreement(session, piece, one.id, Agreement(kinds=BOTH), by=hand(parts, anna))
    assert state(parts) == ("published", [])
    clock.pass_by(30 * 86_400)
    act_on_missing(parts)
    assert state(parts) == ("published", [])


def test_what_a_guest_took_back_goes_too_and_a_new_yes_ends_the_notice(
    parts: Parts, anna: Actor, piece: str, clock: SetClock
) -> None:
    add(parts, anna, Agreement(kinds=BOTH))
    with parts.database.writing() as session:
        asked = people_in(session, piece, actor=anna, key=parts.settings.signing_key)[0].consents[0].asked_at
        withdraw_consent(session, session.get_one(Item, piece), asked_at=asked, now=clock.now())
    act_on_missing(parts)
    assert state(parts) == ("published", LACKS_TOLD)
    with parts.database.writing() as session:
        agree_to_publishing(session, session.get_one(Item, piece), asked_at=asked, now=clock.now())
    act_on_missing(parts)
    assert state(parts) == ("published", [])


def test_publishing_is_refused_and_says_what_is_missing_or_over(
    parts: Parts, anna: Actor, piece: str, clock: SetClock
) -> None:
    def refused() -> tuple[str, object]:
        with parts.database.reading() as session, pytest.raises(ConflictError) as fault:
            require_consents(session, session.get_one(Item, piece), now=clock.now())
        return fault.value.code, fault.value.extra["missing"]

    add(parts, anna, Agreement(kinds=BOTH - {ConsentKind.PUBLISHING}))
    assert refused() == ("consent_missing", [{"name": "Malo", "kind": "publishing"}])
    with parts.database.writing() as session:
        one = people_in(session, piece, actor=anna, key=b"")[0].consents[0]
        ends = clock.now() + timedelta(days=1)
        change_agreement(session, piece, one.id, Agreement(kinds=BOTH, until=ends), by=hand(parts, anna))
    with parts.database.reading() as session:
        require_consents(session, session.get_one(Item, piece), now=clock.now())
    clock.moment = ends
    assert refused() == (
        "consent_expired", [{"name": "Malo", "kind": "recording"}, {"name": "Malo", "kind": "publishing"}]
    )  # fmt: skip


def test_for_a_minor_two_sign_and_the_child_agrees(parts: Parts, anna: Actor, piece: str) -> None:
    for guardians in ((), ("Anne Le Goff", ""), ("Anne Le Goff", "Anne  Le Goff")):
        with pytest.raises(InvalidError):
            add(parts, anna, Agreement(kinds=ALL, guardians=guardians), is_minor=True)
    add(parts, anna, Agreement(kinds={ConsentKind.GUARDIANS}, guardians=("Anne", "Yann")), is_minor=True)
    add(parts, anna, Agreement(kinds=ALL, guardians=("Anne",), sole_guardian=True), name="Léa", is_minor=True)
    with pytest.raises(ConflictError):
        add(parts, anna, Agreement(kinds=BOTH), name=" Léa ")
    with parts.database.reading() as session:
        item = session.get_one(Item, piece)
        with pytest.raises(ConflictError) as fault:
            require_consents(session, item, now=parts.clock.now())
        people = people_in(session, piece, actor=anna, key=parts.settings.signing_key)
        sealed = str(session.execute(text("SELECT * FROM consent")).all())
    assert [one["kind"] for one in fault.value.extra["missing"]] == ["recording", "publishing"]  # type: ignore[attr-defined]  # a list
    assert [(one.name, one.guardians) for one in people] == [("Léa", ("Anne",)), ("Malo", ("Anne", "Yann"))]
    assert "Yann" not in sealed


def test_papers_are_sealed_and_for_hosts_only(parts: Parts, anna: Actor, piece: str) -> None:
    key, now = parts.settings.signing_key, parts.clock.now()
    scan = b"%PDF-1.7 signed by Anne Le Goff"
    with parts.database.writing() as session:
        keep_paper(session, piece, scan, actor=anna, key=key, now=now)
        with pytest.raises(InvalidError):
            keep_paper(session, piece, b"MZ\x90", actor=anna, key=key, now=now)
    with parts.database.writing() as session:
        (kept,) = papers_of(session, piece)
        raw = session.execute(text("SELECT sealed FROM consent_paper")).scalar_one()
        assert b"signed" not in bytes(raw)
        found = open_paper(session, piece, kept.id, actor=anna, key=key, now=now)
        assert (found.content, found.file_name) == (scan, "autorisation-2026-11-24.pdf")
        with pytest.raises(ConflictError):
            open_paper(session, piece, kept.id, actor=anna, key=b"another", now=now)
        contributor = Actor(person_id=9, roles={1: 1})  # type: ignore[dict-item]  # as the database has it
        for who in (Actor(), contributor):  # everybody may know of a published piece, and not of its papers
            with pytest.raises(ForbiddenError):
                open_paper(session, piece, kept.id, actor=who, key=key, now=now)
        session.get_one(Item, piece).state = ItemState.TO_REVIEW
        with pytest.raises(UnknownError):
            open_paper(session, piece, kept.id, actor=Actor(), key=key, now=now)
        for _ in range(MOST - 1):
            keep_paper(session, piece, scan, actor=anna, key=key, now=now)
        with pytest.raises(ConflictError):
            keep_paper(session, piece, scan, actor=anna, key=key, now=now)
        drop_paper(session, piece, kept.id, actor=anna, now=now)
        session.flush()
        assert len(papers_of(session, piece)) == MOST - 1
