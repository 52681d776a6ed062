"""What is wrong, on whatever page its hosts come to first."""

from sqlalchemy.orm import Session

from broadcast.accounts.charter import charter_now
from broadcast.accounts.imprint import FACT_WORDS, lacks, read_imprint
from broadcast.accounts.roles import Actor
from broadcast.errors import marked
from broadcast.notices import Severity
from broadcast.notices.repository import open_notices_for
from broadcast.notices.told import ToldNotice, told
from broadcast.parts import Parts
from broadcast.words import said, translator

_IMPRINT = marked("The legal notice lacks: {facts}.")
_IMPRINT_WHY = marked(
    "The law requires that everybody can find this, with a telephone number, before anything is public."
)
_CHARTER = marked("The station has no charter yet.")
_CHARTER_WHY = marked("A structure signs it before it opens a channel. A text is proposed to you.")


def notices_for(session: Session, parts: Parts, actor: Actor, *, language: str) -> list[ToldNotice]:
    """In words, for `_notices.html`; none for somebody who is not signed in."""
    if not actor.is_known:
        return []
    found = open_notices_for(session, actor, now=parts.clock.now())
    wrong = [told(notice, language=language, timezone=parts.settings.timezone) for notice in found]
    return wrong + (_unsaid(session, language=language) if actor.is_admin else [])


def _unsaid(session: Session, *, language: str) -> list[ToldNotice]:
    """What the administrators of a station have to write once; it is looked at each time, never kept."""
    words, made = translator(language), []
    if missing := lacks(read_imprint(session)):
        facts = ", ".join(words(FACT_WORDS[fact]) for fact in missing)
        made.append(
            (said(_IMPRINT, {"facts": facts}, language=language), words(_IMPRINT_WHY), "/studio/legal")
        )
    if charter_now(session) is None:
        made.append((words(_CHARTER), words(_CHARTER_WHY), "/studio/charter"))
    return [ToldNotice(0, Severity.WARNING, message, why, link, None) for message, why, link in made]
