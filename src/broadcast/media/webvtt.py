"""Reading and writing captions: WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format") and SubRip. Pure.

What is written is strict; what is read may be careless: a comma for the point, hours or blank lines left
out, cues out of order. Styles, regions, positions and comments are dropped.
"""

import html
import re
from collections.abc import Iterable, Iterator

from broadcast.errors import InvalidError, TooLargeError, marked
from broadcast.media.cues import Cue, cue_of, in_order, without_markup
from broadcast.media.units import Bytes

MOST_BYTES = Bytes(4 << 20)
LONGEST_WORDS = 400_000
_LONGEST_LINE = 4_000
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?$")
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]+)>")
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t\n]|$)")
_MINUTE, _HOUR = 60, 3_600


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, else Windows' Western one. Raises TooLargeError."""
    if len(raw) > MOST_BYTES:
        raise too_large()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def too_large() -> TooLargeError:
    """More than a transcript takes."""
    return TooLargeError(
        "words_too_large",
        marked("This text is larger than a transcript can be."),
        marked("Send a caption file (.vtt, .srt) or a plain text file of at most {most} MB."),
        most=MOST_BYTES >> 20,
    )


def read_vtt(text: str) -> tuple[Cue, ...]:
    """The cues of a WebVTT file. Raises InvalidError where it does not begin as one, TooLargeError."""
    text = _lined(text)
    if not _SIGNATURE.match(text):
        raise InvalidError(
            "not_webvtt",
            marked("This is not a caption file."),
            marked("A WebVTT file begins with the word WEBVTT."),
        )
    return in_order(_cues(text.split("\n")[1:]))


def read_srt(text: str) -> tuple[Cue, ...]:
    """The cues of a SubRip file; what is none is passed over. Raises TooLargeError."""
    return in_order(_cues(_lined(text).split("\n")))


def read_captions(text: str) -> tuple[Cue, ...]:
    """The cues of a text that may be WebVTT, SubRip or neither: then there are none."""
    return read_vtt(text) if _SIGNATURE.match(_lined(text)) else read_srt(text)


def write_vtt(cues: Iterable[Cue]) -> str:
    """The file: its cues in the order given, every sign of markup escaped."""
    blocks = [
        f"{_written(cue.start)} --> {_written(cue.end)}\n{_spoken(cue.speaker)}{_escaped(cue.text)}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _lined(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _cues(lines: Iterable[str]) -> Iterator[Cue | None]:
    """One for each line of times, with the lines below it up to an empty one or the next times (§6.1)."""
    times: tuple[float, float] | None = None
    said: list[str] = []
    for line in lines:
        found = _times(line)
        if (found or not line.strip()) and times is not None:
            yield _cue(times, said)
            times = None
        if found:
            times, said = found, []
        elif times is not None and line.strip():
            said.append(line[:_LONGEST_LINE])
    if times is not None:
        yield _cue(times, said)


def _times(line: str) -> tuple[float, float] | None:
    if "-->" not in line:
        return None
    found = _TIMING.match(line[:_LONGEST_LINE])
    return (_seconds(found.groups()[:4]), _seconds(found.groups()[4:])) if found else None


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = parts
    fraction = int((rest or "0").ljust(3, "0")) / 1_000
    return int(hours or 0) * _HOUR + int(minutes or 0) * _MINUTE + int(seconds or 0) + fraction


def _cue(times: tuple[float, float], lines: list[str]) -> Cue | None:
    raw = "\n".join(lines)[:_LONGEST_LINE]
    voice = _VOICE.match(raw.lstrip())
    speaker = html.unescape(voice[1]) if voice else ""
    return cue_of(*times, html.unescape(without_markup(raw)), speaker=speaker)


def _written(seconds: float) -> str:
    whole = round(seconds * 1_000)
    minutes, rest = divmod(whole, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1_000:02}.{rest % 1_000:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _spoken(speaker: str) -> str:
    return f"<v {_escaped(speaker)}>" if speaker else ""
