"""One's own account: what lets somebody in can be changed and ended by themselves."""

import pytest

from broadcast.accounts.people import create_token
from web.conftest import Pages

pytestmark = pytest.mark.integration
OLD, NEW = "assez long, oui", "encore plus long"
HTML = {"Accept": "text/html"}


def sign_in(pages: Pages, password: str) -> str:
    """A fresh browser's cookie; empty where it was not let in."""
    pages.client.cookies.clear()
    told = {"email": "host@b.fr", "password": password}
    answer = pages.client.post("/login", data=told, headers=HTML, follow_redirects=False)
    pages.client.cookies.clear()
    return answer.cookies.get("antenne_session") or ""


def status(pages: Pages, cookie: str) -> int:
    headers = HTML | {"Cookie": f"antenne_session={cookie}"}
    return int(pages.client.get("/account", headers=headers, follow_redirects=False).status_code)


def test_another_password_signs_out_every_other_browser(pages: Pages) -> None:
    here, there = sign_in(pages, OLD), sign_in(pages, OLD)
    headers = HTML | {"Cookie": f"antenne_session={here}"}
    page = pages.client.get("/account", headers=headers).text
    assert (page.count("depuis le"), page.count("cet appareil")) == (2, 1)
    for told in ({"old": "non", "new": NEW}, {"old": OLD, "new": "court"}):
        assert pages.client.post("/account/password", data=told, headers=headers).status_code == 422
    assert status(pages, there) == 200
    told = {"old": OLD, "new": NEW}
    done = pages.client.post("/account/password", data=told, headers=headers, follow_redirects=False)
    assert done.status_code == 303
    assert (status(pages, here), status(pages, there)) == (200, 303)
    assert sign_in(pages, OLD) == ""
    again = sign_in(pages, NEW)
    assert pages.client.post("/account/elsewhere", headers=headers, follow_redirects=False).status_code == 303
    assert (status(pages, here), status(pages, again)) == (200, 303)


def test_wrong_tries_are_counted_as_wrong_sign_ins(pages: Pages) -> None:
    headers = HTML | {"Cookie": f"antenne_session={sign_in(pages, OLD)}"}
    answers = [
        pages.client.post("/account/password", data={"old": "non", "new": NEW}, headers=headers).status_code
        for _ in range(11)
    ]
    assert answers == [422] * 10 + [429]


def test_a_key_is_ended_by_its_owner_alone(pages: Pages) -> None:
    with pages.parts.database.writing() as session:
        token = create_token(session, email="host@b.fr", name="import", now=pages.parts.clock.now())
    program = {"Authorization": f"Bearer {token}", "Accept": "text/html"}
    page = pages.client.get("/account", headers=program).text
    assert "import</strong>" in page
    key_id = page.partition("/account/keys/")[2].partition("/")[0]
    for name, after in (("other", 200), ("host", 303)):
        pages.client.post(f"/account/keys/{key_id}/end", headers=pages.by(name), follow_redirects=False)
        assert pages.client.get("/account", headers=program, follow_redirects=False).status_code == after


def test_all_that_is_kept_is_handed_to_whoever_asks_for_their_own(pages: Pages) -> None:
    answer = pages.client.get("/account/data.json", headers=pages.by("author"))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["account"]["email"] == "author@b.fr"
    assert pages.client.get("/account/data.json").status_code == 401
