"""Words of addresses: made of names, and free where they are to stand."""

import re
import unicodedata
from itertools import chain, count

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

LONGEST_WORD = 60
_LONGEST = 70
_ROOM_FOR_NUMBER = 4
_SIGNS = str.maketrans({"œ": "oe", "Œ": "Oe", "’": " "})


def slug_of(name: str, *, otherwise: str = "episode") -> str:
    """An address's word of a name: letters without accents, digits, hyphens; `otherwise` of nothing else."""
    plain = unicodedata.normalize("NFKD", name.translate(_SIGNS)).encode("ascii", "ignore")
    words = re.findall(r"[a-z0-9]+", plain.decode().lower())
    return "-".join(words)[:_LONGEST].strip("-") or otherwise


def free_slug(
    session: Session,
    column: InstrumentedAttribute[str],
    *,
    wanted: str,
    among: ColumnElement[bool] | None = None,
) -> str:
    """A word that no row has in that column, or none `among` these: numbered from the second on."""
    alike = select(column).where(
        column.startswith(wanted, autoescape=True), true() if among is None else among
    )
    taken = set(session.scalars(alike))
    return next(
        one for one in chain([wanted], (f"{wanted}-{number}" for number in count(2))) if one not in taken
    )


def free_word(session: Session, column: InstrumentedAttribute[str], *, name: str) -> str:
    """The same of a name, where a word has `LONGEST_WORD` signs at the most."""
    wanted = slug_of(name, otherwise="antenne")[: LONGEST_WORD - _ROOM_FOR_NUMBER].strip("-")
    return free_slug(session, column, wanted=wanted)
