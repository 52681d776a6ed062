"""What the databases are asked with that they cannot write."""

import pytest
from sqlalchemy import select, update

from broadcast.accounts.models import Structure
from broadcast.accounts.people import create_structure
from broadcast.db import Database
from broadcast.errors import UnknownError
from conftest import SetClock


@pytest.mark.integration
def test_nothing_has_a_number_beyond_what_a_database_writes(database: Database, clock: SetClock) -> None:
    with database.writing() as session:
        create_structure(session, slug="mpt", name="MPT", now=clock.now())
    with pytest.raises(UnknownError), database.writing() as session:
        session.execute(update(Structure).values(id=2**80))
    with database.reading() as session:
        assert session.scalars(select(Structure.slug)).all() == ["mpt"]


@pytest.mark.integration
def test_no_text_holds_what_one_of_the_databases_cannot_keep(database: Database, clock: SetClock) -> None:
    with database.writing() as session:
        create_structure(session, slug="mpt", name="M\0PT\0", now=clock.now())
    with database.reading() as session:
        assert session.scalars(select(Structure.name)).all() == ["MPT"]
        assert session.scalars(select(Structure.slug).where(Structure.slug == "m\0pt")).all() == ["mpt"]
