"""Tables for spreadsheets (RFC 4180)."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], lines: Iterable[Mapping[str, object]]) -> str:
    """Comma-separated, with a head; a cell that a spreadsheet would run as a formula gets an apostrophe."""
    text = StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for line in lines:
        cells = {name: "" if line[name] is None else str(line[name]) for name in columns}
        writer.writerow(
            {name: f"'{cell}" if cell.startswith(_FORMULA) else cell for name, cell in cells.items()}
        )
    return text.getvalue()
