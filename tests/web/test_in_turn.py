"""How many pages are made at once."""

import warnings
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

from fastapi import FastAPI

from broadcast.web.in_turn import IN_TURN

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # as in the other tests of pages
    from fastapi.testclient import TestClient

_ASKED = 8


def test_two_are_made_at_once_the_others_wait_and_all_are_answered() -> None:
    app, pair, lock = FastAPI(), Barrier(2), Lock()
    inside: list[int] = []
    most = 0

    @app.get("/", dependencies=[IN_TURN])
    def page() -> str:
        nonlocal most
        with lock:
            inside.append(1)
            most = max(most, len(inside))
        pair.wait(timeout=30)  # each is made beside another
        with lock:
            inside.pop()
        return "made"

    with TestClient(app) as client, ThreadPoolExecutor(_ASKED) as pool:
        answers = list(pool.map(lambda _: client.get("/").status_code, range(_ASKED)))
    assert answers == [200] * _ASKED
    assert most == 2
