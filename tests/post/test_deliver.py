"""Letters and calls leave, each once, through real servers."""

import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from broadcast.errors import SettingsError
from broadcast.parts import Parts
from broadcast.post import Letter, post_call, post_letter
from broadcast.post.deliver import deliver
from broadcast.post.models import Sending
from broadcast.post.outbox import GIVEN_UP_AFTER
from broadcast.settings import load_settings
from conftest import SetClock
from servers import SECRET, Hook, Mailbox

pytestmark = pytest.mark.integration


def write(parts: Parts, *, key: str = "one", to: str = "a@b.fr") -> bool:
    letter = Letter(to=to, subject="Bonjour à tous", text="Ça va ?\n", html="<p>Ça va ?</p>")
    with parts.database.writing() as session:
        return post_letter(session, letter, key=key, now=parts.clock.now())


def test_a_letter_is_written_and_sent_once(posting: Parts, mailbox: Mailbox) -> None:
    assert write(posting)
    assert not write(posting)
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: deliver(posting), range(4)))
    assert sum(sent) == 1
    assert deliver(posting) == 0
    (message,) = mailbox.taken
    assert message["Subject"] == "Bonjour à tous"
    assert message.get_body(("plain",)).get_content() == "Ça va ?\r\n"  # type: ignore[union-attr]  # it has one
    assert message.get_body(("html",)).get_content() == "<p>Ça va ?</p>\r\n"  # type: ignore[union-attr]  # it has one


def test_a_server_that_is_busy_is_asked_again_later(
    posting: Parts, mailbox: Mailbox, clock: SetClock
) -> None:
    write(posting)
    write(posting, key="two", to="c@d.fr")
    mailbox.answers = ["451 later"]
    assert deliver(posting) == 0
    assert deliver(posting) == 1
    clock.pass_by(60)
    assert deliver(posting) == 1
    assert sorted(str(message["To"]) for message in mailbox.taken) == ["a@b.fr", "c@d.fr"]


def test_an_address_that_is_refused_is_not_tried_again(
    posting: Parts, mailbox: Mailbox, clock: SetClock
) -> None:
    write(posting)
    write(posting, key="two", to="c@d.fr")
    mailbox.answers = ["550 nobody of that name"]
    assert deliver(posting) == 1
    clock.pass_by(3600)
    assert deliver(posting) == 0
    assert len(mailbox.taken) == 1


def test_a_server_that_stays_away_is_given_up_after_days(posting: Parts, clock: SetClock) -> None:
    away = replace(posting, settings=posting.settings.model_copy(update={"smtp_url": _nowhere()}))
    write(away)
    tries = 0
    while _is_waiting(away):
        deliver(away)
        clock.pass_by(1800)
        tries += 1
    assert GIVEN_UP_AFTER.total_seconds() / 1800 <= tries < GIVEN_UP_AFTER.total_seconds() / 1800 + 10


def _nowhere() -> object:
    return load_settings(smtp_url="smtp://127.0.0.1:1", mail_from="a@b.fr").smtp_url


def _is_waiting(parts: Parts) -> bool:
    with parts.database.reading() as session:
        return session.scalar(select(Sending.id).where(Sending.ended_at.is_(None))) is not None


def test_a_call_is_signed_and_repeated_until_it_is_taken(posting: Parts, hook: Hook, clock: SetClock) -> None:
    with posting.database.writing() as session:
        post_call(session, {"event": "notice.raised", "message": "Été"}, key="k", now=clock.now())
    hook.status = 302  # a redirect is no yes, and is not followed
    assert deliver(posting) == 0
    clock.pass_by(60)
    hook.status = 204
    assert deliver(posting) == 1
    (first, _), (second, body) = hook.calls
    assert first["Antenne-Delivery"] == second["Antenne-Delivery"]
    assert json.loads(body) == {"event": "notice.raised", "message": "Été"}
    stamp, mark = second["Antenne-Signature"].removeprefix("t=").split(",v1=")
    assert int(stamp) == int(clock.now().timestamp())
    assert mark == hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def test_without_a_mail_server_letters_wait(parts: Parts) -> None:
    write(parts)
    assert deliver(parts) == 0
    assert _is_waiting(parts)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"smtp_url": "mail.example.org"}, "ANTENNE_SMTP_URL"),
        ({"smtp_url": "smtp://mail.example.org"}, "ANTENNE_MAIL_FROM"),
        ({"mail_from": "nobody"}, "ANTENNE_MAIL_FROM"),
        ({"webhook_url": "file:///etc/passwd"}, "ANTENNE_WEBHOOK_URL"),
        ({"webhook_url": "https://example.org/", "webhook_secret": "short"}, "ANTENNE_WEBHOOK_SECRET"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(**given)
