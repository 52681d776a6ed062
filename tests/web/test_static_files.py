"""Styles and scripts: kept for ever under a mark of them all, and never two versions beside each other."""

import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import FileResponse

from broadcast.web.packed_files import packed
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


def test_texts_come_packed_to_whoever_takes_that(client: TestClient) -> None:
    for name, most in (("vendor/hls.light.min.js", 105_000), ("js/deck.js", 2_500)):
        address, plain = static_address(name), (FOLDER / name).read_bytes()
        with client.stream("GET", address, headers={"Accept-Encoding": "gzip, br;q=0.9"}) as answer:
            sent = b"".join(answer.iter_raw())
            told = answer.headers
        assert (told["content-encoding"], told["vary"]) == ("br", "Accept-Encoding")
        assert told["content-type"] == "text/javascript; charset=utf-8"
        assert told["cache-control"] == "public, max-age=31536000, immutable"
        assert (brotli.decompress(sent), len(sent) < most) == (plain, True)
        known = {"Accept-Encoding": "br", "If-None-Match": f"W/{told['etag']}"}
        assert client.get(address, headers=known).status_code == 304
        for refusing in ("gzip", "br;q=0", ""):
            whole = client.get(address, headers={"Accept-Encoding": refusing})
            assert ("content-encoding" in whole.headers, whole.content) == (False, plain)
            assert (whole.headers["vary"], whole.headers["etag"] == told["etag"]) == (
                "Accept-Encoding",
                False,
            )
    font = client.get(static_address("vendor/bricolage-grotesque-latin-wght-normal.woff2"))
    assert "vary" not in font.headers


def test_what_lies_packed_beside_is_used_unless_it_is_older(tmp_path: Path) -> None:
    path, beside = tmp_path / "a.js", tmp_path / "a.js.br"
    path.write_bytes(b"now")
    beside.write_bytes(brotli.compress(b"beside"))
    told = Headers({"accept-encoding": "br"})
    for age_s, expected in ((0, b"beside"), (1, b"now")):
        os.utime(path, ns=(0, 5 * 10**9 + age_s))
        os.utime(beside, ns=(0, 5 * 10**9))
        answer = packed(FileResponse(path, stat_result=path.stat()), asked=told)
        assert brotli.decompress(bytes(answer.body)) == expected
