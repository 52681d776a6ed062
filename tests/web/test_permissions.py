"""Every cell of the table of permissions is tried on the real application."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import BaseRoute, Mount, Route

from broadcast.db import open_database
from broadcast.parts import Parts
from broadcast.settings import load_settings
from broadcast.storage import open_storage
from broadcast.web.app import create_app
from broadcast.web.permissions import PERMISSIONS, Row, Who
from broadcast.web.permissions.document import document
from conftest import NotedDispatcher, SetClock
from web.permission_world import ELSEWHERE, World, build

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
REFUSED = {401, 403, 404}


def parts_on(file: Path) -> Parts:
    """A station's parts on a database that need not be there."""
    settings = load_settings(
        data=file.parent / "data", database_url=f"sqlite:///{file}", transcribe="off"
    )  # fmt: skip
    storage = open_storage(settings.storage)
    return Parts(settings, open_database(settings.database_url), storage, SetClock(), NotedDispatcher())


def routes_of(routes: list[BaseRoute], *, prefix: str = "") -> Iterator[str]:
    """Every method and address; HEAD beside GET is the same."""
    for route in routes:
        if isinstance(route, Mount):
            yield f"GET {prefix}{route.path}"
        elif isinstance(route, Route):
            methods = route.methods or set()
            yield from (
                f"{one} {prefix}{route.path}" for one in methods if one != "HEAD" or "GET" not in methods
            )
        else:
            yield from routes_of(
                route.original_router.routes,  # type: ignore[attr-defined]  # FastAPI's included router
                prefix=prefix + route.include_context.prefix,  # type: ignore[attr-defined]  # the same
            )


def test_every_route_has_a_row_and_every_row_a_route(tmp_path: Path) -> None:
    parts = parts_on(tmp_path / "none.sqlite3")
    routes = set(routes_of(create_app(parts).routes))
    parts.database.close()
    rows = [row.route for row in PERMISSIONS]
    without = sorted(routes - set(rows))
    assert not without, (
        "these routes have no row: say who may, in the fitting module of src/broadcast/web/permissions/ "
        f"(a `Row` with a request that shows it), then make docs/permissions.md anew: {without}"
    )
    gone = sorted(set(rows) - routes)
    assert not gone, f"these rows have no route any more: {gone}"
    assert len(rows) == len(set(rows)), "a route has two rows"


def test_the_page_of_permissions_is_the_table() -> None:
    assert PAGE.read_text() == document(PERMISSIONS), (
        "run: python -m broadcast.web.permissions > docs/permissions.md"
    )


@pytest.fixture(scope="module")
def world(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("permissions")
    shutil.copy(migrated_file, folder / "antenne.sqlite3")
    parts = parts_on(folder / "antenne.sqlite3")
    yield build(parts, folder)
    parts.database.close()


def askers(who: Who) -> list[str]:
    """Whom a column stands for."""
    return [*ELSEWHERE] if who == Who.ELSEWHERE else [who]


@pytest.mark.integration
@pytest.mark.media
@pytest.mark.parametrize("row", PERMISSIONS, ids=lambda row: row.route)
def test_each_may_what_the_table_says_and_nothing_else(world: World, row: Row) -> None:
    wrong = []
    for who in Who:
        for name in askers(who):
            status = world.ask(row, by=name)
            is_right = status in REFUSED if who not in row.who else is_taken(status, row)
            if not is_right:
                wrong.append(f"{name} got {status}, who {'may' if who in row.who else 'may not'}")
            if not row.route.startswith(("GET", "HEAD", "OPTIONS")) and status not in REFUSED:
                world.restore()
    assert not wrong


def is_taken(status: int, row: Row) -> bool:
    return status == row.answer if row.answer else status < 400


@pytest.mark.integration
@pytest.mark.media
def test_the_description_says_what_each_address_answers_and_how_it_refuses(world: World) -> None:
    paths = world.client.get("/api/v1/openapi.json").json()["paths"]
    asked = [row for row in PERMISSIONS if row.route.startswith("GET ") and row.route[4:] in paths]
    assert len(asked) > 20
    for row in asked:
        told = paths[row.route[4:]]["get"]["responses"]
        address = world.address(row.route[4:], row.at)
        token = {"Authorization": f"Bearer {world.tokens[Who.ADMINISTRATOR]}"}
        asking = {"params": dict(row.query), "headers": {**row.headers, **token}}
        answer = world.client.request(row.ask or "GET", address, **asking)
        kind = "200" if answer.is_success else "default"
        assert answer.headers["content-type"].partition(";")[0] in told[kind]["content"], row.route
    refused = world.client.get("/api/v1/items/none").headers["content-type"]
    assert refused in paths["/api/v1/items/{item_id}"]["get"]["responses"]["default"]["content"]


def test_the_description_names_every_part_of_an_address_and_every_operation_once(tmp_path: Path) -> None:
    parts = parts_on(tmp_path / "none.sqlite3")
    told = create_app(parts).openapi()
    parts.database.close()
    operations = [(path, one) for path, methods in told["paths"].items() for one in methods.values()]
    names = [one["operationId"] for _, one in operations]
    assert len(names) == len(set(names))
    for path, one in operations:
        said = {part["name"] for part in one["parameters"] if part["in"] == "path"}
        assert said == set(re.findall(r"\{(\w+)\}", path)), path
    assert "HTTPValidationError" not in str(told)
