"""What a file brings along besides its sound and picture: captions and chapters."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from broadcast.library.models import Item, TranscriptSource
from broadcast.library.transcripts import Said, keep_found
from broadcast.media.chapters import Chapter
from broadcast.media.cues import Cue
from broadcast.media.source import Probed
from broadcast.media.units import Seconds
from broadcast.transcode.captions import embedded_captions


def brought_along(
    source: Path, *, probed: Probed, folder: Path, ffmpeg: Path, length: Seconds, language: str
) -> dict[str, Any]:
    """As the package's facts keep it: `captions` (`language`, `cues`) or None, `chapters`."""
    captions = embedded_captions(
        source, probed=probed, folder=folder, ffmpeg=ffmpeg, length=length, language=language
    )
    chapters = [asdict(one) for one in probed.chapters if one.start < length]
    return {"captions": captions.to_plain() if captions else None, "chapters": chapters}


def keep_brought(
    session: Session, item: Item, *, facts: dict[str, Any], language: str, now: datetime
) -> None:
    """Give the item what its file brought; what somebody wrote in the meantime stays."""
    captions = facts.get("captions")
    if captions:
        cues = tuple(Cue(**one) for one in captions["cues"])
        said = Said(language=captions["language"] or language, source=TranscriptSource.EMBEDDED, cues=cues)
        keep_found(session, item.id, said, now=now)
    if not item.chapters:
        item.chapters = [asdict(Chapter(**one)) for one in facts.get("chapters", ())]
