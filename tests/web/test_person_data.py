"""An administrator answers whoever asks for their data."""

import pytest

from broadcast.accounts.repository import person_by_email
from broadcast.library.models import Item
from web.conftest import Pages

pytestmark = pytest.mark.integration


def test_from_looking_to_erasing(pages: Pages, boss: dict[str, str]) -> None:
    def asked(**words: str) -> tuple[int, str]:
        answer = pages.client.post("/studio/data", data={"who": "author@b.fr"} | words, headers=boss)
        return answer.status_code, answer.text

    assert pages.client.post("/studio/data", data={"who": "x"}, headers=pages.by("host")).status_code == 403
    status, page = asked()
    assert (status, "author@b.fr" in page) == (200, True)
    assert asked(who="nobody@b.fr")[0] == 404
    status, told = asked(act="export")
    assert (status, '"email": "author@b.fr"' in told) == (200, True)
    assert asked(act="erase")[0] == 422
    with pages.parts.database.writing() as session:
        author = person_by_email(session, "author@b.fr")
        assert author is not None
        session.add(
            Item(title="Le quai", state="published", source_sha="0", source_bytes=1, warnings=[], chapters=[],
                 depositor_id=author.id, created_at=pages.parts.clock.now())
        )  # fmt: skip
    assert "1 contenu a été déposé avec ce compte" in asked()[1]
    assert asked(act="erase", sure="yes")[0] == 422
    status, page = asked(act="erase", sure="yes", pieces="withdraw")
    assert (status, "Effacé" in page) == (200, True)
    assert asked()[0] == 404
    key = {"Authorization": pages.by("author")["Authorization"]}
    assert pages.client.get("/api/v1/items", headers=key).status_code == 401
