"""Pieces of a rotation for tests, and a day of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from broadcast.media.grid import padded
from broadcast.media.units import TICKS_PER_SECOND, Ticks, ticks_of
from broadcast.schedule.filling import EARLY, Choice, Pool, choose
from broadcast.schedule.rotation import Heard, Marks, Stretch, marks_of


@dataclass(frozen=True, slots=True)
class Song:
    """A piece as the rotation sees it."""

    item: str
    ticks: Ticks
    weight: int = 1
    is_music: bool = True
    marks: Marks = Marks()  # noqa: RUF009  # frozen


def song(  # noqa: PLR0913  # whatever a test wants to say of it
    name: str, *, seconds: float = 200, artist: str = "", title: str = "", structure: int | None = None,
    weight: int = 1, is_music: bool = True,
) -> Song:  # fmt: skip
    """A piece that lasts so long, on the grid."""
    marks = marks_of(artist=artist, title=title or name, structure=structure)
    return Song(name, padded(ticks_of(seconds)), weight, is_music, marks)


@dataclass(frozen=True, slots=True)
class Played:
    """What was chosen where, and what was remembered before it."""

    at: Ticks
    choice: Choice[Song] | None
    heard: Heard

    @property
    def track(self) -> Song:
        """The piece. Fails for the stand-by loop."""
        assert self.choice is not None
        return self.choice.track


BEGINNING = Ticks(0)
STAND_BY = Ticks(17 * TICKS_PER_SECOND)


def played(pool: Pool[Song], *, until: Ticks | None = None, heard: Heard | None = None) -> Iterator[Played]:
    """Choose again and again, each time from where the last piece ends; to `until` if there is one."""
    at, heard = BEGINNING, heard or Heard()
    while until is None or at + EARLY < until:
        choice = choose(pool, heard=heard, at=at, until=until)
        yield Played(at, choice, heard)
        if choice is None:
            at, heard = Ticks(at + STAND_BY), heard.with_nothing()
            continue
        track = choice.track
        heard = (
            heard.with_jingle(track.item, at=at)
            if choice.is_jingle
            else heard.with_piece(track.item, track.marks, at=at).with_stretch(
                Stretch(at, track.ticks, track.is_music)
            )
        )
        at = Ticks(at + track.ticks)
