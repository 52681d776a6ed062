import pytest

from broadcast.accounts.charter import articles_of
from broadcast.accounts.charter_proposal import ARTICLES, proposed_charter


def test_an_article_is_a_title_and_its_words() -> None:
    text = "Ensemble\nNous faisons la radio.\nTous les jours.\r\n\r\nUne phrase seule.\n\n\n"
    assert articles_of(text) == [
        ("Ensemble", "Nous faisons la radio.\nTous les jours."), ("", "Une phrase seule."),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_proposal_is_read_back_article_by_article(language: str) -> None:
    articles = articles_of(proposed_charter(language))
    assert len(articles) == len(ARTICLES)
    assert all(title and words for title, words in articles)
