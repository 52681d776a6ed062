"""Marks to scan: a QR code as a picture that scales."""

from functools import lru_cache
from io import BytesIO

QUIET = 2
"""Modules of white around it: dark pages lay it on white paper besides."""


def qr_svg(address: str) -> str:
    """The code as an SVG element for a page, without a size of its own."""
    import segno  # noqa: PLC0415  # rarely asked for

    drawn: str = segno.make(address, error="m", micro=False).svg_inline(
        border=QUIET, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
    )
    return drawn


@lru_cache(maxsize=256)
def public_qr(address: str) -> str:
    """The same, remembered: of an address that is no secret, for a page that many open."""
    return qr_svg(address)


def qr_file(address: str) -> str:
    """The code as the text of an SVG file."""
    import segno  # noqa: PLC0415  # the same

    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=QUIET, dark="#000")
    return drawn.getvalue().decode()
