"""How quiet segments are: decoded in the cage, once each; what has been heard is remembered.

A piece airs again and again from the same bytes, so a channel's sound is decoded once for all its airings.
"""

import json
import sys
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

from broadcast.cage import Limits, Sight, run
from broadcast.media.units import Bytes, Seconds
from broadcast.proof.verdict import Quiet
from broadcast.settings import Settings
from broadcast.transcode.workbench import workbench

_INSIDE = Path(__file__).with_name("levels_inside.py")
_LIMITS = Limits(memory=Bytes(512 << 20), cpu=Seconds(60.0), wall=Seconds(120.0), file_size=Bytes(1 << 20))
_MOST_REMEMBERED = 100_000

Place = tuple[str, int]
"""A segment by its package and its number in it."""


class Levels:
    """The memory of one process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._heard: OrderedDict[Place, Quiet] = OrderedDict()

    def learn(self, sounds: Mapping[Place, bytes]) -> None:
        """Decode what is not known yet; each is an init with its segment. Raises what `cage.run` does."""
        fresh = {place: sound for place, sound in sounds.items() if place not in self._heard}
        if not fresh:
            return
        places = dict(enumerate(fresh))
        lines: list[str] = []
        with workbench(self._settings) as folder:
            for number, place in places.items():
                (folder / f"{number:06}").write_bytes(fresh[place])
            run(
                [sys.executable, "-I", str(_INSIDE), str(folder)],
                sight=Sight(read=(folder, _INSIDE, Path(sys.prefix), Path(sys.base_prefix))),
                limits=_LIMITS,
                on_line=lines.append,
            )
        for name, *figures in map(json.loads, filter(None, lines)):
            self._heard[places[int(name)]] = Quiet(*figures)
        while len(self._heard) > _MOST_REMEMBERED:
            self._heard.popitem(last=False)

    def knows(self, place: Place) -> bool:
        """Whether it has been heard."""
        return place in self._heard

    def of(self, place: Place) -> Quiet:
        """How quiet it is. Raises KeyError where it was not learnt."""
        self._heard.move_to_end(place)
        return self._heard[place]
