"""A round of listening: whose turn it is, what is remembered of it, who is told.

Every 20 s it is a channel's turn, and all of it is heard: whatever was told since the last time. Where there
are so many that this would be too dear (`MOST_IN_A_ROUND`), each turn still reads every playlist, and the
sound of each channel, half a minute of it, is heard in every so-many-th of its turns.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from broadcast.errors import marked
from broadcast.notices import About, NoticeKind, Severity, end_notice, raise_notice
from broadcast.parts import Parts
from broadcast.playout.air import OnAir
from broadcast.proof.ear import Ear, Heard, Turn
from broadcast.proof.models import Hearing
from broadcast.proof.player import Player, UnansweredError
from broadcast.proof.verdict import MOST_IN_A_ROUND, Fault, is_told, turns_between
from broadcast.schedule.models import Channel

ROUND_SECONDS = 10.0
_TURNS = 2

NOBODY_ANSWERS = NoticeKind(
    "nobody_answers",
    marked("Nobody can hear the station: it does not answer at its own address."),
    marked("See whether it is running, and whether its address is right."),
    Severity.ALARM,
)
KINDS = {
    Fault.UNREACHABLE: NoticeKind(
        "channel_unreachable",
        marked("{channel} cannot be heard: its stream does not open."),
        marked("Listen to it yourself; if it is silent for you too, tell whoever runs the station."),
        Severity.ALARM,
    ),
    Fault.STALE: NoticeKind(
        "channel_stale",
        marked("{channel} is stuck: its stream no longer moves on."),
        marked("Tell whoever runs the station; listeners hear the last seconds and then nothing."),
        Severity.ALARM,
    ),
    Fault.WRONG: NoticeKind(
        "channel_wrong",
        marked("{channel} airs something other than its air log says."),
        marked("Listen to it, and tell whoever runs the station: a file may be damaged."),
        Severity.ALARM,
    ),
    Fault.SILENT: NoticeKind(
        "channel_silent",
        marked("Dead air: nothing has been heard on {channel} for more than ten seconds."),
        marked("Listen to what is playing; withdraw it if it is silent by mistake."),
        Severity.ALARM,
    ),
}
_SEEN = (Fault.UNREACHABLE, Fault.STALE)  # in a playlist alone

_log = structlog.get_logger()


def listen_round(parts: Parts, ear: Ear, *, most: int = MOST_IN_A_ROUND) -> list[Heard]:
    """Listen to the channels whose turn it is. Nothing where the station knows no address of its own."""
    base = parts.settings.listen_url or parts.settings.public_url
    now = parts.clock.now()
    number = int(now.timestamp() // ROUND_SECONDS)
    due = [channel for channel in ear.channels() if channel.id % _TURNS == number % _TURNS]
    if not base or not due:
        return []
    with parts.database.reading() as session:
        before = {row.channel_id: row for row in session.scalars(select(Hearing))}
    player = Player(base)
    try:
        heard = ear.listen(_turns(due, before, number=number, most=most), player=player)
    except UnansweredError as fault:
        _log.warning("nobody answers", address=base, cause=repr(fault))
        with parts.database.writing() as session:
            raise_notice(session, NOBODY_ANSWERS, about=About(), now=now)
        return []
    finally:
        player.close()
    with parts.database.writing() as session:
        end_notice(session, NOBODY_ANSWERS, about=About(), now=now)
        at_hand = [*session.scalars(select(Hearing)), *session.scalars(select(Channel))]
        for one in heard:
            if tells_something(one, before.get(one.channel.id)):
                _note(session, one, before.get(one.channel.id), now=now)
        del at_hand  # until here the session found each without a question of its own
    return heard


def _turns(due: list[OnAir], before: Mapping[int, Hearing], *, number: int, most: int) -> Iterator[Turn]:
    """What is done for each channel whose turn it is in the round of that number."""
    often = turns_between(len(due), most=most)
    for channel in due:
        row = before.get(channel.id)
        with_sound = (channel.id + number) // _TURNS % often == 0
        after, silent = (row.sequence, row.silent) if row else (-1, 0.0)
        yield Turn(channel, after, silent, with_sound)


def tells_something(heard: Heard, before: Hearing | None) -> bool:
    """Whether it says more than was known: a playlist that is well says nothing of what its sound was."""
    return heard.with_sound or heard.fault is not None or (before is not None and before.fault in _SEEN)


def _note(session: Session, heard: Heard, before: Hearing | None, *, now: datetime) -> None:
    was = Fault(before.fault) if before and before.fault else None
    row = session.merge(Hearing(channel_id=heard.channel.id, heard_at=now))
    since = before.fault_since if before and heard.fault is was else now
    row.sequence, row.silent = heard.sequence, heard.silent
    row.fault, row.fault_since = heard.fault, since if heard.fault else None
    channel = session.get(Channel, heard.channel.id)
    if channel is None:
        return
    about = About(structure_id=channel.structure_id, channel_id=channel.id, link=f"/channels/{channel.slug}")
    if heard.fault is not None and is_told(heard.fault, before=was):
        values = {"channel": channel.name}
        raise_notice(session, KINDS[heard.fault], about=about, now=now, values=values)
    for fault, kind in KINDS.items():
        if fault is not heard.fault and (was is not None or before is None):
            end_notice(session, kind, about=about, now=now)


def hearings(session: Session) -> list[tuple[str, Hearing]]:
    """The last hearing of every channel, by its slug."""
    found = session.execute(select(Channel.slug, Hearing).join(Hearing, Hearing.channel_id == Channel.id))
    return [(slug, hearing) for slug, hearing in found]
