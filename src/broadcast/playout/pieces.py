"""Packages opened once: what an item is on the air of a channel."""

from collections import OrderedDict
from threading import Lock

from broadcast.library import keys
from broadcast.library.models import Item, ItemKind, Rights
from broadcast.media.package import VIDEO, PackageIndex
from broadcast.media.units import Ticks
from broadcast.playout.decide import Piece
from broadcast.playout.formats import formats_of, renditions_of
from broadcast.schedule.rotation import marks_of
from broadcast.storage import Storage

_MOST_OPEN = 2_000


class Packages:
    """Indexes by package key: they never change once written, so they are kept in memory."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._open: OrderedDict[str, PackageIndex] = OrderedDict()
        self._lock = Lock()

    def index(self, key: str) -> PackageIndex:
        """A package's index. Raises UnknownError where there is none."""
        with self._lock:
            if key in self._open:
                self._open.move_to_end(key)
                return self._open[key]
        found = PackageIndex.from_json(self._storage.get(keys.index(key)))
        with self._lock:
            self._open[key] = found
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        return found


class Pieces:
    """Items as pieces for one kind of channel."""

    def __init__(self, packages: Packages, *, has_picture: bool) -> None:
        self._packages = packages
        self._wanted = renditions_of(has_picture=has_picture)
        self._has_picture = has_picture

    def stand_by(self) -> Piece:
        """The stand-by loop."""
        index = self._packages.index(keys.STAND_BY)
        return Piece(
            item=None,
            package=keys.STAND_BY,
            ticks=index.ticks,
            formats=formats_of(index.renditions, wanted=self._wanted),
            title="",
        )

    def length(self, package: str) -> Ticks:
        """How long a package is. Raises UnknownError where there is none."""
        return self._packages.index(package).ticks

    def of(self, item: Item, *, show: str) -> Piece:
        """A ready item. A sound on television is shown with its card, or the stand-by picture without one."""
        if item.package is None or item.ticks is None:
            raise ValueError(f"item {item.id} is not ready")
        return self.excerpt(item, item.package, Ticks(item.ticks), show=show)

    def excerpt(self, item: Item, package: str, ticks: Ticks, *, show: str) -> Piece:
        """A part of an item that has a package of its own."""
        index = self._packages.index(package)
        needs_card = self._has_picture and not index.has_picture
        card = (item.card or keys.STAND_BY) if needs_card else None
        renditions = dict(index.renditions)
        if card is not None:
            shown = self._packages.index(card).renditions
            renditions |= {name: shown[name] for name in VIDEO}
        return Piece(
            item=item.id,
            package=package,
            ticks=ticks,
            formats=formats_of(renditions, wanted=self._wanted),
            title=item.title,
            show=show,
            card=card,
            is_music=is_music(item),
            marks=marks_of(artist=item.artist, title=item.title, structure=item.structure_id),
        )


def is_music(item: Item) -> bool:
    """Whether it is music, or holds some."""
    return item.kind == ItemKind.TRACK or item.rights == Rights.MUSIC
