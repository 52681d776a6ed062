"""`python -m bench [PART] [film=MINUTES] [year=DAYS]`, parts as below: prints a table in Markdown."""

import sys
from collections.abc import Callable, Iterator

from bench import caching, channels, engine, film, icy, lighthouse, pages, pipeline, serving, year

PARTS: dict[str, Callable[..., Iterator[tuple[str, ...]]]] = {
    "pipeline": pipeline.rows,
    "serving": serving.rows,
    "channels": channels.rows,
    "engine": engine.rows,
    "film": film.rows,
    "year": year.rows,
    "icy": icy.rows,
    "caching": caching.rows,
    "lighthouse": lighthouse.rows,
    "pages": pages.rows,
}


def main() -> None:
    """Run what was asked for, or all."""
    wanted = sys.argv[1:] or [*PARTS]
    print("| what | Antenne | against | ratio |\n|---|---|---|---|")  # noqa: T201  # a bench prints
    for asked in wanted:
        name, _, minutes = asked.partition("=")
        for row in PARTS[name](*([float(minutes)] if minutes else [])):
            print(f"| {' | '.join(row)} |", flush=True)  # noqa: T201  # the same


main()
