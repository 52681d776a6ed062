"""What is wrong, on whatever page its hosts come to first."""

from sqlalchemy.orm import Session

from broadcast.accounts.roles import Actor
from broadcast.notices.repository import open_notices_for
from broadcast.notices.told import ToldNotice, told
from broadcast.parts import Parts


def notices_for(session: Session, parts: Parts, actor: Actor, *, language: str) -> list[ToldNotice]:
    """In words, for `_notices.html`; none for somebody who is not signed in."""
    if not actor.is_known:
        return []
    found = open_notices_for(session, actor, now=parts.clock.now())
    return [told(notice, language=language, timezone=parts.settings.timezone) for notice in found]
