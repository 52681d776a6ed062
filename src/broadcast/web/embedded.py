"""An episode as other sites are told it."""

from broadcast.library import keys
from broadcast.library.models import Episode
from broadcast.transcode.covers import SMALL_COVER
from broadcast.web.gathered import STATION
from broadcast.web.house import House
from broadcast.web.oembed import Embedded


def embedded_of(house: House, episode: Episode, *, base: str) -> Embedded:
    """One that may be heard on demand; `base` is the station's address."""
    show, item = episode.show, episode.item
    return Embedded(
        title=item.title,
        show=show.title,
        show_page=f"{base}/shows/{show.slug}",
        station=STATION,
        base=base,
        frame=f"{base}/embed/{episode.id}",
        cover=f"{base}/{keys.small(item.cover or show.cover)}",
        cover_side=SMALL_COVER,
        has_picture=has_picture(house, episode),
    )


def has_picture(house: House, episode: Episode) -> bool:
    """Whether it is a film."""
    return house.air.packages.index(str(episode.item.package)).has_picture
