"""Telling those concerned: each notice is written into the outbox once, and an alarm's end, too.

What is over before it could be told is not told: nobody is woken for what mended itself within seconds.
"""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from broadcast.errors import marked
from broadcast.notices.models import Notice
from broadcast.notices.raising import end_lapsed
from broadcast.notices.repository import addresses_for, oldest_kept, untold, untold_ends
from broadcast.notices.told import ToldNotice, told
from broadcast.parts import Parts
from broadcast.post.deliver import open_ways
from broadcast.post.letters import plain_letter
from broadcast.post.models import Way
from broadcast.post.outbox import post_call, post_letter
from broadcast.words import translator

_OVER = marked("All is well again: {what}")
_OVER_WORDS = marked("This was reported earlier and is over now. There is nothing to do.")
_SEE = marked("See it on the station")
_WHY_YOU = marked("You get this e-mail because you are a host of this place, or look after the station.")


def tell(parts: Parts) -> None:
    """Write letters and calls for what is new. Beat has this done."""
    now = parts.clock.now()
    with parts.database.reading() as session:
        if not (untold(session, now=now) or untold_ends(session)):
            return
    with parts.database.writing() as session:
        end_lapsed(session, now=now)
        for notice in untold(session, now=now):
            _write(session, parts, notice, over=False)
            notice.told_at = now
        for notice in untold_ends(session):
            _write(session, parts, notice, over=True)
            notice.told_end_at = now
        session.execute(delete(Notice).where(Notice.ended_at < oldest_kept(now)))


def _write(session: Session, parts: Parts, notice: Notice, *, over: bool) -> None:
    settings, now = parts.settings, parts.clock.now()
    words = told(notice, language=settings.language, timezone=settings.timezone)
    key = f"notice/{notice.id}/{notice.raised_at:%Y%m%dT%H%M%S}/{'over' if over else 'open'}"
    ways = open_ways(settings)
    if Way.CALL in ways:
        post_call(session, _call(notice, words, base=settings.public_url, over=over), key=key, now=now)
    if Way.MAIL in ways:
        subject, paragraphs = _texts(words, language=settings.language, over=over)
        see = translator(settings.language)(_SEE)
        link = (see, settings.public_url + words.link) if words.link and settings.public_url else None
        for address in addresses_for(session, notice):
            letter = plain_letter(
                to=address, subject=subject, paragraphs=paragraphs, language=settings.language, link=link
            )
            post_letter(session, letter, key=f"{key}/{address}", now=now)


def _texts(words: ToldNotice, *, language: str, over: bool) -> tuple[str, list[str]]:
    """Subject and paragraphs."""
    translate = translator(language)
    if over:
        return translate(_OVER).format(what=words.message), [translate(_OVER_WORDS), translate(_WHY_YOU)]
    return words.message, [text for text in (words.remedy, translate(_WHY_YOU)) if text]


def _call(notice: Notice, words: ToldNotice, *, base: str, over: bool) -> dict[str, object]:
    ended = notice.ended_at if over else None
    return {
        "event": "notice.ended" if over else "notice.raised",
        "id": notice.id,
        "code": notice.code,
        "severity": notice.severity,
        "message": words.message,
        "remedy": words.remedy,
        "url": base + words.link if words.link and base else None,
        "raised_at": notice.raised_at.isoformat(),
        "ended_at": ended.isoformat() if ended else None,
    }
