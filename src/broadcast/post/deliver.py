"""Sending what waits in the outbox. Beat has this done; two at once do not send anything twice.

A process that dies between the mail server's "250" and our note of it sends that letter again, with the
same Message-ID: rather twice than never.
"""

import smtplib
from contextlib import ExitStack

import structlog

from broadcast.parts import Parts
from broadcast.post.letters import Letter, message_of
from broadcast.post.mail import MailRefusedError, hand_over, mail_server
from broadcast.post.models import Sending, Way
from broadcast.post.outbox import due_sendings, forget_old, note_failed, note_sent, take
from broadcast.post.webhook import CallFailedError, call
from broadcast.settings import Settings

_log = structlog.get_logger()
_AT_ONCE = 50


def deliver(parts: Parts) -> int:
    """Send what is due; gives how many left. A server that is away is tried again later."""
    ways = open_ways(parts.settings)
    with parts.database.reading() as session:
        due = due_sendings(session, ways=ways, now=parts.clock.now(), most=_AT_ONCE)
    sent, shut = 0, set[str]()
    with ExitStack() as open_things:
        doors = _Doors(parts, open_things)
        for sending_id, way in due:
            if way in shut:
                continue
            try:
                sent += _deliver_one(parts, doors, sending_id)
            except _DoorShutError:
                shut.add(way)
    return sent


def open_ways(settings: Settings) -> tuple[Way, ...]:
    """Those that the settings have an address for."""
    known = {Way.MAIL: settings.smtp_url.get_secret_value(), Way.CALL: settings.webhook_url}
    return tuple(way for way, address in known.items() if address)


class _DoorShutError(Exception):
    """The server is away: whatever else goes the same way can wait, too."""


class _Doors:
    """The mail server, connected at the first letter and kept for the others; the webhook."""

    def __init__(self, parts: Parts, open_things: ExitStack) -> None:
        self._parts = parts
        self._open_things = open_things
        self._server: smtplib.SMTP | None = None

    def send(self, sending: Sending) -> None:
        """Let it out. Raises MailRefusedError, CallFailedError, SMTPException, OSError."""
        if sending.way == Way.MAIL:
            self._mail(sending)
            return
        settings = self._parts.settings
        secret = settings.webhook_secret.get_secret_value().encode()
        body, now = sending.text.encode(), self._parts.clock.now()
        call(settings.webhook_url, body, key=sending.id, secret=secret, at=now)

    def _mail(self, sending: Sending) -> None:
        settings = self._parts.settings
        letter = Letter(to=sending.address, subject=sending.subject, text=sending.text, html=sending.html)
        message = message_of(letter, sender=settings.mail_from, key=sending.id, at=sending.created_at)
        if self._server is None:
            self._server = self._open_things.enter_context(mail_server(settings.smtp_url.get_secret_value()))
        hand_over(self._server, message)


def _deliver_one(parts: Parts, doors: _Doors, sending_id: str) -> bool:
    """Raises _DoorShutError where nothing more can leave that way now."""
    with parts.database.writing() as session:
        sending = take(session, sending_id, now=parts.clock.now())
    if sending is None:
        return False
    try:
        doors.send(sending)
    except (MailRefusedError, ValueError) as fault:  # ValueError: no address that a header can hold
        _note_failure(parts, sending, fault, for_good=True)
        return False
    except (CallFailedError, smtplib.SMTPException, OSError) as fault:
        _note_failure(parts, sending, fault, for_good=False)
        raise _DoorShutError from fault
    with parts.database.writing() as session:
        note_sent(session, sending_id, now=parts.clock.now())
        forget_old(session, now=parts.clock.now())
    return True


def _note_failure(parts: Parts, sending: Sending, fault: Exception, *, for_good: bool) -> None:
    _log.warning("not sent", sending=sending.id, way=sending.way, cause=type(fault).__name__)
    with parts.database.writing() as session:
        note_failed(session, sending, now=parts.clock.now(), for_good=for_good)
