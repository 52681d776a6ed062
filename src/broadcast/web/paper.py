"""Papers: a document set as PDF, tagged for those who read it by ear (PDF/UA-1)."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadcast.web.printable import lacking, printable
from broadcast.web.static_files import FOLDER

if TYPE_CHECKING:
    import typst

_PAPERS = Path(__file__).parent / "papers"
_FONTS = FOLDER / "vendor"
_LIKE_NOBODY = 0  # one date for all, so that the same words give the same bytes
_MOST_TRIES = 60  # signs and scripts without a typeface that one paper may have


@cache
def _fonts() -> "typst.Fonts":
    """The station's own typefaces and those that the typesetter brings along; none of the machine's."""
    import typst  # noqa: PLC0415  # a large thing, and papers are rarely printed

    return typst.Fonts(include_system_fonts=False, font_paths=[_FONTS])


def paper_mark(name: str, told: Mapping[str, Any]) -> str:
    """A mark of what a paper would say, to see without setting it whether it has changed."""
    layout = (_PAPERS / f"{name}.typ").read_bytes()
    return sha256(layout + json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def set_paper(name: str, told: Mapping[str, Any]) -> bytes:
    """The PDF of a paper. Its words are handed over as data, never as markup.

    PDF/UA-1 refuses a letter that no typeface has (ISO 14289-1 §7.21.8): such a one is told by the
    typesetter, one at a time, and left out or drawn as a box.
    """
    import typst  # noqa: PLC0415  # the same

    without: set[str] = set()
    for _ in range(_MOST_TRIES):
        try:
            return _set(name, printable(told, without=without))
        except typst.TypstError as error:
            missed = lacking(str(error))
            if not missed - without:
                raise
            without |= missed
    raise ValueError("too many letters without a typeface")


def _set(name: str, told: Any) -> bytes:  # noqa: ANN401  # what JSON holds
    import typst  # noqa: PLC0415  # the same

    made = typst.compile(
        str(_PAPERS / f"{name}.typ"),
        root=str(_PAPERS),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(told)},
        pdf_standards=["ua-1"],
        timestamp=_LIKE_NOBODY,
    )
    if not isinstance(made, bytes):
        raise TypeError("a paper is one file")
    return made
