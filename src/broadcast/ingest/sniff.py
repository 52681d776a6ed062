"""What a deposit is, by its first bytes alone: never by its name or what the sender says.

The answer pins the one demuxer that may open it. Formats that name other files (playlists, scripts,
image sequences) are in no table here, so nothing can ask for them.
"""

from broadcast.errors import RefusedError, marked
from broadcast.ingest.frames import adts_frame, begins_with_frames, holds_frames, mp3_frame
from broadcast.media.source import Demuxer

HEAD_BYTES = 65_536
"""How much of a file `sniff` likes to see. An ID3 tag (a cover inside) may be longer: see `tag_length`."""


_STARTS = (
    (b"fLaC", Demuxer.FLAC),
    (b"OggS", Demuxer.OGG),
    (b"\x1a\x45\xdf\xa3", Demuxer.MATROSKA),
    (b"#!AMR", Demuxer.AMR),
    (b"caff\x00", Demuxer.CAF),
    (b"FLV\x01", Demuxer.FLV),
    (b"riff\x2e\x91\xcf\x11", Demuxer.W64),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Demuxer.ASF),
    (b"\x00\x00\x01\xba", Demuxer.MPEG),
)
_RIFF_FORMS = {
    (b"RIFF", b"WAVE"): Demuxer.WAV,
    (b"RF64", b"WAVE"): Demuxer.WAV,
    (b"BW64", b"WAVE"): Demuxer.WAV,
    (b"RIFF", b"AVI "): Demuxer.AVI,
    (b"FORM", b"AIFF"): Demuxer.AIFF,
    (b"FORM", b"AIFC"): Demuxer.AIFF,
}
_MOV_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"8BPS",
    b"\x00\x00\x01\x00",
)
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"BZh",
    b"\xfd7zXZ\x00",
)
_DOCUMENTS = (b"%PDF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_PRINTABLE = bytes({*b"\t\n\r\f\x1b", *range(0x20, 0x100)})
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TS_PACKETS = (188, 192)
_TS_SYNC = 0x47
_TS_RUN = 4


def sniff(head: bytes) -> Demuxer:
    """The demuxer for a file that begins with `head` (`HEAD_BYTES`, or the whole file if shorter).

    Raises RefusedError: `empty`, `picture`, `text`, `archive`, `document` or `unknown_format`.
    """
    if not head:
        raise RefusedError("empty", marked("The file is empty."), _SEND_AGAIN)
    tags = tag_length(head)
    if tags >= len(head):
        return Demuxer.MP3  # a cover longer than the head: only MP3 is usually tagged like that
    body = head[tags:]
    found = _by_magic(body) or _by_frames(body)
    if found is None:
        raise _refusal(body)
    return found


def tag_length(head: bytes) -> int:
    """How many bytes of ID3v2 tags stand before the sound (ID3v2.4 §3.1: sizes of 7 bits a byte)."""
    at = 0
    while head[at : at + 3] == b"ID3" and len(head) >= at + 10:
        size = 0
        for byte in head[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if head[at + 5] & 0x10 else 0)
    return at


def _by_magic(body: bytes) -> Demuxer | None:
    for start, demuxer in _STARTS:
        if body.startswith(start):
            return demuxer
    form = _RIFF_FORMS.get((body[:4], body[8:12]))
    if form is not None:
        return form
    if body[4:8] in _MOV_BOXES and body[8:12] not in _STILL_BRANDS:
        return Demuxer.MOV
    return Demuxer.MPEGTS if _is_transport_stream(body) else None


def _by_frames(body: bytes) -> Demuxer | None:
    """MP3 and ADTS have no magic, only frames: two in a row at the start, four a little further on."""
    if begins_with_frames(body, mp3_frame):
        return Demuxer.MP3
    if begins_with_frames(body, adts_frame):
        return Demuxer.AAC
    known = body.startswith((*_PICTURES, *_ARCHIVES, *_DOCUMENTS)) or _is_text(body)
    return Demuxer.MP3 if not known and holds_frames(body, mp3_frame) else None


def _is_transport_stream(body: bytes) -> bool:
    """Four sync bytes in a row at the distance of a packet (ISO/IEC 13818-1 §2.4.3.2; 192 on camcorders)."""
    return any(
        len(body) >= size * _TS_RUN
        and all(body[size * count + size - 188] == _TS_SYNC for count in range(_TS_RUN))
        for size in _TS_PACKETS
    )


_SEND_AGAIN = marked("Check that it plays on your device, then send it again.")
_SEND_SOUND = marked("Send audio or video, as your phone or your computer records it.")


def _refusal(body: bytes) -> RefusedError:
    """Why nothing here can be aired, in the words that help most."""
    if body.startswith(_PICTURES) or _is_other_picture(body):
        return RefusedError(
            "picture",
            marked("This is a picture, not audio or video."),
            marked("Send it as the cover of an episode instead."),
        )
    if body.startswith(_ARCHIVES):
        return RefusedError(
            "archive",
            marked("This is an archive: files packed together."),
            marked("Unpack it on your device and send each recording or video on its own."),
        )
    if body.startswith(_DOCUMENTS):
        return RefusedError("document", marked("This is a document, not audio or video."), _SEND_SOUND)
    if _is_text(body):
        return RefusedError(
            "text",
            marked("This is a text, a web page or a list, not audio or video."),
            marked("If you saved it from a web page, save the sound itself and send that."),
        )
    return RefusedError(
        "unknown_format",
        marked("This is not a kind of audio or video that the station knows."),
        marked("Save it as MP3, WAV or MP4 and send it again."),
    )


def _is_other_picture(body: bytes) -> bool:
    """WebP, HEIC and AVIF share their container with sounds and films; SVG is a text."""
    return (
        (body[:4] == b"RIFF" and body[8:12] == b"WEBP")
        or (body[4:8] == b"ftyp" and body[8:12] in _STILL_BRANDS)
        or (b"<svg" in body[:4096].lower() and _is_text(body))
    )


def _is_text(body: bytes) -> bool:
    """Whether it reads as text: a byte order mark, or no control byte but white space."""
    start = body[:4096]
    return start.startswith(_BYTE_ORDER_MARKS) or not start.translate(None, _PRINTABLE)
