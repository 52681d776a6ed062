"""Words of addresses, free where they are to stand."""

import pytest

from broadcast.accounts.addresses import LONGEST_WORD, free_slug, free_word
from broadcast.accounts.models import Structure
from broadcast.accounts.people import create_structure
from broadcast.errors import BroadcastError
from broadcast.parts import Parts

pytestmark = pytest.mark.integration


def test_a_word_is_numbered_where_it_is_taken_and_never_too_long(parts: Parts) -> None:
    now = parts.clock.now()
    with parts.database.writing() as session:
        assert create_structure(session, name="L’Œil & Cie", now=now).slug == "l-oeil-cie"
        assert create_structure(session, name="L'Oeil, Cie", now=now).slug == "l-oeil-cie-2"
        assert create_structure(session, name="L’oeil Cie", slug="oeil", now=now).slug == "oeil"
        assert free_word(session, Structure.slug, name="l oeil cie") == "l-oeil-cie-3"
        assert free_word(session, Structure.slug, name="日本") == "antenne"
        assert len(free_word(session, Structure.slug, name="a" * 200)) < LONGEST_WORD
        among = Structure.name == "L’oeil Cie"
        assert free_slug(session, Structure.slug, wanted="l-oeil-cie", among=among) == "l-oeil-cie"


@pytest.mark.parametrize(("name", "code"), [(" ", "no_name"), ("Keredern ", "name_taken")])
def test_without_a_word_the_name_has_to_be_a_new_one(parts: Parts, name: str, code: str) -> None:
    now = parts.clock.now()
    with parts.database.writing() as session:
        create_structure(session, name="Keredern", now=now)
        with pytest.raises(BroadcastError) as fault:
            create_structure(session, name=name, now=now)
    assert fault.value.code == code
