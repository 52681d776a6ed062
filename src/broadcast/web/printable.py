"""What can be printed: what none of the papers' typefaces has is left out or drawn as a box. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

_TOLD = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_SCRIPTS_WE_HAVE = {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN"}
_MARKS = "marks"
_BOX = "\N{WHITE SQUARE}"
_SPOKEN = ("L", "N")  # letters and numbers are seen to be missing; a picture or a sign that is missing is not


def printable(told: Any, *, without: AbstractSet[str] = frozenset()) -> Any:  # noqa: ANN401  # what JSON holds
    """The same data, its texts without what cannot be printed.

    Wide letters and pictures (UAX #11: Chinese, Japanese, Korean, nearly all emoji) are in no typeface of
    ours; `without` names more: letters, or scripts as `lacking` tells them.
    """
    if isinstance(told, str):
        return _text(told, without)
    if isinstance(told, Mapping):
        return {name: printable(value, without=without) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [printable(value, without=without) for value in told]
    return told


def lacking(refusal: str) -> set[str]:
    """The letters that a typesetter's refusal names; of a script that we have no typeface for, its name.

    Where a letter is named that we do have, the marks on it are to blame; then `marks` is told.
    """
    found = _TOLD.search(refusal)
    if not found:
        return set()
    letters = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])
    if all(one.isascii() or one == _BOX or unicodedata.category(one).startswith("M") for one in letters):
        return {_MARKS}
    return {_script(one) if _script(one) not in _SCRIPTS_WE_HAVE else one for one in letters}


def _script(letter: str) -> str:
    """The script of a letter by its name in Unicode; of a sign, the sign itself."""
    if not unicodedata.category(letter).startswith(("L", "M")):
        return letter
    return unicodedata.name(letter, letter).partition(" ")[0]


def _text(text: str, without: AbstractSet[str]) -> str:
    if not without and text.isascii() and text.isprintable():
        return text
    if _MARKS in without:
        composed = unicodedata.normalize("NFC", text)
        text = "".join(one for one in composed if not unicodedata.category(one).startswith("M"))
    kept = "".join(one if _has_typeface(one, without) else _instead(one) for one in text)
    return kept if kept == text else " ".join(kept.split()) or _BOX


def _has_typeface(letter: str, without: AbstractSet[str]) -> bool:
    if unicodedata.east_asian_width(letter) in "WF" or unicodedata.category(letter) in {"Cc", "Cs", "Cn"}:
        return letter in "\t\n"
    return letter not in without and _script(letter) not in without


def _instead(letter: str) -> str:
    if letter.isspace():
        return " "
    return _BOX if unicodedata.category(letter).startswith(_SPOKEN) else ""
