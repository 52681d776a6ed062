"""What each channel will air next if nothing is edited: decided ahead once for the many who ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy.orm import Session

from broadcast.media.units import Ticks
from broadcast.playout.ledger import FORESEEN, forecast
from broadcast.playout.pieces import Packages, Pieces
from broadcast.playout.timeline import Airing
from broadcast.schedule.models import Channel, ChannelKind

_KEPT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class _Decided:
    """The ledger's last row, and what was foretold after it; `is_whole` where that is all that can be."""

    revision: int
    since: datetime
    rows: tuple[Airing, ...]
    is_whole: bool


class Coming:
    """Forecasts, each kept for half a minute or until its channel's programme is edited.

    The ledger goes on meanwhile: as long as it does as foretold, what was foretold stands.
    """

    def __init__(self, packages: Packages) -> None:
        self._packages = packages
        self._known: dict[int, _Decided] = {}
        self._locks: dict[int, Lock] = {}

    def after(
        self, session: Session, channel: Channel, tail: Airing, *, at: datetime, most: int
    ) -> Sequence[Airing]:
        """What follows `tail`, the ledger's last row: `most` rows or more, or all of the next hours."""
        with self._locks.setdefault(channel.id, Lock()):  # who asks meanwhile waits for the one answer
            known = self._known.get(channel.id)
            if known is None or not _stands(known, channel, tail, at=at, most=most):
                known = self._decided(session, channel, tail, at=at, most=most + most // 2)
                self._known[channel.id] = known
        return _following(known, tail)

    def _decided(
        self, session: Session, channel: Channel, tail: Airing, *, at: datetime, most: int
    ) -> _Decided:
        pieces = Pieces(self._packages, has_picture=channel.kind == ChannelKind.TV)
        rows = forecast(session, channel, tail, pieces=pieces, most=most, until=Ticks(tail.end + FORESEEN))
        return _Decided(channel.revision, at, (tail, *rows), is_whole=len(rows) < most)


def _stands(known: _Decided, channel: Channel, tail: Airing, *, at: datetime, most: int) -> bool:
    is_fresh = known.revision == channel.revision and known.since <= at < known.since + _KEPT
    return is_fresh and tail in known.rows and (known.is_whole or len(_following(known, tail)) >= most)


def _following(known: _Decided, tail: Airing) -> Sequence[Airing]:
    return known.rows[known.rows.index(tail) + 1 :]
