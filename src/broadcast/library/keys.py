"""Where things lie in the storage: pure names."""

from broadcast.media.package import Rendition

PACKAGES = "packages"
STILLS = "stills"
CARDS = "cards"
COVERS = "covers"
TAGS = "tags"
_STAND_BY = "stand-by"


def original(sha: str) -> str:
    """A deposit as it came, byte for byte."""
    return f"originals/{sha[:2]}/{sha}"


def package(sha: str, *, recipe: int) -> str:
    """The prefix of a package: the source's SHA-256 with the recipe's version."""
    return f"packages/{sha[:2]}/{sha}-{recipe}"


def excerpt(sha: str, *, recipe: int, begins_ms: int, ends_ms: int) -> str:
    """The prefix of a package of a part of a source; `ends_ms` 0 for the source's own end."""
    return f"{package(sha, recipe=recipe)}-{begins_ms}-{ends_ms}"


def seam(digest: str, *, version: int) -> str:
    """The prefix of the package of a join of two pieces, named by all that it is made of."""
    return f"packages/{digest[:2]}/{digest}-seam{version}"


_FADE = "-fade"


def fade(package_key: str, *, segment: int, version: int) -> str:
    """The prefix of the package of one segment of a package, faded out: beside that which it is made of."""
    return f"{package_key}{_FADE}{version}-{segment}"


FADES = f"%{_FADE}%"
"""What the prefixes of all fades are like, to a database; no other's are."""


def is_fade(package_key: str) -> bool:
    """Whether a package is a fade."""
    return _FADE in package_key


_OVER = "-over"


def over(digest: str, *, version: int) -> str:
    """The prefix of the package of music with words over it, named by all that it is made of."""
    return f"packages/{digest[:2]}/{digest}{_OVER}{version}"


def is_over(package_key: str) -> bool:
    """Whether a package is music with words over it."""
    return _OVER in package_key


def packages(sha: str) -> str:
    """The folder that every recipe's package of a source lies in, beside some of other sources."""
    return f"packages/{sha[:2]}"


def rendition(package_key: str, name: Rendition) -> str:
    """A rendition's file in a package or a card."""
    return f"{package_key}/{name}.mp4"


def index(package_key: str) -> str:
    """The index of a package or a card: it is written last."""
    return f"{package_key}/index.json"


def mp3(package_key: str) -> str:
    """The frames of the podcast's MP3, without a tag."""
    return f"{package_key}/audio.mp3"


def peaks(package_key: str) -> str:
    """The waveform's data."""
    return f"{package_key}/peaks.json"


def loudness(package_key: str) -> str:
    """How loud a piece is as it goes on, before and after."""
    return f"{package_key}/loudness.json"


def brought_cover(package_key: str) -> str:
    """The picture that the deposit carried, as a cover."""
    return f"{package_key}/cover.jpg"


def still(package_key: str) -> str:
    """A film's still picture."""
    return f"{package_key}/still.jpg"


def begun(package_key: str) -> str:
    """What is known of a film's package whose pictures are still being made."""
    return f"{package_key}/begun.json"


def ranges(package_key: str) -> str:
    """The folder of a film's ranges, gone once they are joined."""
    return f"{package_key}/ranges"


def film_range(package_key: str, number: int, name: Rendition) -> str:
    """One range of one rendition."""
    return f"{ranges(package_key)}/{number:05}-{name}.mp4"


def candidates(package_key: str) -> str:
    """The folder of the stills a film may be shown by: apart from the whole package."""
    return f"{STILLS}/{package_key.removeprefix(f'{PACKAGES}/')}"


def candidate(package_key: str, number: int) -> str:
    """One of them, the best number 0."""
    return f"{candidates(package_key)}/still-{number}.jpg"


def other_candidate(still_key: str, number: int) -> str:
    """Another still of the same film: its package may have been made anew since."""
    return f"{still_key.rpartition('/')[0]}/still-{number}.jpg"


def card(digest: str, *, recipe: int) -> str:
    """The prefix of a card, named by what is drawn on it."""
    return f"{CARDS}/{digest}-{recipe}"


def is_card(prefix: str) -> bool:
    """Whether it is a card's."""
    return prefix.startswith(f"{CARDS}/")


def cover(digest: str) -> str:
    """A show's cover, named by its content."""
    return f"{COVERS}/{digest}.jpg"


def small(cover_key: str) -> str:
    """The same cover as pages show it in rows."""
    return f"{cover_key.removesuffix('.jpg')}-small.jpg"


def tiny(cover_key: str) -> str:
    """The same beside what airs now: that is asked for again and again, on thin lines too."""
    return f"{cover_key.removesuffix('.jpg')}-tiny.jpg"


def whole(cover_key: str) -> str:
    """The cover that a key is, or is a smaller one of."""
    return cover_key.replace("-small.jpg", ".jpg").replace("-tiny.jpg", ".jpg")


def tag(digest: str) -> str:
    """An ID3 tag, named by its content."""
    return f"{TAGS}/{digest}.id3"


STAND_BY = "packages/stand-by-3"
"""The prefix of the stand-by loop's package, with the recipe's version."""


def is_stand_by(package_key: str) -> bool:
    """Whether a package is the stand-by loop's, of whatever recipe: the ledger names older ones."""
    return package_key.startswith(f"{PACKAGES}/{_STAND_BY}")


def prefix_of(key: str) -> str:
    """The package, the card or the folder of stills that a key lies in; empty where it lies in none.

    Cards and what begins with `stand-by` lie one folder higher than what is named by its source.
    """
    room, _, rest = key.partition("/")
    names = rest.split("/")
    depth = 1 if room == CARDS or names[0].startswith(_STAND_BY) else 2
    if room not in {PACKAGES, STILLS, CARDS} or len(names) <= depth:
        return ""
    return "/".join((room, *names[:depth]))


def source_of(prefix: str) -> str:
    """The SHA-256 of what a package or a folder of stills was made of; empty for the station's own."""
    name = prefix.rpartition("/")[2]
    return "" if name.startswith(_STAND_BY) else name.partition("-")[0]
