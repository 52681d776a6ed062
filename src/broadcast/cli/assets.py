"""What the browser gets from others, copied from the installed npm packages to where pages find it."""

import sys
from pathlib import Path

import brotli

VENDOR = Path(__file__).parents[1] / "web" / "static" / "vendor"

_FONTS = ("atkinson-hyperlegible-next", "bricolage-grotesque")
_ALPHABETS = ("latin", "latin-ext")
_HEADINGS = "bricolage-grotesque-latin-800-normal.woff2"
"""One weight is half of what all of them weigh; what draws pictures has all."""
_ON_PAPER = ("400Regular", "700Bold")  # what sets papers reads no woff2

ASSETS = (
    "hls.js/dist/hls.light.min.js",
    "hls.js/dist/hls.min.js",
    "htmx.org/dist/htmx.min.js",
    "tus-js-client/dist/tus.min.js",
    f"@fontsource/bricolage-grotesque/files/{_HEADINGS}",
    *(
        f"@fontsource-variable/{font}/files/{font}-{part}-wght-normal.woff2"
        for font in _FONTS
        for part in _ALPHABETS
    ),
    *(
        f"@expo-google-fonts/atkinson-hyperlegible-next/{weight}/AtkinsonHyperlegibleNext_{weight}.ttf"
        for weight in _ON_PAPER
    ),
)
"""Each within `node_modules`; in `VENDOR` only its last name counts."""


class AssetsError(Exception):
    """A file is missing; the text names it and says what to do."""


_PACKED = ".js"
"""What is packed as well, once and as well as can be: the largest takes a second."""


def missing_assets(vendor: Path = VENDOR) -> list[str]:
    """Name the files that pages need and do not have."""
    names = (Path(asset).name for asset in ASSETS)
    return [name for name in names if not (vendor / name).is_file()]


def copy_assets(node_modules: Path, vendor: Path = VENDOR) -> None:
    """Copy every asset, and pack scripts beside; by renames, so that a running station serves no half."""
    absent = [asset for asset in ASSETS if not (node_modules / asset).is_file()]
    if absent:
        raise AssetsError(
            f"{node_modules} lacks {', '.join(absent)}: run `npm ci --omit=dev`, then this again."
        )
    vendor.mkdir(parents=True, exist_ok=True)
    for asset in ASSETS:
        source, place = node_modules / asset, vendor / Path(asset).name
        _put(place, source.read_bytes())
        if place.suffix == _PACKED:
            _put(place.with_name(f"{place.name}.br"), brotli.compress(source.read_bytes()))


def _put(place: Path, content: bytes) -> None:
    part = place.with_name(f".{place.name}")
    part.write_bytes(content)
    part.replace(place)


def main() -> int:
    """Copy from the folder given, `node_modules` by default."""
    try:
        copy_assets(Path(*sys.argv[1:2] or ["node_modules"]))
    except AssetsError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
