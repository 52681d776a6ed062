"""Inviting by e-mail: what arrives, what the page says, and that the link is never lost."""

import re
from html import unescape

import pytest

from broadcast.parts import Parts
from servers import Mailbox, mailbox
from web.conftest import Pages, mailed

__all__ = ["mailbox"]
pytestmark = pytest.mark.integration
PLACE = "/studio/structures/mpt"
TEXT = """\
Boss vous invite à rejoindre MPT Harteloire sur Antenne, la webradio et web-télé (radio.example.org).

Comme animateur·rice, vous ouvrez des ateliers, écoutez et publiez ce qui est déposé"""


@pytest.fixture
def parts(parts: Parts, mailbox: Mailbox) -> Parts:
    """With an address and a mail server."""
    return mailed(parts, mailbox)


def invited(pages: Pages, by: dict[str, str], **told: str) -> tuple[int, str]:
    answer = pages.client.post(f"{PLACE}/invite", data={"role": "host"} | told, headers=by)
    return answer.status_code, unescape(answer.text)


def again(pages: Pages, by: dict[str, str], page: str, email: str) -> tuple[int, str]:
    answer = pages.client.post(
        f"{PLACE}/invite/send", data={"secret": secret_of(page), "email": email}, headers=by
    )
    return answer.status_code, unescape(answer.text)


def secret_of(page: str) -> str:
    """That of the link to copy, which is the one that can be sent."""
    found = re.search(r'value="https://radio\.example\.org/invitation/([\w-]+)" readonly', page)
    assert found is not None
    assert f'name="secret" value="{found[1]}"' in page
    return found[1]


def test_the_letter_says_who_invites_where_as_what_until_when(
    pages: Pages, boss: dict[str, str], mailbox: Mailbox
) -> None:
    status, page = invited(pages, boss, email=" Soizic@Example.org ")
    assert status == 200
    assert "L’invitation est partie pour soizic@example.org." in page
    (message,) = mailbox.taken
    assert (message["To"], message["Subject"]) == (
        "soizic@example.org", "Boss vous invite à rejoindre MPT Harteloire",
    )  # fmt: skip
    plain, page_part = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page_part is not None
    text = plain.get_content().replace("\r\n", "\n")
    link = f"https://radio.example.org/invitation/{secret_of(page)}"
    for words in (
        TEXT,
        "une seule fois, jusqu’au mardi 1er décembre à 11:00",
        f"Rejoindre MPT Harteloire\n{link}",
    ):
        assert words in text
    assert f'href="{link}"' in page_part.get_content()
    assert 'lang="fr"' in page_part.get_content()
    assert pages.client.get(link.removeprefix("https://radio.example.org")).status_code == 200


def test_without_an_address_there_is_a_link_and_no_letter(
    pages: Pages, boss: dict[str, str], mailbox: Mailbox
) -> None:
    status, page = invited(pages, boss)
    assert (status, mailbox.taken) == (200, [])
    assert "est partie" not in page
    _, page = again(pages, boss, page, "mai@example.org")
    assert "L’invitation est partie pour mai@example.org." in page
    assert [message["To"] for message in mailbox.taken] == ["mai@example.org"]


def test_an_address_that_is_none_makes_no_link(pages: Pages, boss: dict[str, str], mailbox: Mailbox) -> None:
    status, page = invited(pages, boss, email="soizic")
    assert status == 422
    assert "«\u00a0soizic\u00a0» n’est pas une adresse e-mail." in page
    assert 'value="soizic"' in page
    assert '<option value="host" selected>' in page
    assert "/invitation/" not in page
    assert mailbox.taken == []


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ("550 no such user", 422, "Le serveur de courrier refuse les messages pour mai@example.org."),
        ("451 later", 503, "Le serveur de courrier ne répond pas"),
    ],
)
def test_what_cannot_be_sent_is_told_and_the_link_stays(  # what is answered, and said
    pages: Pages, boss: dict[str, str], mailbox: Mailbox, answer: str, status: int, said: str
) -> None:
    mailbox.answers = [answer]
    got, page = invited(pages, boss, email="mai@example.org")
    assert got == status
    assert said in page
    assert "Envoyer de nouveau" in page
    assert 'value="mai@example.org"' in page
    secret = secret_of(page)
    got, page = again(pages, boss, page, "mai@example.org")
    assert (got, secret_of(page), len(mailbox.taken)) == (200, secret, 1)


def test_a_letter_goes_to_one_address_three_times_an_hour(
    pages: Pages, boss: dict[str, str], mailbox: Mailbox
) -> None:
    _, page = invited(pages, boss, email="mai@example.org")
    for _ in range(2):
        got, page = again(pages, boss, page, "mai@example.org")
        assert got == 200
    got, page = again(pages, boss, page, "mai@example.org")
    assert got == 429
    assert "Copiez le lien et transmettez-le vous-même" in page
    assert secret_of(page)
    assert len(mailbox.taken) == 3
    assert len({message["Message-ID"] for message in mailbox.taken}) == 3


def test_only_a_link_of_the_structure_that_still_opens_is_sent(
    pages: Pages, boss: dict[str, str], mailbox: Mailbox
) -> None:
    _, page = invited(pages, boss)
    told = {"secret": secret_of(page), "email": "mai@example.org"}
    elsewhere = pages.client.post("/studio/structures/keredern/invite/send", data=told, headers=boss)
    unknown = pages.client.post(f"{PLACE}/invite/send", data=told | {"secret": "x"}, headers=boss)
    assert (elsewhere.status_code, unknown.status_code) == (404, 404)
    joined = {"name": "Maï", "email": "mai@example.org", "password": "quatre mots bien choisis"}
    used = pages.client.post(f"/invitation/{told['secret']}", data=joined, follow_redirects=False)
    assert used.status_code == 303
    pages.client.cookies.clear()
    assert pages.client.post(f"{PLACE}/invite/send", data=told, headers=boss).status_code == 410
    assert mailbox.taken == []
