"""The table of permissions as a page of the documentation. Pure."""

from collections.abc import Iterable

from broadcast.web.permissions.row import Row, Who

_HEAD = """# Who may do what

Made by `python -m broadcast.web.permissions` from the table in `src/broadcast/web/permissions/`; do not edit
it here. `tests/web/test_permissions.py` tries every cell on the real application, and fails for a route
without a row.

The thing asked for belongs to one structure. *Elsewhere* is anybody, whatever their role, who works only in
another one; *depositor* a contributor who deposited the very piece. Where a cell is empty the answer is
401 (nobody is signed in), 403, or 404 where even the existence is nobody's business. A closed account and a
key of it are nobody. What is not approved is seen only by its structure and its depositor.
"""


def document(rows: Iterable[Row]) -> str:
    """Markdown, in the order of the rows."""
    head = ["what", "address", *(who.value for who in Who), "condition"]
    lines = [_line(head), _line(["---"] * len(head)), *(_line(_cells(row)) for row in rows)]
    return "\n".join([_HEAD, *lines, ""])


def _cells(row: Row) -> list[str]:
    return [
        row.action,
        f"`{row.route}`",
        *("yes" if who in row.who else "" for who in Who),
        row.condition,
    ]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
