"""A notice in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from broadcast.notices.models import Notice
from broadcast.words import date_words, said


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """As a page or a letter says it; `raised_at` is None of what has no beginning."""

    id: int
    severity: str
    message: str
    remedy: str
    link: str
    raised_at: datetime | None


def told(notice: Notice, *, language: str, timezone: str) -> ToldNotice:
    """In a language, its moments in a zone."""
    values = _spoken(notice.fills, language=language, zone=ZoneInfo(timezone))
    return ToldNotice(
        notice.id,
        notice.severity,
        said(notice.message, values, language=language),
        said(notice.remedy, values, language=language),
        notice.link,
        notice.raised_at,
    )


def _spoken(fills: Mapping[str, object], *, language: str, zone: ZoneInfo) -> dict[str, object]:
    return {
        name: _moment(str(value), language=language, zone=zone) if name.endswith("_at") else value
        for name, value in fills.items()
    }


def _moment(words: str, *, language: str, zone: ZoneInfo) -> str:
    moment = datetime.fromisoformat(words).astimezone(zone)
    return f"{date_words(moment, 'EEEE d MMMM', language=language)}, {moment:%H:%M}"
