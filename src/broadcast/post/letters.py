"""A letter as people read it, in text and in HTML; pure."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

_PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title></head>'
    '<body style="margin:0;background:#fff8ec;color:#26170f;font:17px/1.5 Georgia,serif">'
    '<div style="max-width:34em;margin:0 auto;padding:24px">'
    '<h1 style="font-size:24px;line-height:1.2">{title}</h1>{body}</div></body></html>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """To one address. `text` says all that `html` says, for those who read no HTML."""

    to: str
    subject: str
    text: str
    html: str


_BUTTON = (
    "display:inline-block;background:#b8341a;color:#ffffff;padding:10px 18px;border-radius:8px;"
    "text-decoration:none;font-weight:bold"
)


def plain_letter(  # a letter is made of that much
    *,
    to: str,
    subject: str,
    paragraphs: list[str],
    language: str,
    link: tuple[str, str] | None = None,
    last: str = "",
) -> Letter:
    """A short letter from its paragraphs; `link` is what to do and the full address where, `last` ends it."""
    text = list(paragraphs)
    body = [f"<p>{escape(words)}</p>" for words in paragraphs]
    if link is not None:
        what, where = link
        text.append(f"{what}\n{where}")
        body.append(f'<p><a href="{escape(where)}" style="{_BUTTON}">{escape(what)}</a></p>')
    if last:
        text.append(last)
        body.append(f"<p>{escape(last)}</p>")
    html = letter_page(title=subject, body="".join(body), language=language)
    return Letter(to=to, subject=subject, text="\n\n".join(text) + "\n", html=html)


def letter_page(*, title: str, body: str, language: str) -> str:
    """A letter's HTML around what stands under its title."""
    return _PAGE.format(language=escape(language), title=escape(title), body=body)


def message_of(letter: Letter, *, sender: str, key: str, at: datetime) -> EmailMessage:
    """The letter in its envelope (RFC 5322): the same key always makes the same Message-ID.

    A mail server that is handed a letter twice can so tell that it is one.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{key}@{domain_of(sender)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def domain_of(address: str) -> str:
    """The part after the @, of an address with or without a name."""
    return parseaddr(address)[1].rpartition("@")[2] or "localhost"
