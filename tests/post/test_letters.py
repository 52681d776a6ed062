from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from broadcast.post.letters import message_of, plain_letter

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_a_letter_says_the_same_in_text_and_in_html() -> None:
    letter = plain_letter(
        to="a@b.fr", subject="Blanc à l’antenne", paragraphs=["Rien <b>ne</b> s’entend."], language="fr",
        link=("Voir", "https://r.fr/?a=1&b=2"),
    )  # fmt: skip
    message = message_of(letter, sender="Antenne <antenne@r.fr>", key="k", at=AT)
    assert (message["From"], message["To"], message["Subject"], message["Message-ID"]) == (
        "Antenne <antenne@r.fr>", "a@b.fr", "Blanc à l’antenne", "<k@r.fr>",
    )  # fmt: skip
    text, html = (part.get_content() for part in message.iter_parts())
    assert text == "Rien <b>ne</b> s’entend.\n\nVoir\nhttps://r.fr/?a=1&b=2\n"
    assert "Rien &lt;b&gt;ne&lt;/b&gt; s’entend." in html
    assert 'href="https://r.fr/?a=1&amp;b=2"' in html


@given(st.text(max_size=300))
def test_no_subject_makes_a_header_of_its_own(subject: str) -> None:
    letter = plain_letter(to="a@b.fr", subject=subject, paragraphs=["x"], language="fr")
    message = message_of(letter, sender="antenne@r.fr", key="k", at=AT)
    assert sorted(message.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert message.as_bytes().count(b"\r\nX-Evil") == 0
