"""The letter of a week: what is on the channels' programmes, and what is new to hear again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape

from sqlalchemy.orm import Session

from broadcast.errors import marked
from broadcast.library.repository import latest_episodes
from broadcast.post.letters import Letter, letter_page
from broadcast.schedule.repository import all_channels
from broadcast.schedule.week import DAYS, Day, aired_week
from broadcast.words import date_words, span_words, translator

_MOST_EPISODES = 10
_STYLE = 'style="color:#b8341a"'
_DAY_STYLE = 'style="font-size:17px;margin:14px 0 2px"'
_LIST_STYLE = 'style="list-style:none;margin:0;padding:0"'
_SMALL = 'style="margin-top:32px;border-top:1px solid #d9cdb8;padding-top:12px;font-size:15px;color:#5c5148"'


@dataclass(frozen=True, slots=True)
class Announced:
    """What is on the programme of one day under one title; `times` are in the channel's zone."""

    title: str
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelWeek:
    """What a channel announces, by day; days on which nothing is planned are not there."""

    name: str
    address: str
    days: tuple[tuple[date, tuple[Announced, ...]], ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """An episode to hear again."""

    title: str
    show: str
    address: str


@dataclass(frozen=True, slots=True)
class Newsletter:
    """A week's letter before it is put in words."""

    first: date
    channels: tuple[ChannelWeek, ...]
    episodes: tuple[Heard, ...]
    base: str
    greeting: str = ""

    @property
    def greeted(self) -> tuple[str, ...]:
        """The paragraphs of the word at the beginning."""
        return tuple(part.strip() for part in self.greeting.split("\n\n") if part.strip())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to announce."""
        return not self.episodes and not any(channel.days for channel in self.channels)


def newsletter(session: Session, *, first: date, base: str, greeting: str = "", now: datetime) -> Newsletter:
    """The letter of the week that begins on `first`; episodes are those of the seven days before `now`."""
    channels = tuple(
        ChannelWeek(
            channel.name,
            f"{base}/channels/{channel.slug}",
            tuple(_announced_days(aired_week(session, channel, first=first).days)),
        )
        for channel in all_channels(session)
    )
    heard = tuple(
        Heard(episode.item.title, episode.show.title, f"{base}/shows/{episode.show.slug}/{episode.slug}")
        for episode in latest_episodes(session, most=_MOST_EPISODES)
        if episode.published_at > now - timedelta(days=DAYS)
    )
    typed = "\n".join(greeting.splitlines()).strip()  # a form's lines end in CR LF
    return Newsletter(first, channels, heard, base, typed)


def _announced_days(days: Iterable[Day]) -> Iterable[tuple[date, tuple[Announced, ...]]]:
    for day in days:
        times: dict[str, list[str]] = {}
        for line in day.lines:
            if line.slot and line.title and line.is_head and not line.is_cancelled:
                times.setdefault(line.title, []).append(f"{line.starts_at:%H:%M}")
        if times:
            yield day.on, tuple(Announced(title, tuple(found)) for title, found in times.items())


def subject_of(letter: Newsletter, *, language: str) -> str:
    """What it is called: the station and the days."""
    last = letter.first + timedelta(days=DAYS - 1)
    return translator(language)(marked("On Antenne, {days}")).format(
        days=span_words(letter.first, last, language=language)
    )


def text_of(letter: Newsletter, *, language: str) -> str:
    """The whole letter as plain text."""
    say = translator(language)
    parts = [letter.greeting] if letter.greeting else []
    for channel in letter.channels:
        lines = [f"{channel.name}\n{channel.address}"]
        for on, announced in channel.days:
            entries = "\n".join(f"  {', '.join(one.times)}  {one.title}" for one in announced)
            lines.append(f"{_day(on, language=language)}\n{entries}")
        parts.append("\n\n".join([*lines, *([] if channel.days else [say(_NOTHING)])]))
    if letter.episodes:
        entries = "\n\n".join(f"{one.title} ({one.show})\n{one.address}" for one in letter.episodes)
        parts.append(f"{say(_AGAIN)}\n\n{entries}")
    parts.append(f"{letter.base}\n{say(_NO_MORE)}")
    return "\n\n\n".join(parts) + "\n"


_NOTHING = marked("No show at a fixed time this week.")
_AGAIN = marked("To hear again")
_NO_MORE = marked("To stop getting this letter, reply with a word, or use the link that the list adds.")


def _day(on: date, *, language: str) -> str:
    told = date_words(on, "EEEE d MMMM", language=language)
    return told[:1].upper() + told[1:]


def html_of(letter: Newsletter, *, language: str) -> str:
    """What stands under the title of the letter as a page."""
    say = translator(language)
    body = [f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in letter.greeted]
    for channel in letter.channels:
        body.append(f'<h2><a {_STYLE} href="{escape(channel.address)}">{escape(channel.name)}</a></h2>')
        body += [] if channel.days else [f"<p>{escape(say(_NOTHING))}</p>"]
        for on, announced in channel.days:
            entries = "".join(
                f"<li><strong>{escape(', '.join(one.times))}</strong> {escape(one.title)}</li>"
                for one in announced
            )
            day = f"<h3 {_DAY_STYLE}>{escape(_day(on, language=language))}</h3>"
            body.append(f"{day}<ul {_LIST_STYLE}>{entries}</ul>")
    if letter.episodes:
        entries = "".join(
            f'<li><a {_STYLE} href="{escape(one.address)}">{escape(one.title)}</a> ({escape(one.show)})</li>'
            for one in letter.episodes
        )
        body.append(f"<h2>{escape(say(_AGAIN))}</h2><ul {_LIST_STYLE}>{entries}</ul>")
    home = f'<a {_STYLE} href="{escape(letter.base)}">{escape(letter.base)}</a>'
    body.append(f"<p {_SMALL}>{home}<br>{escape(say(_NO_MORE))}</p>")
    return "".join(body)


def page_of(letter: Newsletter, *, language: str) -> str:
    """The letter as a file of its own, for another program to send."""
    subject = subject_of(letter, language=language)
    return letter_page(title=subject, body=html_of(letter, language=language), language=language)


def letter_to(letter: Newsletter, *, to: str, language: str) -> Letter:
    """The letter in its envelope."""
    return Letter(
        to=to,
        subject=subject_of(letter, language=language),
        text=text_of(letter, language=language),
        html=page_of(letter, language=language),
    )
