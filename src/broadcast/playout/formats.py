"""The inits of a piece as one short text, so that rows can be compared without opening a package. Pure."""

from collections.abc import Mapping

from broadcast.media.package import AUDIO, VIDEO, Rendition, RenditionIndex


def formats_of(renditions: Mapping[Rendition, RenditionIndex], *, wanted: tuple[Rendition, ...]) -> str:
    """`a128=HASH a48=HASH …` of the wanted renditions. Raises KeyError where one is missing."""
    return " ".join(f"{name}={renditions[name].init}" for name in wanted)


def init_of(formats: str, rendition: Rendition) -> str | None:
    """The hash of a rendition's init; None where the piece has no such rendition."""
    return dict(pair.split("=", 1) for pair in formats.split()).get(rendition)


def renditions_of(*, has_picture: bool) -> tuple[Rendition, ...]:
    """What a channel carries."""
    return AUDIO + VIDEO if has_picture else AUDIO
