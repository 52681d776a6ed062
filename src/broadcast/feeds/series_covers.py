"""Series with their covers: drawn for their title, or a picture that somebody brings."""

from pathlib import Path

from broadcast.accounts.models import Structure
from broadcast.accounts.roles import Actor, Role, require_role
from broadcast.library.series import (
    SeriesWords,
    checked,
    cover_series,
    create_series,
    edited_series,
    tell_series,
)
from broadcast.library.series_models import Series
from broadcast.parts import Parts
from broadcast.transcode.covers import keep_cover, keep_square
from broadcast.transcode.pictures import draw_cover


def open_series(
    parts: Parts, words: SeriesWords, *, structure: Structure, font: Path, actor: Actor
) -> Series:
    """A new series with a cover drawn for it. Raises ForbiddenError, InvalidError."""
    require_role(actor, Role.EDITOR, structure_id=structure.id)
    cover = _drawn(parts, checked(words).title, structure=structure, font=font)
    with parts.database.writing() as session:
        return create_series(
            session, words, structure_id=structure.id, cover=cover, actor=actor, now=parts.clock.now()
        )


def retell_series(parts: Parts, slug: str, words: SeriesWords, *, font: Path, actor: Actor) -> None:
    """Tell it otherwise; a drawn cover is drawn anew for a new title.

    Raises as `edited_series`, and InvalidError.
    """
    with parts.database.reading() as session:
        series = edited_series(session, slug, actor=actor)
    title = checked(words).title
    is_renamed = series.is_drawn and title != series.title
    cover = _drawn(parts, title, structure=series.structure, font=font) if is_renamed else None
    with parts.database.writing() as session:
        kept, now = edited_series(session, slug, actor=actor), parts.clock.now()
        tell_series(session, kept, words, actor=actor, now=now)
        if cover is not None and kept.is_drawn:
            cover_series(session, kept, cover, is_drawn=True, actor=actor, now=now)


def cover_series_with(
    parts: Parts, slug: str, picture: bytes, *, centre: tuple[float, float], actor: Actor
) -> None:
    """Give it a picture. Raises as `edited_series`, and what `keep_square` does."""
    with parts.database.reading() as session:
        edited_series(session, slug, actor=actor)
    key = keep_square(parts.storage, parts.settings, picture, centre=centre)
    with parts.database.writing() as session:
        series = edited_series(session, slug, actor=actor)
        cover_series(session, series, key, is_drawn=False, actor=actor, now=parts.clock.now())


def _drawn(parts: Parts, title: str, *, structure: Structure, font: Path) -> str:
    picture = draw_cover(title, subtitle=structure.name, seed=title, font=font)
    return keep_cover(parts.storage, picture)
