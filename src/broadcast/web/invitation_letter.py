"""The letter that brings somebody the link to come in: who invites, where to, as what, until when."""

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from broadcast.accounts.invitations import Welcome
from broadcast.errors import marked
from broadcast.post.letters import Letter, plain_letter
from broadcast.words import date_words, said

ROLE_MEANS = {
    "contributor": marked("As a contributor you deposit sounds and films, and see what becomes of them."),
    "host": marked(
        "As a host you open workshops, hear and publish what is deposited, and make the programme."
    ),
    "editor": marked(
        "As an editor you do what hosts do, open shows and channels, and look after the people."
    ),
}
_INVITES = marked("{by} invites you to {place}")
_WHERE = marked("{by} invites you to join {place} on Antenne, a web radio and web television ({host}).")
_HOW = marked("The link leads to where you choose your password. It works once, until {day} at {time}.")
_NOT_YOU = marked("You expected no invitation? Do nothing then: without the link nothing happens.")


def invitation_letter(
    welcome: Welcome, *, to: str, link: str, expires_at: datetime, language: str, zone: str
) -> Letter:
    """In the station's language. Times are those of its zone."""
    until = expires_at.astimezone(ZoneInfo(zone))
    values = {
        "by": welcome.by or "Antenne",
        "place": welcome.place,
        "host": urlsplit(link).netloc,
        "day": date_words(until.date(), "EEEE d MMMM", language=language),
        "time": f"{until:%H:%M}",
    }
    words = (_WHERE, ROLE_MEANS[welcome.role], _HOW)
    return plain_letter(
        to=to,
        subject=said(_INVITES, values, language=language),
        paragraphs=[said(one, values, language=language) for one in words],
        language=language,
        link=(said(marked("Join {place}"), values, language=language), link),
        last=said(_NOT_YOU, values, language=language),
    )
