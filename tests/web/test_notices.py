import pytest

from broadcast.notices import About, NoticeKind, Severity, raise_notice
from web.conftest import Pages

pytestmark = pytest.mark.integration
KIND = NoticeKind("x", "The password is too short.", "Choose another one.", Severity.WARNING)


@pytest.mark.parametrize("path", ["/", "/review"])
def test_a_host_reads_first_what_is_wrong_and_nobody_else_does(pages: Pages, path: str) -> None:
    with pages.parts.database.writing() as session:
        raise_notice(
            session, KIND, about=About(structure_id=1, link="/channels/c"), now=pages.parts.clock.now()
        )
    told = {name: pages.client.get(path, headers=pages.by(name)).text for name in pages.tokens}
    assert "Le mot de passe est trop court." in told["host"]
    assert 'href="/channels/c"' in told["host"]
    assert "Le mot de passe" not in told["author"] + told["other"]
