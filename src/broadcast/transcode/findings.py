"""What people should know about a piece before it airs: pure findings from measured figures.

Nothing found here is repaired behind anybody's back. Each finding is a code, a sentence and its values.
"""

from collections.abc import Sequence

from broadcast.errors import marked
from broadcast.media.loudness import is_silent
from broadcast.media.package import Loudness
from broadcast.media.source import Probed
from broadcast.media.units import Seconds, Ticks, seconds_of
from broadcast.transcode.findings_sound import findings_of_sound
from broadcast.transcode.lows import Lows
from broadcast.transcode.measure import Window
from broadcast.transcode.warned import Warned, clock_of

_MISMATCH = 0.02
"""A share of the claimed length: what is missing beyond it is told (DESIGN: 2 %)."""
_SHORTEST_MISSING = Seconds(0.5)


def findings(
    probed: Probed,
    *,
    decoded: Ticks,
    source: Loudness,
    windows: Sequence[Window],
    lows: Lows,
    gain_db: float,
) -> tuple[Warned, ...]:
    """Everything to tell of a piece, the gravest first."""
    found = [_incomplete(probed, decoded)]
    if probed.audio is None:
        found.append(Warned("no_sound", marked("This film has no sound: it airs in silence.")))
    elif is_silent(source):
        found.append(Warned("silence", marked("There is only silence in this piece.")))
    else:
        found += findings_of_sound(source, windows=windows, lows=lows, gain_db=gain_db)
    return tuple(one for one in found if one is not None)


def _incomplete(probed: Probed, decoded: Ticks) -> Warned | None:
    saved, claimed = seconds_of(decoded), probed.duration
    if claimed is None or not probed.is_duration_stated:
        return None
    if claimed - saved <= max(claimed * _MISMATCH, _SHORTEST_MISSING):
        return None
    return Warned(
        "incomplete",
        marked("The file is incomplete: {saved} of {claimed} could be saved."),
        {"saved": clock_of(saved), "claimed": clock_of(claimed)},
    )
