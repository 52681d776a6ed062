"""The legal air log, for whoever sits at the station's own machine."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from broadcast.playout.airlog import Remark


_MOMENT = "2026-12-01T18:00 in the channel's zone, or 18:00 today"


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command("airlog")(airlog)


def airlog(
    channel: str,
    start: Annotated[str, typer.Argument(metavar="FROM", help=_MOMENT)],
    end: Annotated[str, typer.Argument(metavar="TO", help=_MOMENT)],
    out: Annotated[Path, typer.Argument(help="A file to write: .mp4, or .mp3 for the sound only.")],
) -> None:
    """Write what a channel aired as one file: the proof of it, withdrawn pieces included."""
    from rich.console import Console
    from rich.progress import Progress

    from broadcast.cli.house import opened_parts
    from broadcast.cli.looking import moment_told
    from broadcast.playout.airlog import read_log, write_file
    from broadcast.playout.log_files import writer_of
    from broadcast.schedule.repository import channel_by_slug

    with opened_parts() as parts:
        write = writer_of(out.name)
        with parts.database.reading() as session:
            place = channel_by_slug(session, channel)
        zone = ZoneInfo(place.timezone)
        now = parts.clock.now().astimezone(zone)
        log = read_log(parts, place, start=moment_told(start, now=now), end=moment_told(end, now=now))
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task(out.name, total=1.0)
            written = write_file(
                out,
                lambda file: write(log, file, progress=lambda share: progress.update(bar, completed=share)),
            )
        for remark in written.remarks:
            sys.stderr.write(remark_line(remark, zone=zone, language=parts.settings.language) + "\n")
        sys.stdout.write(f"{out}\n")


def remark_line(remark: "Remark", *, zone: ZoneInfo, language: str) -> str:
    """What is to be known of a part of the log, on one line."""
    from broadcast.playout.log_files import REMARK_WORDS
    from broadcast.words import said

    begin, end = (
        moment.astimezone(zone).isoformat(sep=" ", timespec="seconds")
        for moment in (remark.starts_at, remark.ends_at)
    )
    words = said(REMARK_WORDS[remark.missing], {"title": remark.title}, language=language)
    return f"{begin} → {end}  {words}"
