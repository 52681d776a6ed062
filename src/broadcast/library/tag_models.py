"""The tables of what published pieces are about. Only what everybody may read is ever in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from broadcast.db import Base


class Tag(Base):
    """A place, a person or a keyword with a page of its own, at an address that stays.

    A person's is there as long as a published piece names them; the others stay, for links lead there.
    `changed_at` is when a piece last came or went. Its name is written as it was last, unless it
    `is_settled`: an editor chose it.
    """

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    slug: Mapped[str] = mapped_column(String(240))
    name: Mapped[str] = mapped_column(String(80))
    changed_at: Mapped[datetime]
    is_settled: Mapped[bool] = mapped_column(default=False)


class TagAlias(Base):
    """Another name that leads to a tag: pieces that tell it are about the tag, its address leads there."""

    __tablename__ = "tag_alias"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    slug: Mapped[str] = mapped_column(String(240))
    name: Mapped[str] = mapped_column(String(80))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"), index=True)


class ItemTag(Base):
    """That a published item is about it; `position` is its place among the item's."""

    __tablename__ = "item_tag"

    item_id: Mapped[str] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
