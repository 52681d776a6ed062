"""Handing letters to the mail server (RFC 5321) that the settings name."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

_PATIENCE_S = 20.0
_SUBMISSION, _SUBMISSIONS, _PLAIN = 587, 465, 25


class MailRefusedError(Exception):
    """The mail server will not take this letter, now or later (a 5xx answer to it alone)."""


@contextmanager
def mail_server(url: str) -> Iterator[smtplib.SMTP]:
    """A connection to `smtp://[user:password@]host[:port]` or `smtps://…`. Raises OSError, SMTPException.

    Over `smtp://` STARTTLS is used wherever the server offers it, with its certificate checked; a
    password never travels without.
    """
    address = urlsplit(url)
    host = address.hostname or "localhost"
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, address.port or _SUBMISSIONS, timeout=_PATIENCE_S, context=ssl.create_default_context()
        )
    else:
        port = address.port or (_SUBMISSION if address.username else _PLAIN)
        server = smtplib.SMTP(host, port, timeout=_PATIENCE_S)
    with server:
        server.ehlo_or_helo_if_needed()
        if address.scheme == "smtp" and server.has_extn("starttls") and not is_here(host):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        _sign_in(server, address)
        yield server


def _sign_in(server: smtplib.SMTP, address: SplitResult) -> None:
    if not address.username:
        return
    if not isinstance(server.sock, ssl.SSLSocket) and not is_here(address.hostname or ""):
        raise smtplib.SMTPNotSupportedError("the mail server offers no TLS, so the password stays here")
    server.login(unquote(address.username), unquote(address.password or ""))


def is_here(host: str) -> bool:
    """Whether it is this very machine, where nothing can listen on the way."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Give it one letter. Raises MailRefusedError where it is refused for good, else what smtplib raises."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as fault:
        if all(code >= 500 for code, _ in fault.recipients.values()):  # noqa: PLR2004  # RFC 5321 §4.2.1
            raise MailRefusedError(repr(fault)) from fault
        raise
    except smtplib.SMTPDataError as fault:
        if fault.smtp_code >= 500:  # noqa: PLR2004  # RFC 5321 §4.2.1
            raise MailRefusedError(repr(fault)) from fault
        raise
