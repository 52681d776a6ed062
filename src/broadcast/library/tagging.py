"""Giving what a published piece is about its pages, in the transaction that publishes or withdraws it."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.library.models import Draft, Episode, Item
from broadcast.library.states import ItemState
from broadcast.library.tag_models import ItemTag, Tag
from broadcast.library.tagged import aliases_of, meant_by, named
from broadcast.library.tags import TagKind, Tags, address_word, without_people


def keep_tags(session: Session, item: Item) -> list[str]:
    """Let it be found by its tags as the public has it now; not at all where it has no page of its own.

    Gives what the tags are called, which may be other names than those that are told of it.
    """
    moment = max(at for at in (item.published_at, item.withdrawn_at, item.changed_at, item.created_at) if at)
    before = list(session.scalars(select(ItemTag.tag_id).where(ItemTag.item_id == item.id)))
    session.execute(delete(ItemTag).where(ItemTag.item_id == item.id))
    kept: dict[int, str] = {}
    has_page = session.scalar(select(Episode.id).where(Episode.item_id == item.id)) is not None
    if item.state == ItemState.PUBLISHED and has_page:
        tags = Tags.of_kept(item.tags)
        for kind in TagKind:
            for name in tags.of_kind(kind):
                tag = _tag(session, kind, name, item=item)
                kept.setdefault(tag.id, tag.name)
        session.add_all(
            ItemTag(item_id=item.id, tag_id=tag_id, position=place) for place, tag_id in enumerate(kept)
        )
        session.flush()
    for tag in session.scalars(select(Tag).where(Tag.id.in_({*before, *kept}))):
        tag.changed_at = max(tag.changed_at, moment)
    _forget_people(session, [tag_id for tag_id in before if tag_id not in kept])
    return list(kept.values())


def _tag(session: Session, kind: TagKind, name: str, *, item: Item) -> Tag:
    """The tag of that name, made where there is none; how it is written is as it was last, or an editor's."""
    slug = address_word(name)
    found = meant_by(session, kind=kind, slug=slug)
    if found is None:
        found = Tag(kind=kind, slug=slug, name=name, changed_at=item.created_at)
        session.add(found)
        session.flush()
    if found.slug == slug and not found.is_settled:
        found.name = name
    return found


def _forget_people(session: Session, ids: list[int]) -> None:
    """Nobody keeps a page that no published piece gives them."""
    named = select(ItemTag.tag_id).where(ItemTag.tag_id == Tag.id).exists()
    session.execute(delete(Tag).where(Tag.id.in_(ids), Tag.kind == TagKind.PERSON, ~named))


def name_nobody(session: Session, item: Item, name: str) -> None:
    """Leave somebody out of what is told of an item, at once, published or waiting: they are a minor."""
    meant = named(session, TagKind.PERSON, name)
    others = [one.name for one in aliases_of(session, meant)] + [meant.name] if meant else []
    draft = session.get(Draft, item.id)
    for told in (item, draft) if draft else (item,):
        told.tags = without_people(Tags.of_kept(told.tags), [name, *others]).as_kept()
    keep_tags(session, item)
