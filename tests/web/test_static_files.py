"""Styles and scripts: kept for ever under a mark of them all, and never two versions beside each other."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from fastapi import FastAPI

from broadcast.web.static_files import FOLDER, mark_of, mount_static, static_address

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another HTTP client than the other tests use
    from fastapi.testclient import TestClient

_NAMED = re.compile(r"""(?:from|import)\s*\(?\s*"(\.[^"]+)"|url\("?([^")]+)""")


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    mount_static(app)
    with TestClient(app) as opened:
        yield opened


def kept(client: TestClient, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, answer.headers.get("cache-control", "")


def test_this_version_is_kept_for_ever_another_is_asked_for_each_time(client: TestClient) -> None:
    address = static_address("js/deck.js")
    name = address.removeprefix(f"/static/{mark_of(FOLDER)}/")
    assert name == "js/deck.js"
    assert kept(client, address) == (200, "public, max-age=31536000, immutable")
    assert kept(client, f"/static/{'0' * 12}/{name}") == (200, "no-cache")
    assert kept(client, f"/static/{name}") == (200, "public, max-age=3600")
    assert kept(client, f"/static/{name}?v=0123456789") == (200, "public, max-age=3600")
    places = (address, f"/static/{'0' * 12}/{name}", f"/static/{name}")
    bodies = {client.get(place).content for place in places}
    assert bodies == {(FOLDER / name).read_bytes()}
    for outside in (f"{address}/../../../static_files.py", static_address("..%2fstatic_files.py")):
        assert client.get(outside).status_code == 404


def test_what_styles_and_modules_name_has_their_mark_and_is_there(client: TestClient) -> None:
    followed = 0
    for path in sorted((*FOLDER.glob("css/*.css"), *FOLDER.glob("js/*.js"))):
        assert "/static/" not in path.read_text(), path
        address = static_address(path.relative_to(FOLDER).as_posix())
        for module, picture in _NAMED.findall(path.read_text()):
            named = urljoin(address, module or picture)
            if (module or picture).startswith(("data:", "#")):
                continue
            followed += 1
            assert kept(client, named) == (200, "public, max-age=31536000, immutable"), (path, named)
    assert followed > 30


def test_the_mark_changes_with_any_byte_and_any_name(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js/a.js").write_text("a")
    marks = [mark_of(tmp_path)]
    (tmp_path / ".part").write_text("half of one")
    assert mark_of(tmp_path) == marks[0]
    (tmp_path / "js/a.js").write_text("b")
    marks.append(mark_of(tmp_path))
    (tmp_path / "js/a.js").rename(tmp_path / "js/b.js")
    marks.append(mark_of(tmp_path))
    assert len({*marks}) == 3
    assert all(re.fullmatch("[0-9a-f]{12}", one) for one in marks)
