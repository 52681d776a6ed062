"""Words on screen: message ids are English in the code, other languages come from the catalogues beside it.

A catalogue is read as text once per process; nothing has to be compiled. What one of a regional language does
not say is said in French; nobody is offered it until a native speaker has put their name in its header.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from broadcast.errors import BroadcastError, marked

LANGUAGES = {"fr": "Français", "en": "English", "br": "Brezhoneg"}
"""What each calls itself."""
_REGIONAL = {"br"}
_REVIEWED = re.compile(r"^#? ?Reviewed-by: *\S", re.MULTILINE)
_CATALOGUES = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; English is the message ids themselves."""
    path = _CATALOGUES / language / "LC_MESSAGES" / "antenne.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, _read(path, language))
    compiled.seek(0)
    found = Translations(compiled)
    if language in _REGIONAL:
        found.add_fallback(catalogue("fr"))
    return found


def _read(path: Path, language: str) -> Catalog:
    """A catalogue, without what it does not say yet: an empty text would be said as it is."""
    with path.open("rb") as file:
        found = read_po(file, locale=language)
    for one in list(found):
        if one.id and not all(one.string if isinstance(one.string, tuple) else (one.string,)):
            found.delete(one.id)
    return found


@cache
def offered() -> tuple[str, ...]:
    """The languages that readers may choose: a regional one once somebody who speaks it has read it."""
    return tuple(one for one in LANGUAGES if one not in _REGIONAL or _is_reviewed(one))


def _is_reviewed(language: str) -> bool:
    path = _CATALOGUES / language / "LC_MESSAGES" / "antenne.po"
    return path.exists() and bool(_REVIEWED.search(_read(path, language).header_comment))


def wished(accepted: str, among: Sequence[str]) -> str:
    """The regional language that a browser asks for first (RFC 9110 §12.5.4); empty where it asks for none.

    Many browsers ask for English without anybody having chosen that; none asks for Breton by itself. So a
    wish counts for a regional language only, and where none of the others is wanted more.
    """
    weighed = [(_weight(parameters), tag.strip().lower().partition("-")[0])
               for tag, _, parameters in (one.partition(";") for one in accepted.split(","))]  # fmt: skip
    known = [(weight, tag) for weight, tag in weighed if tag in LANGUAGES and weight > 0]
    first = max(known, key=lambda one: one[0], default=(0.0, ""))[1]
    return first if first in _REGIONAL and first in among else ""


def _weight(parameters: str) -> float:
    found = re.search(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$", parameters)
    return float(found[1]) if found else float(not parameters.strip())


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
    if isinstance(value, datetime):  # in its own zone, to the second where it is not a whole minute
        time = f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
        return f"{date_words(value, 'EEEE d MMMM y', language=language)}, {time}"
    if isinstance(value, date):
        return date_words(value, "EEEE d MMMM y", language=language)
    return translator(language)(value) if isinstance(value, str) and value else value


def date_words(on: date, pattern: str, *, language: str) -> str:
    """A date by a pattern of the CLDR; in French the first of a month is its 1er."""
    told = format_date(on, pattern, locale=language)
    return f" {told} ".replace(" 1 ", " 1er ")[1:-1] if language == "fr" else told


def span_words(first: date, last: date, *, language: str) -> str:
    """From one day to another; the first has its year only where the other's is another."""
    begins = date_words(first, "d MMMM" if first.year == last.year else "d MMMM y", language=language)
    return said(
        marked("from {first} to {last}"),
        {"first": begins, "last": date_words(last, "d MMMM y", language=language)},
        language=language,
    )


def error_words(error: BroadcastError, *, language: str) -> tuple[str, str]:
    """An error's sentence and remedy for people."""
    return (
        said(error.message, error.values, language=language),
        said(error.remedy, error.values, language=language),
    )


def happened_words(day: str, *, language: str) -> str:
    """A day, a month or a year as ISO 8601 writes it, in words."""
    patterns = {4: "y", 7: "MMMM y", 10: "d MMMM y"}
    return date_words(date.fromisoformat(f"{day}-01-01"[:10]), patterns[len(day)], language=language)
