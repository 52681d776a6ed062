import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.errors import InvalidError
from broadcast.media.chapters import (
    MOST_CHAPTERS,
    Chapter,
    chapters_of,
    clock_of,
    moment_of,
    read_lines,
    write_lines,
)
from broadcast.media.units import Seconds

LENGTH = Seconds(36_000.0)


@given(
    st.lists(
        st.tuples(st.integers(0, 35_999_999).map(lambda ms: ms / 1_000), st.text(max_size=40)), max_size=12
    )
)
def test_lines_are_read_as_they_were_written(told: list[tuple[float, str]]) -> None:
    chapters = chapters_of(told)
    assert read_lines(write_lines(chapters), length=LENGTH) == chapters


@given(st.integers(0, 86_400_000))
def test_a_clock_stands_for_its_moment(thousandths: int) -> None:
    assert moment_of(clock_of(thousandths / 1_000)) == pytest.approx(thousandths / 1_000)


def test_lines_may_be_written_as_people_do() -> None:
    assert read_lines("0:00 Début\n\n 1:02:03 – Le port\n12:5 Fin ", length=LENGTH) == (
        Chapter(Seconds(0), "Début"), Chapter(Seconds(725), "Fin"), Chapter(Seconds(3_723), "Le port")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le port", "bad_chapter"),
        ("1:05", "bad_chapter"),
        ("11:00:00 Trop tard", "late_chapter"),
        ("0:01 x\n" * (MOST_CHAPTERS + 1), "too_many_chapters"),
    ],
)
def test_a_wrong_line_is_named(text: str, code: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        read_lines(text, length=LENGTH)
    assert refusal.value.code == code
    assert refusal.value.remedy


def test_a_file_with_far_too_many_chapters_keeps_the_first() -> None:
    found = chapters_of([(float(number), "\x1b<b>x</b>\n") for number in range(100_000)])
    assert len(found) == MOST_CHAPTERS
    assert found[0] == Chapter(Seconds(0), "<b>x</b>")
