"""Questions about places, people and keywords: what everybody may find by them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.errors import InvalidError, UnknownError, marked
from broadcast.library.finding.words import folded
from broadcast.library.models import Item
from broadcast.library.published import Which
from broadcast.library.tag_models import ItemTag, Tag
from broadcast.library.tags import TagKind, address_word


def tag_at(session: Session, *, kind: TagKind, slug: str) -> Tag:
    """The tag of an address. Raises UnknownError."""
    found = session.scalar(select(Tag).where(Tag.kind == kind, Tag.slug == folded(slug)))
    if found is None:
        raise UnknownError("unknown_tag", marked("Nothing published here is about that."))
    return found


def about(tag: Tag) -> Which:
    """The published pieces that are about it, as a condition on items."""
    return Item.id.in_(select(ItemTag.item_id).where(ItemTag.tag_id == tag.id))


def tags_of_item(session: Session, item_id: str) -> Sequence[Tag]:
    """What a published piece is about, in the order in which it was told."""
    return session.scalars(
        select(Tag)
        .join(ItemTag, ItemTag.tag_id == Tag.id)
        .where(ItemTag.item_id == item_id)
        .order_by(ItemTag.position)
    ).all()


def place_named(session: Session, name: str) -> Tag | None:
    """The page of a place of that name, where something published is about it."""
    if not name.strip():
        return None
    try:
        slug = address_word(name)
    except InvalidError:
        return None
    return session.scalar(select(Tag).where(Tag.kind == TagKind.PLACE, Tag.slug == slug))
