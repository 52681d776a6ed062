"""What is written to whoever reported something, where they left an address: the receipt, the decision.

A letter quotes nothing that was typed, so that the form sends nobody's words to anybody.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from broadcast.errors import marked
from broadcast.post.deliver import open_ways
from broadcast.post.letters import plain_letter
from broadcast.post.models import Way
from broadcast.post.outbox import post_letter
from broadcast.reports.grounds import DECISION_WORDS, Decision
from broadcast.reports.models import Report
from broadcast.settings import Settings
from broadcast.words import translator

_RECEIVED = marked("Your report no. {number} has arrived")
_WILL = marked("A host of the structure, or the station’s administrator, reads it and decides, with reasons.")
_DECIDED = marked("Report no. {number}: what was decided")
_SEE = marked("Follow the report")
_REASONS = marked("The reasons, and what you can do where you disagree, are on the receipt’s page.")
_NOT_YOU = marked("You did not report anything? Somebody gave your address by mistake; ignore this.")


def tell_reporter(session: Session, report: Report, *, link: str, settings: Settings, now: datetime) -> None:
    """Write that it has arrived, or what was decided; each once."""
    if not report.email or Way.MAIL not in open_ways(settings):
        return
    say = translator(report.language)
    if report.decided_at is None:
        subject, paragraphs, what = _RECEIVED, [_WILL, _NOT_YOU], "received"
    else:
        subject, what = _DECIDED, "decided"
        paragraphs = [DECISION_WORDS[Decision(report.decision)], _REASONS]
    letter = plain_letter(
        to=report.email,
        subject=say(subject).format(number=report.id),
        paragraphs=[say(words) for words in paragraphs],
        language=report.language,
        link=(say(_SEE), link),
    )
    post_letter(session, letter, key=f"report/{report.id}/{what}", now=now)
