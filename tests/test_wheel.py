"""A built wheel carries all that the station reads: what is not in the repository, too."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcast.cli.assets import ASSETS

ROOT = Path(__file__).parents[1]
_MADE_BY_PYTHON = {".pyc"}


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names in a wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        return frozenset(opened.namelist())


def _files(folder: Path, *, below: str) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in _MADE_BY_PYTHON:
            yield f"{below}/{path.relative_to(folder).as_posix()}"


@pytest.mark.integration
def test_it_has_every_file_of_the_rooms_and_the_guide(carried: frozenset[str]) -> None:
    wanted = {
        *_files(ROOT / "src" / "broadcast", below="broadcast"),
        *_files(ROOT / "src" / "workers", below="workers"),
        *_files(ROOT / "docs" / "guide", below="broadcast/web/guide"),
        *(f"broadcast/web/static/vendor/{Path(asset).name}" for asset in ASSETS),
    }
    assert wanted - carried == set()


@pytest.mark.integration
def test_it_has_its_licence_and_nothing_of_anybodys_data(carried: frozenset[str]) -> None:
    rooms = ("broadcast/", "workers/", "antenne-")
    assert {name for name in carried if not name.startswith(rooms)} == set()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in carried)
