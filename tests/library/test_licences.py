"""Licences: each can be told, and nobody makes one up."""

import pytest

from broadcast.errors import InvalidError
from broadcast.library.licences import Licence, all_deeds, checked_licence, deed_of


def test_each_has_a_deed_of_its_own_and_nothing_said_is_reserved() -> None:
    deeds = dict(all_deeds())
    assert list(deeds) == list(Licence)
    assert deeds[""].name == "All rights reserved"
    named = [deed for code, deed in deeds.items() if code]
    assert len({deed.address for deed in named}) == len({deed.name for deed in named}) == 7
    assert deed_of("CC-BY-SA-4.0").address == "https://creativecommons.org/licenses/by-sa/4.0/"


@pytest.mark.parametrize("word", ["cc-by-4.0", "CC-BY-3.0", "free", " "])
def test_others_are_not_known(word: str) -> None:
    with pytest.raises(InvalidError) as refused:
        checked_licence(word)
    assert refused.value.code == "unknown_value"
