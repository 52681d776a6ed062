"""Questions about places, people and keywords: what everybody may find by them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from broadcast.errors import InvalidError, UnknownError, marked
from broadcast.library.finding.words import folded
from broadcast.library.models import Item
from broadcast.library.tag_models import ItemTag, Tag, TagAlias
from broadcast.library.tags import TagKind, address_word, bare_name


def tag_at(session: Session, *, kind: TagKind, slug: str) -> Tag:
    """The tag of an address, or that another name leads to. Raises UnknownError."""
    found = meant_by(session, kind=kind, slug=folded(slug))
    if found is None:
        raise UnknownError("unknown_tag", marked("Nothing published here is about that."))
    return found


def meant_by(session: Session, *, kind: TagKind, slug: str) -> Tag | None:
    """The tag that has this slug, or another name that has it; None where there is neither."""
    found = session.scalar(select(Tag).where(Tag.kind == kind, Tag.slug == slug))
    if found is not None:
        return found
    led = select(TagAlias.tag_id).where(TagAlias.kind == kind, TagAlias.slug == slug)
    return session.scalar(select(Tag).where(Tag.id.in_(led)))


def aliases_of(session: Session, tag: Tag) -> Sequence[TagAlias]:
    """The other names that lead to a tag."""
    return session.scalars(select(TagAlias).where(TagAlias.tag_id == tag.id).order_by(TagAlias.name)).all()


def namesakes_of(session: Session, tag: Tag) -> list[Tag]:
    """Other tags of its kind that are called the same but for the word that tells them apart."""
    bare = bare_name(tag.name)
    query = select(Tag).where(Tag.kind == tag.kind, Tag.id != tag.id)
    near = query.where(Tag.slug.startswith(address_word(bare), autoescape=True)).order_by(Tag.name)
    return [one for one in session.scalars(near) if bare_name(one.name) == bare]


def about(tag: Tag) -> ColumnElement[bool]:
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


def named(session: Session, kind: TagKind, name: str) -> Tag | None:
    """The page of what is called so, where something published is about it."""
    try:
        slug = address_word(name)
    except InvalidError:
        return None
    return meant_by(session, kind=kind, slug=slug)
