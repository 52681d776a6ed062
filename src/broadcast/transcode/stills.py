"""The stills of a film: looked for in our own encoding, which the player shows too."""

import structlog

from broadcast.errors import BroadcastError
from broadcast.library import keys
from broadcast.media.package import PackageIndex, Rendition
from broadcast.parts import Parts
from broadcast.transcode.argv.stills import LOOKED_AT, look
from broadcast.transcode.pictures.stills import choose, worth
from broadcast.transcode.runner import Runner
from broadcast.transcode.tools import find_ffmpeg
from broadcast.transcode.workbench import workbench

_MOST_LOOKED_AT = 36
_log = structlog.get_logger()


def keep_stills(parts: Parts, key: str, index: PackageIndex) -> int:
    """Keep up to six candidates beside a film's package, the best first; gives how many there are.

    Never fails a film: the still made on the way is there in any case.
    """
    if not index.has_picture:
        return 0
    count = len(index.renditions[Rendition.V720].segments)
    ffmpeg = find_ffmpeg()
    try:
        with (
            parts.storage.local(keys.rendition(key, Rendition.V720)) as film,
            workbench(parts.settings) as folder,
        ):
            Runner.on_picture(film, folder=folder, ffmpeg=ffmpeg).run(
                look(ffmpeg, film, every=-(-count // _MOST_LOOKED_AT))
            )
            seen = [path.read_bytes() for path in sorted(folder.glob(f"{LOOKED_AT}*.jpg"))]
    except (BroadcastError, OSError) as fault:
        _log.warning("no stills", package=key, cause=repr(fault))
        return 0
    chosen = choose([worth(jpeg) for jpeg in seen])
    for number, place in enumerate(chosen):
        parts.storage.put_bytes(keys.candidate(key, number), data=seen[place])
    return len(chosen)
