"""Pages: Jinja2 templates in the reader's language."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from babel.numbers import format_decimal
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from broadcast.accounts.roles import NOBODY
from broadcast.errors import BroadcastError, marked
from broadcast.library import keys
from broadcast.library.consents import CONSENT_WORDS
from broadcast.library.licences import deed_of
from broadcast.media.chapters import clock_of
from broadcast.web.day import moment_text
from broadcast.web.house import actor_of_request, house_of, language_of, public_base
from broadcast.web.static_files import static_address
from broadcast.words import LANGUAGES, catalogue, date_words, error_words, happened_words, offered, said

_FOLDER = Path(__file__).parent / "templates"
_REPORTABLE = ("/shows/", "/channels/", "/structures/", "/places/", "/people/", "/keywords/", "/series/")
"""Public pages of a thing: the form to report something is told where one comes from, on no other page."""


def render(request: Request, template: str, /, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401  # a template's values are of any type
    """A page. A fragment is a page whose name begins with an underscore."""
    language = language_of(request)
    parts = house_of(request).parts
    page = _environment(language, parts.settings.timezone).get_template(template)
    shared = {
        "language": language,
        "languages": [(one, LANGUAGES[one]) for one in offered() if one != language],
        "actor": _asker(request),
        "path": request.url.path,
        "base": public_base(request),
        "now": parts.clock.now(),
        "reportable": request.url.path if request.url.path.startswith(_REPORTABLE) else "",
    }
    headers = {
        "Cache-Control": "no-store" if shared["actor"].is_known else "no-cache",
        "Vary": "Cookie, Accept-Language",
    }
    return HTMLResponse(page.render(**shared, **values), status_code=status, headers=headers)


def _asker(request: Request) -> Any:  # noqa: ANN401  # an Actor; the fault page must render whatever asks
    try:
        return actor_of_request(request)
    except BroadcastError:
        return NOBODY


def form_page(request: Request, template: str, /, *, fault: BroadcastError | None, **values: Any) -> Response:  # noqa: ANN401  # as above
    """A page with a form: with what was wrong, in words, where something was."""
    told = error_words(fault, language=language_of(request)) if fault else None
    return render(request, template, status=fault.kind.value if fault else 200, fault=told, **values)


@cache
def _environment(language: str, timezone: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    zone = ZoneInfo(timezone)

    def local(moment: datetime, pattern: str) -> str:
        return format_datetime(moment.astimezone(zone), pattern, locale=language)

    environment.filters |= {
        "clock": lambda moment: local(moment, "HH:mm"),
        "clock_seconds": lambda moment: local(moment, "HH:mm:ss"),
        "day": lambda moment: date_words(moment.astimezone(zone), "EEEE d MMMM", language=language),
        "iso_day": lambda moment: local(moment, "yyyy-MM-dd"),
        "date": lambda moment: date_words(moment.astimezone(zone), "d MMMM y", language=language),
        "weekday": lambda on: date_words(on, "EEEE d MMMM", language=language),
        "short_weekday": lambda on: date_words(on, "EEE d", language=language),
        "wall": lambda moment: f"{moment:%H:%M}",  # of a moment in its own zone, the channel's
        "before": lambda day, last: _before(day, last, language),
        "duration": _duration,
        "happened": lambda day: happened_words(day, language=language),
        "decimal": lambda number: "-" if number is None else format_decimal(number, "0.0", locale=language),
        "room": lambda size: _room(size, language),
        "speed": lambda times: format_decimal(times, "0.##", locale=language),
        "cover": lambda key: f"/{keys.small(key)}",
        "tiny_cover": lambda key: f"/{keys.tiny(key)}",
        "quoted": quote,
        "in_words": catalogue(language).gettext,
        "moment": clock_of,
        "deed": deed_of,
        "agreed_to": lambda kind: catalogue(language).gettext(CONSENT_WORDS[kind]),
        "last_day": lambda moment: moment - timedelta(seconds=1),  # what ends at midnight: the day before
        "asked": moment_text,
        "language_name": lambda tag: _language_name(tag, language),
    }
    environment.globals["static"] = static_address
    return environment


def _language_name(tag: str, language: str) -> str:
    """What a language is called in another; its tag where nobody knows."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(language) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _room(size: int, language: str) -> str:
    """4 GB, 64 MB."""
    words, unit = (marked("{size} GB"), 1 << 30) if size >= 1 << 30 else (marked("{size} MB"), 1 << 20)
    return said(words, {"size": format_decimal(size / unit, "0.#", locale=language)}, language=language)


def _before(day: date, last: date, language: str) -> str:
    """The first of days that are told up to the last: its year only where the last has another."""
    return date_words(day, "d MMMM" if day.year == last.year else "d MMMM y", language=language)


def _duration(seconds: float | None) -> str:
    """4:05, 1:02:03; a dash where it is not known."""
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
