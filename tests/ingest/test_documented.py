"""docs/ingest.md tells every refusal and every warning there is, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("cage", "ingest", "transcode")


def told(call_of: str) -> dict[str, set[str]]:
    """The codes that these rooms give, and the sentences of each."""
    found: dict[str, set[str]] = {}
    for room in ROOMS:
        for path in (ROOT / "src" / "broadcast" / room).rglob("*.py"):
            tree = ast.parse(path.read_text())
            for code, sentence in _calls(tree, call_of):
                found.setdefault(code, set()).add(sentence)
    return found


def _calls(tree: ast.Module, call_of: str) -> Iterator[tuple[str, str]]:
    """Code and sentence of each call of a name: the first is a text, or a constant of the module."""
    constants = {
        line.targets[0].id: line.value
        for line in tree.body
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        if re.fullmatch(call_of, call.func.id) and len(call.args) > 1:
            first, second = call.args[:2]
            code = constants.get(first.id) if isinstance(first, ast.Name) else first
            sentence = second.args[0] if isinstance(second, ast.Call) else None
            if isinstance(code, ast.Constant) and isinstance(sentence, ast.Constant):
                yield str(code.value), str(sentence.value)


def documented(heading: str) -> dict[str, str]:
    """The rows of the tables under a heading: code and sentence."""
    page = (ROOT / "docs" / "ingest.md").read_text()
    section = re.split(r"^## ", page.split(f"\n## {heading}\n")[1], flags=re.MULTILINE)[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", section, re.MULTILINE))


# A seam between two pieces that is not made refuses nothing of anybody's: the plain join airs.
REFUSALS = r"(?!NotSpliced)\w+Error"


@pytest.mark.parametrize(("heading", "call_of"), [("Refusals", REFUSALS), ("Warnings", "Warned|_placed")])
def test_every_code_stands_in_the_table_with_its_sentence(heading: str, call_of: str) -> None:
    given, written = told(call_of), documented(heading)
    assert set(written) == set(given)
    assert {code: said for code, said in written.items() if said not in given[code]} == {}
