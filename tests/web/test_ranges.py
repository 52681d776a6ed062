from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.web.ranges import Span, UnsatisfiableError, stitched, wanted_span


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, None),
        ("bytes=0-99", Span(0, 99)),
        ("bytes=10-", Span(10, 99)),
        ("bytes=10-1000", Span(10, 99)),
        ("bytes=-10", Span(90, 99)),
        ("bytes=-1000", Span(0, 99)),
        ("bytes=5-2", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("items=0-1", None),
    ],
)
def test_one_range_is_understood_and_anything_else_gets_the_whole(
    header: str | None, wanted: Span | None
) -> None:
    assert wanted_span(header, total=100) == wanted


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_past_the_end_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        wanted_span(header, total=100)


@given(st.lists(st.binary(min_size=0, max_size=40), min_size=1, max_size=4), st.data())
def test_blobs_laid_end_to_end_give_the_bytes_of_any_span(blobs: list[bytes], drawn: st.DataObject) -> None:
    whole = b"".join(blobs)
    if not whole:
        return
    first = drawn.draw(st.integers(0, len(whole) - 1))
    last = drawn.draw(st.integers(first, len(whole) - 1))

    def reader(blob: bytes) -> Callable[[Span], bytes]:
        return lambda span: blob[span.first : span.last + 1]

    parts = [(len(blob), reader(blob)) for blob in blobs]
    assert b"".join(stitched(parts, Span(first, last))) == whole[first : last + 1]
