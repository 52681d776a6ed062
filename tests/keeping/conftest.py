"""A station with a host and a workshop, and guests who deposited in it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from broadcast.accounts.people import create_person, create_structure, join_structure
from broadcast.accounts.repository import actor_of
from broadcast.accounts.roles import Actor, Role
from broadcast.library.consents import Consent
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.slots import create_channel
from broadcast.workshops.hours import Hours
from broadcast.workshops.models import GuestDeposit, Workshop


@pytest.fixture
def anna(parts: Parts) -> Actor:
    """A host, with a structure, a channel and a workshop."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        place = create_structure(session, slug="mpt", name="MPT", now=now)
        person = create_person(
            session, email="a@b.fr", name="Anna", password="assez long, oui", is_admin=False, now=now
        )
        join_structure(session, person, structure=place, role=Role.HOST, now=now)
        create_channel(
            session, slug="radio", name="Radio", kind=ChannelKind.RADIO, structure=place, timezone="UTC",
            now=now,
        )  # fmt: skip
        session.flush()
        hours = Hours(now, now + timedelta(hours=1))
        session.add(
            Workshop(
                id="w", structure_id=place.id, name="Atelier", kind="track", opens_at=hours.opens_at,
                closes_at=hours.closes_at, nonce="00", lookup="w", created_at=now,
            )
        )  # fmt: skip
        return actor_of(session, person)


def deposit(parts: Parts, name: str, state: ItemState, *, withdrawn_at: datetime | None = None) -> None:
    """A piece by a guest, with what they agreed to."""
    now = parts.clock.now()
    with parts.database.writing() as session:
        session.add(
            Item(
                id=name, title="Le quai", artist=name, file_name=f"{name}.m4a", state=state, source_sha=name,
                source_bytes=1, created_at=now, withdrawn_at=withdrawn_at, warnings=[], chapters=[],
            )
        )  # fmt: skip
        session.flush()
        session.add(
            GuestDeposit(
                workshop_id="w", lookup=name, name=name, title="Le quai", answers={"minor": True},
                item_id=name, created_at=now,
            )
        )  # fmt: skip
        session.add(Consent(item_id=name, name=name, kind="recording", text_version="1", asked_at=now))


def names_of(parts: Parts) -> list[tuple[str, str, str, str]]:
    with parts.database.reading() as session:
        found = session.execute(
            select(GuestDeposit.name, Item.artist, Item.file_name, Consent.name)
            .join(Item, Item.id == GuestDeposit.item_id)
            .join(Consent, Consent.item_id == Item.id)
            .order_by(Item.id)
        )
        return [(one, two, three, four) for one, two, three, four in found]
