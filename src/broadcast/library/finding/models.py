"""The tables of what can be found. Only what everybody may read is ever in them."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base


class FoundKind(StrEnum):
    """What a result is."""

    SHOW = "show"
    EPISODE = "episode"
    CHAPTER = "chapter"
    PASSAGE = "passage"


class Findable(Base):
    """Something that can be found: a show, an episode, a chapter or a passage of what is said in it.

    `at` is the seconds at which a chapter or a passage begins; `text` is what is shown of it.
    """

    __tablename__ = "findable"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), index=True)
    show_id: Mapped[int] = mapped_column(ForeignKey("show.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    at: Mapped[float | None]
    text: Mapped[str] = mapped_column(Text)


class FoundWord(Base):
    """A word of something that can be found, folded."""

    __tablename__ = "found_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(String(40), unique=True)


class FoundSlip(Base):
    """A word as a slip of the finger may leave it (see `words.slips_of`)."""

    __tablename__ = "found_slip"

    slip: Mapped[str] = mapped_column(String(40), primary_key=True)
    word_id: Mapped[int] = mapped_column(
        ForeignKey("found_word.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class FoundPlace(Base):
    """That a word is in something; `weight` is higher where it says more, as in a title."""

    __tablename__ = "found_place"
    __table_args__ = (Index("ix_found_place_findable_id", "findable_id"),)

    word_id: Mapped[int] = mapped_column(ForeignKey("found_word.id", ondelete="CASCADE"), primary_key=True)
    findable_id: Mapped[int] = mapped_column(ForeignKey("findable.id", ondelete="CASCADE"), primary_key=True)
    weight: Mapped[int]
