"""The week's letter: drafted from the programme, sent once, by those who may."""

from datetime import datetime

import pytest

from broadcast.parts import Parts
from broadcast.post.deliver import deliver
from broadcast.schedule.slots import NewSlot
from servers import Mailbox, mailbox
from web.conftest import Pages, mailed
from web.test_programme_feeds import WEEKLY, on_the_radio

__all__ = ["mailbox"]
pytestmark = pytest.mark.integration

SEND = "/studio/newsletter/send"
TWICE = NewSlot(starts=datetime(2026, 11, 25, 7), duration=600, rrule="FREQ=WEEKLY;BYHOUR=7,12")
TEXT = """\
Bonne semaine !


Radio
https://radio.example.org/channels/radio

Mardi 1er décembre
  18:00  Les essais


https://radio.example.org
Pour ne plus recevoir cette lettre, répondez-y d’un mot, ou suivez le lien que la liste ajoute.
"""


@pytest.fixture
def parts(parts: Parts, mailbox: Mailbox) -> Parts:
    """With an address and a mail server."""
    return mailed(parts, mailbox)


def test_the_draft_is_of_the_coming_week_and_can_be_taken_along(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    page = pages.client.get("/studio/newsletter", headers=pages.by("author"))
    assert page.status_code == 200
    assert "Sur Antenne, du 30 novembre au 6 décembre 2026" in page.text
    assert "<strong>18:00</strong> Les essais" in page.text
    assert SEND not in page.text
    asked = {"week": "2026-12-02", "greeting": "Bonne semaine !"}
    text = pages.client.get("/studio/newsletter.txt", params=asked, headers=pages.by("author"))
    assert text.text == TEXT
    assert text.headers["content-disposition"] == 'attachment; filename="antenne-2026-11-30.txt"'
    html = pages.client.get("/studio/newsletter.html", params=asked, headers=pages.by("author")).text
    assert "<p>Bonne semaine !</p>" in html
    assert '<a style="color:#b8341a" href="https://radio.example.org/channels/radio">Radio</a>' in html


def test_what_is_on_several_times_a_day_is_named_once_and_words_are_no_markup(pages: Pages) -> None:
    on_the_radio(pages, TWICE)
    asked = {"greeting": "<script>1</script>"}
    html = pages.client.get("/studio/newsletter.html", params=asked, headers=pages.by("host")).text
    assert "<li><strong>07:00, 12:00</strong> Les essais</li>" in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_words_at_the_beginning_keep_their_lines_and_paragraphs(pages: Pages) -> None:
    typed = {"greeting": "Bonjour,\r\nà toutes et tous.\r\n\r\nL’été de la rade"}  # as browsers send it
    html = pages.client.get("/studio/newsletter.html", params=typed, headers=pages.by("host")).text
    assert "<p>Bonjour,<br>à toutes et tous.</p><p>L’été de la rade</p>" in html
    text = pages.client.get("/studio/newsletter.txt", params=typed, headers=pages.by("host")).text
    assert text.startswith("Bonjour,\nà toutes et tous.\n\nL’été de la rade\n")


def test_a_week_without_a_plan_says_what_to_do(pages: Pages) -> None:
    page = pages.client.get("/studio/newsletter", headers=pages.by("host")).text
    assert "Rien n’est prévu cette semaine-là." in page


def test_it_is_sent_once_by_who_looks_after_the_station(
    pages: Pages, boss: dict[str, str], mailbox: Mailbox
) -> None:
    on_the_radio(pages, WEEKLY)
    told = {"to": "Liste@a-brest.example", "week": "2026-11-30", "greeting": "Bonne semaine !"}
    assert pages.client.post(SEND, data=told, headers=pages.by("host")).status_code == 403
    sent = pages.client.post(SEND, data=told, headers=boss, follow_redirects=False)
    assert sent.headers["location"] == "/studio/newsletter?week=2026-11-30&sent=1"
    again = pages.client.post(SEND, data=told, headers=boss)
    assert again.status_code == 409
    assert "La lettre de cette semaine est déjà partie à cette adresse." in again.text
    assert "Bonne semaine !" in again.text
    assert deliver(pages.parts) == 1
    (message,) = mailbox.taken
    assert message["To"] == "liste@a-brest.example"
    assert message["Subject"] == "Sur Antenne, du 30 novembre au 6 décembre 2026"
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == TEXT
    log = pages.client.get("/studio/log", headers=boss).text
    assert "a envoyé la lettre de la semaine" in log


def test_a_poor_address_is_told(pages: Pages, boss: dict[str, str]) -> None:
    told = {"to": "personne", "week": "2026-11-30"}
    page = pages.client.post(SEND, data=told, headers=boss)
    assert page.status_code == 422
    assert "«\u00a0personne\u00a0» n’est pas une adresse e-mail." in page.text
