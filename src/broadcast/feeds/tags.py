"""ID3v2.3 tags, served in front of an MP3's frames: the frames are stored once, whatever the title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from mutagen.id3 import APIC, CHAP, CTOC, ID3, TALB, TDRC, TIT2, TPE1, CTOCFlags

from broadcast.media.chapters import Chapter
from broadcast.media.units import Seconds

_NO_OFFSET = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """What a tag tells. `cover` is a JPEG, `length` that of the sound."""

    title: str
    artist: str
    album: str
    year: int
    cover: bytes | None
    chapters: Sequence[Chapter]
    length: Seconds


def id3_tag(told: Tagged) -> bytes:
    """The tag alone, as ID3v2.3 (id3.org, "ID3v2.3.0" and "ID3v2 Chapter Frame Addendum")."""
    tag = ID3()
    tag.add(TIT2(encoding=1, text=told.title))
    tag.add(TPE1(encoding=1, text=told.artist))
    tag.add(TALB(encoding=1, text=told.album))
    tag.add(TDRC(encoding=1, text=str(told.year)))
    if told.cover is not None:
        tag.add(APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=told.cover))
    if told.chapters:
        for frame in _chapter_frames(told.chapters, told.length):
            tag.add(frame)
    tag.update_to_v23()
    written = BytesIO()
    tag.save(written, v2_version=3, v1=0, padding=lambda _info: 0)
    return written.getvalue()


def _chapter_frames(chapters: Sequence[Chapter], length: Seconds) -> Iterator[CHAP | CTOC]:
    """One frame each, and their order; times are milliseconds."""
    names = [f"chapter{number}" for number in range(1, len(chapters) + 1)]
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    yield CTOC(element_id="chapters", flags=flags, child_element_ids=names, sub_frames=[])
    ends = [*(chapter.start for chapter in chapters[1:]), max(length, chapters[-1].start)]
    for name, chapter, end in zip(names, chapters, ends, strict=True):
        yield CHAP(
            element_id=name,
            start_time=round(chapter.start * 1_000),
            end_time=round(end * 1_000),
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=1, text=chapter.title)],
        )
