"""A report comes in: checked, bounded, kept, confirmed; and its receipt."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.roles import NOBODY
from broadcast.errors import InvalidError, TooManyError, UnknownError, marked
from broadcast.library.lines import one_line
from broadcast.notices import About, NoticeKind, Severity, raise_notice
from broadcast.reports.grounds import Ground
from broadcast.reports.models import Report
from broadcast.reports.subject import subject_of
from broadcast.workshops.codes import NONCE_BYTES, code_of, lookup_of
from broadcast.workshops.models import Attempt
from broadcast.workshops.patience import Limit
from broadcast.workshops.trying import Trier

RECEIPT_SIGNS = 20
"""92 bits: a receipt's address needs no limit of tries to be found by nobody."""
LONGEST_WORDS = 4_000
FROM_ONE = Limit(5, timedelta(minutes=10))
IN_ALL = Limit(60, timedelta(hours=1))
_REPORT = "report"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
REPORTED = NoticeKind(
    "reported",
    marked("“{title}” was reported."),
    marked("Read the report, decide, and say why: whoever reported it reads your decision."),
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """What somebody says. `place` is where the thing is; `name` and `email` may be empty."""

    place: str
    ground: str
    words: str
    name: str = ""
    email: str = ""
    good_faith: bool = False


def check_report(told: NewReport) -> None:
    """Raise InvalidError on what DSA article 16(2) wants and is not there, or cannot be used."""
    if told.ground not in set(Ground) or not told.place.strip() or not told.words.strip():
        raise InvalidError(
            "report_half_said",
            marked("A report says where it is, what is wrong, and why."),
            marked("Fill in what is missing: a few words are enough."),
        )
    if not told.good_faith:
        raise InvalidError(
            "no_good_faith",
            marked("Say that what you write is true as far as you know."),
            marked("Tick the last box."),
        )
    if told.email and not _EMAIL.fullmatch(told.email.strip()):
        raise InvalidError(
            "bad_report_email",
            marked("“{email}” is not an e-mail address."),
            marked("Correct it, or leave it empty: the receipt’s page is enough."),
            email=told.email[:80],
        )


def file_report(
    session: Session, told: NewReport, *, who: Trier, language: str, key: bytes, now: datetime
) -> tuple[Report, str]:
    """Keep a report and tell those who decide; gives it and its receipt's code.

    Raises InvalidError, and TooManyError where there were too many from there, or in all.
    """
    check_report(told)
    check_pace(session, who=who, now=now)
    nonce = secrets.token_bytes(NONCE_BYTES)
    code = code_of(nonce, key=key, signs=RECEIPT_SIGNS)
    subject = subject_of(session, told.place)
    report = Report(
        nonce=nonce.hex(),
        lookup=lookup_of(code, key=key),
        place=one_line(told.place)[:300],
        title=subject.title,
        structure_id=subject.structure_id,
        item_id=subject.item_id,
        ground=told.ground,
        words=told.words.strip()[:LONGEST_WORDS],
        name=one_line(told.name)[:200],
        email=told.email.strip()[:254],
        language=language,
        created_at=now,
    )
    session.add(report)
    session.flush()
    raise_notice(session, REPORTED, about=about(report), now=now, values={"title": name_of(report)})
    done = Done(act=Act.REPORT, subject=f"report:{report.id}", structure_id=report.structure_id, at=now)
    record(session, done, actor=NOBODY)
    return report, code


def about(report: Report) -> About:
    """What its notice is about: one for each thing, however often it is reported."""
    return About(
        structure_id=report.structure_id, item_id=report.item_id, detail=_REPORT, link="/studio/reports"
    )


def name_of(report: Report) -> str:
    """What was reported, in a few words."""
    return report.title or report.place[:80]


def code_of_report(report: Report, *, key: bytes) -> str:
    """The code of its receipt."""
    return code_of(bytes.fromhex(report.nonce), key=key, signs=RECEIPT_SIGNS)


def report_of_receipt(session: Session, code: str, *, key: bytes) -> Report:
    """The report of a receipt's code. Raises UnknownError."""
    signs = code.upper().replace("-", "")
    found = session.scalar(select(Report).where(Report.lookup == lookup_of(signs, key=key)))
    if found is None:
        raise UnknownError(
            "unknown_receipt",
            marked("There is no receipt at this address."),
            marked("Look at it again: it was shown when the report was sent."),
        )
    return found


def check_pace(session: Session, *, who: Trier, now: datetime) -> None:
    """Count one more report. Raises TooManyError where there were too many."""
    session.execute(delete(Attempt).where(Attempt.kind == _REPORT, Attempt.at < now - IN_ALL.within))
    recent = session.execute(
        select(Attempt.at, Attempt.source).where(Attempt.kind == _REPORT).order_by(Attempt.at)
    ).all()
    wait = max(
        FROM_ONE.wait([at for at, source in recent if source == who.source], now=now),
        IN_ALL.wait([at for at, _ in recent], now=now),
    )
    if wait:
        raise TooManyError(
            "too_many_reports",
            marked("Many reports came in within a short time."),
            marked("Wait {minutes} minutes, then send it again."),
            extra={"retry_after": wait},
            minutes=-(-wait // 60),
        )
    session.add(Attempt(kind=_REPORT, source=who.source, at=now))
