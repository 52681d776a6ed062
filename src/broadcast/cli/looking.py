"""Looking at a station: what is wrong with it, and why it plays what it plays."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from broadcast.errors import InvalidError, marked

if TYPE_CHECKING:
    from broadcast.playout.because import Explained
    from broadcast.schedule.models import Channel


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    app.command()(doctor)
    app.command("why")(tell_why)


def doctor() -> None:
    """Say what is missing or wrong, with the remedy; exit code 1 if anything is.

    What the law wants of its administrators and is not done yet (!) changes no exit code.
    """
    from broadcast.cli.checks import examine
    from broadcast.settings import load_settings

    settings = load_settings()
    found = list(examine(settings))
    for one in found:
        sign = "✓" if one.is_well else "!" if one.due else "✗"
        remedy = "" if one.is_well else f"\n    → {one.remedy}"
        sys.stdout.write(f"{sign} {one.name}: {one.finding}{remedy}\n")
    raise typer.Exit(0 if all(one.is_well or one.due for one in found) else 1)


def tell_why(
    channel: str,
    when: Annotated[str, typer.Argument(help="2026-12-01T18:00 in the channel's zone, or 18:00 today")] = "",
) -> None:
    """Say why this is (was, will be) on air."""
    from broadcast.cli.house import opened_parts
    from broadcast.playout.because import because
    from broadcast.playout.pieces import Packages
    from broadcast.schedule.repository import channel_by_slug

    with opened_parts() as parts:
        with parts.database.reading() as session:
            place = channel_by_slug(session, channel)
            zone = ZoneInfo(place.timezone)
            moment = moment_told(when, now=parts.clock.now().astimezone(zone))
            found = because(session, Packages(parts.storage), place, at=moment)
        sys.stdout.write("\n".join(_lines(found, place, language=parts.settings.language)) + "\n")


def moment_told(when: str, *, now: datetime) -> datetime:
    """The moment that was meant; `now` is in the channel's zone. Raises InvalidError."""
    if not when:
        return now
    try:
        text = f"{now.date().isoformat()}T{when}" if "T" not in when and ":" in when else when
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidError(
            "bad_date",
            marked("“{when}” is not a date or a time."),
            marked("Write it as 2026-12-01T18:00, or 18:00 for today."),
            when=when[:40],
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _lines(found: "Explained", channel: "Channel", *, language: str) -> list[str]:
    from broadcast.words import date_words, translator

    airing = found.aired.airing
    zone = ZoneInfo(channel.timezone)
    starts, ends = (moment.astimezone(zone) for moment in (found.aired.starts_at, found.aired.ends_at))
    day = date_words(starts, "EEEE d MMMM y", language=language)
    name = " — ".join(part for part in (airing.show, airing.title) if part) or "·"
    translated = translator(language)
    facts = [f"  {translated(name)}: {value}" for name, value in found.evidence]
    return [
        f"{day}, {starts:%H:%M:%S} – {ends:%H:%M:%S}  {name}",
        *found.sentences(language=language),
        *facts,
    ]
