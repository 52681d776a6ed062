"""The architecture is tested: the contracts hold, and they would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = Path(sys.executable).with_name("lint-imports")


def contracts_of(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check a folder's contracts against its own source."""
    return subprocess.run(
        [str(LINT), "--no-cache", "--config", str(folder / "pyproject.toml")],
        env={"PYTHONPATH": str(folder / "src"), "PATH": ""}, cwd=folder,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("media/grid.py", "import broadcast.clock", "Pure modules"),
        ("playout/decide.py", "import broadcast.db", "Pure modules"),
        ("library/states.py", "import broadcast.web.house", "An upper room"),
        ("playout/air.py", "import workers.app", "An upper room"),
        ("jobs/record.py", "import celery", "Only the doors"),
        ("schedule/slots.py", "import subprocess", "Only the runner"),
    ],
)
def test_a_broken_contract_is_noticed(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("vendor", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / "src" / "broadcast" / module
    broken.write_text(f"{broken.read_text()}\n{line}\n")
    told = contracts_of(tmp_path)
    assert told.returncode == 1, told.stdout + told.stderr
    assert any(said.startswith(contract) and said.endswith("BROKEN") for said in told.stdout.splitlines())


def test_no_module_is_too_long_to_read() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in (ROOT / "src").rglob("*.py")}
    assert {str(path): lines for path, lines in lengths.items() if lines > 300} == {}
