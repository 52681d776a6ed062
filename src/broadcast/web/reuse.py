"""Taking something up elsewhere: the frame for another site, and how an episode is named there. Pure."""

from dataclasses import dataclass

from broadcast.library.licences import Deed
from broadcast.web.oembed import Embedded, frame_markup, frame_text

WIDGET_SIZE = (360, 320)
_OF_WIKIS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "[]{}|<>'&~=*#:;_"})
"""What MediaWiki would take for its own markup, as character references."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """What somebody copies: HTML for a site, and the episode's name in words and in MediaWiki's markup.

    It is named as Creative Commons recommends: title, makers, where it is from, licence.
    """

    frame: str
    words: str
    wiki: str


def reuse_of(told: Embedded, *, page: str, makers: str, licence: str, deed: Deed) -> Reuse:
    """Of an episode at the address `page`; `licence` is its name in the reader's language."""
    words = [told.title, told.show, makers, page, licence]
    link = f"[{deed.address} {_plain(licence)}]" if deed.address else _plain(licence)
    wiki = [f"[{page} {_plain(told.title)}]", f"''{_plain(told.show)}''", _plain(makers), link]
    return Reuse(frame_text(told), " · ".join(filter(None, words)), ", ".join(filter(None, wiki)))


def widget_frame(base: str, *, slug: str, name: str) -> str:
    """A frame that tells on another site what a channel plays now and next."""
    width, height = WIDGET_SIZE
    return frame_markup(f"{base}/channels/{slug}/widget", width=width, height=height, title=name)


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_OF_WIKIS)
