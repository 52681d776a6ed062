"""`python -m bench [pipeline] [serving] [channels]`: prints a table in Markdown."""

import sys

from bench import channels, pipeline, serving

PARTS = {"pipeline": pipeline.rows, "serving": serving.rows, "channels": channels.rows}


def main() -> None:
    """Run what was asked for, or all."""
    wanted = sys.argv[1:] or [*PARTS]
    print("| what | Antenne | against | ratio |\n|---|---|---|---|")  # noqa: T201  # a bench prints
    for name in wanted:
        for row in PARTS[name]():
            print(f"| {' | '.join(row)} |", flush=True)  # noqa: T201  # the same


main()
