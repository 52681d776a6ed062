"""Narrowing what is found: by structure, series, place, person, keyword, licence, sound or film."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, and_, func, or_, select, sql

from broadcast.accounts.models import Structure
from broadcast.errors import InvalidError, marked
from broadcast.library.finding.words import folded
from broadcast.library.licences import Licence, checked_licence
from broadcast.library.models import Item
from broadcast.library.series_models import Series, SeriesPiece
from broadcast.library.tag_models import ItemTag, Tag, TagAlias
from broadcast.library.tags import TagKind

REUSABLE = "reusable"
SOUND, FILM = "sound", "film"
_KIND_OF = {"place": TagKind.PLACE, "person": TagKind.PERSON, "keyword": TagKind.KEYWORD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What is asked for, by the last word of its address; empty where anything will do.

    `licence` is `reusable` (any that lets others use it) or an SPDX identifier; `kind` is `sound` or `film`.
    """

    structure: str = ""
    series: str = ""
    place: str = ""
    person: str = ""
    keyword: str = ""
    licence: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        """Raise InvalidError where a licence or a kind is none."""
        if self.licence not in {"", REUSABLE}:
            checked_licence(self.licence)
        if self.kind not in {"", SOUND, FILM}:
            raise InvalidError(
                "unknown_value",
                marked("“{value}” is not known for “{field}”."),
                marked("Use one of: {known}."),
                value=self.kind[:40],
                field="kind",
                known=f"{SOUND}, {FILM}",
            )

    def asked(self) -> dict[str, str]:
        """Those that are asked for, by name."""
        told = {one.name: str(getattr(self, one.name)) for one in fields(self)}
        return {name: value for name, value in told.items() if value}

    @property
    def structure_alone(self) -> bool:
        """Whether shows can be told by it: nothing but a structure is asked for, or nothing at all."""
        return set(self.asked()) <= {"structure"}


ANYTHING = Facets()


def items_with(facets: Facets) -> ColumnElement[bool] | None:
    """The items that have all of it, as a condition; None where anything will do."""
    conditions = list(_conditions(facets))
    return and_(*conditions) if conditions else None


def _conditions(facets: Facets) -> Iterator[ColumnElement[bool]]:
    if facets.structure:
        yield Item.structure_id.in_(select(Structure.id).where(Structure.slug == facets.structure))
    if facets.series:
        of_it = select(SeriesPiece.item_id).join(Series, Series.id == SeriesPiece.series_id)
        yield Item.id.in_(of_it.where(Series.slug == facets.series))
    for name, kind in _KIND_OF.items():
        if slug := folded(getattr(facets, name)):
            of_it = select(ItemTag.item_id).join(Tag, Tag.id == ItemTag.tag_id)
            other = select(TagAlias.tag_id).where(TagAlias.kind == kind, TagAlias.slug == slug)
            yield Item.id.in_(of_it.where(Tag.kind == kind, or_(Tag.slug == slug, Tag.id.in_(other))))
    if facets.licence == REUSABLE:
        yield Item.licence != Licence.RESERVED
    elif facets.licence:
        yield Item.licence == facets.licence
    if facets.kind:
        has_picture = func.coalesce(Item.media["video"].as_boolean(), sql.false())
        yield has_picture if facets.kind == FILM else ~has_picture
