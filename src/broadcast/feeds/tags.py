"""ID3v2.3 tags, served in front of an MP3's frames: the frames are stored once, whatever the title."""

from io import BytesIO

from mutagen.id3 import APIC, ID3, TALB, TDRC, TIT2, TPE1


def id3_tag(*, title: str, artist: str, album: str, year: int, cover: bytes | None) -> bytes:
    """The tag alone, as ID3v2.3 (id3.org, "ID3v2.3.0"). `cover` is a JPEG."""
    tag = ID3()
    tag.add(TIT2(encoding=1, text=title))
    tag.add(TPE1(encoding=1, text=artist))
    tag.add(TALB(encoding=1, text=album))
    tag.add(TDRC(encoding=1, text=str(year)))
    if cover is not None:
        tag.add(APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=cover))
    tag.update_to_v23()
    written = BytesIO()
    tag.save(written, v2_version=3, v1=0, padding=lambda _info: 0)
    return written.getvalue()
