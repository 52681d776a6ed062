"""Who publishes the station: what the law wants told to everybody (France, LCEN, article 1-1, once 6-III)."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.db import Base
from broadcast.errors import marked

LONGEST = 1_000


class Fact(StrEnum):
    """Something that is told."""

    PUBLISHER = "publisher"
    ADDRESS = "address"
    REGISTRATION = "registration"
    CONTACT = "contact"
    DIRECTOR = "director"
    NEWSROOM = "newsroom"
    HOST = "host"
    PRIVACY = "privacy"


FACT_WORDS = {
    Fact.PUBLISHER: marked("Publisher"),
    Fact.ADDRESS: marked("Address"),
    Fact.REGISTRATION: marked("Registration"),
    Fact.CONTACT: marked("How to reach us"),
    Fact.DIRECTOR: marked("Director of publication"),
    Fact.NEWSROOM: marked("Editor-in-chief"),
    Fact.HOST: marked("Hosting"),
    Fact.PRIVACY: marked("Who answers questions about personal data"),
}
FACT_EXAMPLES = {
    Fact.PUBLISHER: marked("the city, an association: its full name"),
    Fact.ADDRESS: marked("street, postcode, town"),
    Fact.REGISTRATION: marked("SIRET or RNA number"),
    Fact.CONTACT: marked("e-mail and telephone"),
    Fact.DIRECTOR: marked(
        "first name and name of whoever represents it: for a city the mayor, for an association its president"
    ),
    Fact.NEWSROOM: marked("first name and surname"),
    Fact.HOST: marked("name, address and telephone of whoever runs the machine"),
    Fact.PRIVACY: marked("the data protection officer, with an e-mail address"),
}
OPTIONAL = frozenset({Fact.REGISTRATION, Fact.NEWSROOM, Fact.PRIVACY})
"""What not everybody has. The law wants all the others."""
_WITH_TELEPHONE = (Fact.CONTACT, Fact.HOST)
_DIGITS_OF_A_NUMBER = 8
_NUMBER = re.compile(r"\+?\d[\d .()/\u00a0\u202f-]*")


class LegalFact(Base):
    """What the administrators say of one `Fact`; no row where they have not."""

    __tablename__ = "legal_fact"

    fact: Mapped[str] = mapped_column(String(20), primary_key=True)
    words: Mapped[str] = mapped_column(Text)


def read_imprint(session: Session) -> dict[Fact, str]:
    """Every fact, empty where nobody has said it yet."""
    known = {one.fact: one.words for one in session.scalars(select(LegalFact))}
    return {fact: known.get(fact, "") for fact in Fact}


def lacks(facts: Mapping[Fact, str]) -> list[Fact]:
    """What the law wants and is not said, or is said without the telephone number that it wants there."""
    return [
        fact
        for fact in Fact
        if fact not in OPTIONAL
        and (not facts[fact] or (fact in _WITH_TELEPHONE and not _has_telephone(facts[fact])))
    ]


def _has_telephone(words: str) -> bool:
    return any(sum(sign.isdigit() for sign in run) >= _DIGITS_OF_A_NUMBER for run in _NUMBER.findall(words))


def write_imprint(session: Session, told: Mapping[Fact, str], *, actor: Actor, now: datetime) -> None:
    """Say them otherwise; for administrators. Raises ForbiddenError."""
    require_role(actor, Role.EDITOR, structure_id=None)
    before = read_imprint(session)
    after = {fact: _plain(told.get(fact, "")) for fact in Fact}
    changed = [fact for fact in Fact if after[fact] != before[fact]]
    for fact in changed:
        session.merge(LegalFact(fact=fact, words=after[fact]))
    if changed:
        done = Done(
            act=Act.IMPRINT,
            subject="station:legal",
            structure_id=None,
            at=now,
            details={"facts": " ".join(changed)},
        )
        record(session, done, actor=actor)


def _plain(text: str) -> str:
    lines = (" ".join(line.split()) for line in text[:LONGEST].splitlines())
    return "\n".join(line for line in lines if line)
