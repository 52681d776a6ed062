"""What a file brings along besides its sound and picture: captions, chapters, a cover."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from broadcast.library.amend import LONGEST_ARTIST
from broadcast.library.models import Item, TranscriptSource
from broadcast.library.transcripts import Said, keep_found
from broadcast.media.chapters import Chapter
from broadcast.media.cues import Cue
from broadcast.media.source import Probed
from broadcast.media.units import Seconds
from broadcast.transcode.captions import embedded_captions
from broadcast.transcode.pictures.deposited import embedded_cover


def brought_along(
    source: Path, *, probed: Probed, folder: Path, ffmpeg: Path, length: Seconds, language: str
) -> dict[str, Any]:
    """As the package's facts keep it: `captions` (`language`, `cues`) or None, `chapters`, `cover`.

    The cover itself is written into `folder`; `cover` tells whether there is one, `left_out` what is to be
    known of one that could not be used.
    """
    captions = embedded_captions(
        source, probed=probed, folder=folder, ffmpeg=ffmpeg, length=length, language=language
    )
    chapters = [asdict(one) for one in probed.chapters if one.start < length]
    left_out = embedded_cover(source, demuxer=probed.demuxer, folder=folder) if probed.has_cover else None
    return {
        "captions": captions.to_plain() if captions else None,
        "chapters": chapters,
        "cover": probed.has_cover and left_out is None,
        "left_out": [asdict(left_out)] if left_out else [],
    }


def keep_brought(  # whose it is, what was brought, and when
    session: Session,
    item: Item,
    *,
    facts: dict[str, Any],
    cover: str | None,
    language: str,
    now: datetime,
) -> None:
    """Give the item what its file brought; what somebody wrote or chose in the meantime stays."""
    item.cover = item.cover or cover
    item.artist = item.artist or str(facts.get("tags", {}).get("artist", ""))[:LONGEST_ARTIST].strip()
    captions = facts.get("captions")
    if captions:
        cues = tuple(Cue(**one) for one in captions["cues"])
        said = Said(language=captions["language"] or language, source=TranscriptSource.EMBEDDED, cues=cues)
        keep_found(session, item.id, said, now=now)
    if not item.chapters:
        item.chapters = [asdict(Chapter(**one)) for one in facts.get("chapters", ())]
