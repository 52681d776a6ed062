"""A letter that is handed over now, and of which nothing is kept: for what holds a secret."""

import smtplib
from uuid import uuid4

import structlog

from broadcast.clock import Clock
from broadcast.errors import InvalidError, UnavailableError, marked
from broadcast.post.letters import Letter, message_of
from broadcast.post.mail import MailRefusedError, hand_over, mail_server
from broadcast.settings import Settings

_log = structlog.get_logger()


def may_send(settings: Settings) -> bool:
    """Whether the station has a mail server."""
    return bool(settings.smtp_url.get_secret_value())


def require_mail(settings: Settings) -> None:
    """Raises UnavailableError where there is no mail server."""
    if not may_send(settings):
        raise UnavailableError(
            "no_mail_server",
            marked("The station has no mail server, so it cannot send letters."),
            marked("Copy what is shown, or ask whoever runs the station to give it a mail server."),
        )


def send_at_once(letter: Letter, *, settings: Settings, clock: Clock) -> None:
    """Hand it to the mail server while whoever wrote it waits, outside any transaction.

    Raises UnavailableError where there is none or it is away, InvalidError where it refuses for good.
    """
    require_mail(settings)
    try:
        message = message_of(letter, sender=settings.mail_from, key=uuid4().hex, at=clock.now())
        with mail_server(settings.smtp_url.get_secret_value()) as server:
            hand_over(server, message)
    except (MailRefusedError, ValueError) as fault:  # ValueError: no address that a header can hold
        _log.warning("not sent", cause=type(fault).__name__)
        raise InvalidError(
            "mail_refused",
            marked("The mail server does not take letters to {email}."),
            marked("See whether the address is written as it should be, then send it again."),
            email=letter.to[:80],
        ) from fault
    except (smtplib.SMTPException, OSError) as fault:
        _log.warning("not sent", cause=type(fault).__name__)
        raise UnavailableError(
            "mail_server_away",
            marked("The mail server does not answer: the letter to {email} has not left."),
            marked("Send it again in some minutes. If it stays so, tell whoever looks after the station."),
            email=letter.to[:80],
        ) from fault
