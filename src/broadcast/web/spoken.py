"""A transcript as pages show and edit it: plain rows of texts."""

from dataclasses import dataclass

from broadcast.errors import InvalidError, marked
from broadcast.library.models import Transcript
from broadcast.library.transcripts import cues_of
from broadcast.media.chapters import clock_of, moment_of
from broadcast.media.cues import Cue, cue_of

ROWS = 25
"""Captions on one page of the form."""


@dataclass(frozen=True, slots=True)
class Row:
    """One caption of the form, as somebody writes it."""

    start: str
    end: str
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the form; `number` counts from 1."""

    number: int
    pages: int
    total: int
    rows: tuple[Row, ...]

    @property
    def places(self) -> range:
        """Which captions it holds."""
        first = (self.number - 1) * ROWS
        return range(first, min(first + ROWS, self.total))


def sheet_of(transcript: Transcript | None, *, number: int) -> Sheet:
    """A page of the captions there are, the last one for a number past the end."""
    cues = cues_of(transcript)
    pages = max(1, -(-len(cues) // ROWS))
    number = min(max(1, number), pages)
    shown = cues[(number - 1) * ROWS : number * ROWS]
    rows = tuple(Row(clock_of(cue.start), clock_of(cue.end), cue.speaker, cue.text) for cue in shown)
    return Sheet(number, pages, len(cues), rows)


def cues_from(rows: tuple[Row, ...]) -> tuple[Cue, ...]:
    """The captions somebody wrote; one without words is left out. Raises InvalidError that names its row."""
    return tuple(_cue(row) for row in rows if row.text.strip())


def _cue(row: Row) -> Cue:
    start, end = moment_of(row.start), moment_of(row.end)
    cue = None if start is None or end is None else cue_of(start, end, row.text, speaker=row.speaker)
    if cue is None:
        raise InvalidError(
            "bad_times",
            marked("The times “{start}” and “{end}” do not go together."),
            marked("Write minutes and seconds such as 1:05, and let it end after it begins."),
            start=row.start[:20],
            end=row.end[:20],
        )
    return cue
