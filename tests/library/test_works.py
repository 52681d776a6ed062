import pytest

from broadcast.errors import InvalidError
from broadcast.library.works import NOTHING_DECLARED, Work, isrc_of, work_in


def test_a_file_s_tags_are_what_is_declared_first() -> None:
    tags = {"artist": "Yann", "lyricist": "Nolwenn", "composer": "Erwan", "album": "La rade",
            "publisher": "Quai", "tsrc": "FR-Z03-91-01231", "title": "Le port"}  # fmt: skip
    assert work_in(tags) == Work(
        performer="Yann", author="Nolwenn", composer="Erwan", album="La rade", label="Quai",
        isrc="FRZ039101231",
    )  # fmt: skip
    assert work_in({"title": "Le port", "isrc": "rien"}) == NOTHING_DECLARED


@pytest.mark.parametrize(
    ("text", "code"),
    [("", ""), ("frz039101231", "FRZ039101231"), ("ISRC FR-Z03-91-01231", "FRZ039101231")],
)
def test_an_isrc_is_twelve_signs(text: str, code: str) -> None:
    assert isrc_of(text) == code


@pytest.mark.parametrize("text", ["FR", "FRZ0391012311", "12Z039101231", "FRZ03910123A"])
def test_nothing_else_is_one(text: str) -> None:
    with pytest.raises(InvalidError):
        isrc_of(text)
