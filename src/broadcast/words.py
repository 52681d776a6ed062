"""Words on screen: message ids are English in the code, French comes from the catalogue beside it.

The catalogue is read as text once per process; nothing has to be compiled.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from broadcast.errors import BroadcastError

LANGUAGES = ("fr", "en")
_CATALOGUES = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; English is the message ids themselves."""
    path = _CATALOGUES / language / "LC_MESSAGES" / "antenne.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def translator(language: str) -> Callable[[str], str]:
    """Message ids into a language."""
    return catalogue(language).gettext


def said(text: str, values: Mapping[str, object], *, language: str) -> str:
    """A message with its values, themselves translated where they are message ids, dates in words."""
    if not text:
        return ""
    told = {name: _word(value, language=language) for name, value in values.items()}
    return translator(language)(text).format(**told)


def _word(value: object, *, language: str) -> object:
    if isinstance(value, date):
        return format_date(value, "EEEE d MMMM y", locale=language)
    return translator(language)(value) if isinstance(value, str) and value else value


def date_words(on: date, pattern: str, *, language: str) -> str:
    """A date by a pattern of the CLDR; in French the first of a month is its 1er."""
    told = format_date(on, pattern, locale=language)
    return f" {told} ".replace(" 1 ", " 1er ")[1:-1] if language == "fr" else told


def error_words(error: BroadcastError, *, language: str) -> tuple[str, str]:
    """An error's sentence and remedy for people."""
    return (
        said(error.message, error.values, language=language),
        said(error.remedy, error.values, language=language),
    )
