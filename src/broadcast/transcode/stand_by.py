"""The stand-by loop: drawn and played by the station itself, and packaged like every other piece."""

from broadcast.ingest.probe import probe
from broadcast.library import keys
from broadcast.media.grid import PICTURES_PER_SECOND, QUANTUM
from broadcast.media.units import Ticks, seconds_of
from broadcast.parts import Parts
from broadcast.transcode.keep import keep_package
from broadcast.transcode.package import make_package
from broadcast.transcode.pictures.cards import stand_by_picture
from broadcast.transcode.synthesis.film import write_still_film
from broadcast.transcode.synthesis.tide import write_tide
from broadcast.transcode.tools import find_ffmpeg, find_font
from broadcast.transcode.workbench import workbench

_QUANTA = 53
"""4 × 12 + 5: its last segment is one of the longest, so that its beginnings serve every length."""


def prepare_stand_by(parts: Parts) -> None:
    """Make the loop where it is not there yet; whoever else makes it makes the same."""
    if parts.storage.exists(keys.index(keys.STAND_BY)):
        return
    length = seconds_of(Ticks(_QUANTA * QUANTUM))
    with workbench(parts.settings) as making, workbench(parts.settings) as folder:
        sound, film = making / "tide.wav", making / "tide.mkv"
        write_tide(sound, seconds=length)
        write_still_film(
            film,
            picture=stand_by_picture(find_font()),
            count=round(length * PICTURES_PER_SECOND),
            sound=sound,
        )
        made = make_package(
            film, probed=probe(film), folder=folder, ffmpeg=find_ffmpeg(), progress=lambda _share: None
        )
        keep_package(parts.storage, folder, key=keys.STAND_BY, index=made.index)
