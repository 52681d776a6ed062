"""What is done to a piece, written in the audit log."""

from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.roles import Actor
from broadcast.library.models import Item


def note(
    session: Session, act: Act, item: Item, *, actor: Actor, now: datetime, words: str = "", **details: str
) -> None:
    """Write down what was done to an item; `details` are codes, `words` what was said."""
    done = Done(
        act=act,
        subject=f"item:{item.id}",
        structure_id=item.structure_id,
        at=now,
        words=words,
        details=details,
    )
    record(session, done, actor=actor)
