"""What is told of the demonstration is on its pages, however often it is begun."""

from pathlib import Path

import pytest

from broadcast.accounts.repository import structure_by_slug
from broadcast.cli.demo_words import gather, open_all_series, put_in_words
from broadcast.library.models import Item
from broadcast.transcode.demo import DEMO_PIECES
from broadcast.transcode.demo.virgules import write_rising_virgule
from web.conftest import Pages

pytestmark = pytest.mark.integration
BOSSA = next(piece for piece in DEMO_PIECES if piece.file_name == "bossa.wav")


def test_the_demonstration_has_chapters_a_transcript_a_series_and_an_event(
    pages: Pages, tmp_path: Path
) -> None:
    sound = tmp_path / BOSSA.file_name
    write_rising_virgule(sound)
    item_id = pages.prepared(sound, title=BOSSA.title)
    with pages.parts.database.writing() as session:
        session.get_one(Item, item_id).file_name = BOSSA.file_name
        structure = structure_by_slug(session, "mpt")
    put_in_words(pages.parts, item_id, BOSSA)
    pages.published(item_id)
    for _ in range(2):
        open_all_series(pages.parts, structure=structure)
        gather(pages.parts)
    listed = pages.client.get("/series").text
    assert listed.count('href="/series/portes-ouvertes-des-ateliers"') == 1
    assert listed.count('href="/series/le-port-la-nuit"') == 1
    event = pages.client.get("/series/portes-ouvertes-des-ateliers").text
    assert event.count("Bossa du préau") == 1
    page = pages.client.get("/shows/essais/bossa-du-preau").text
    assert "Thème, encore" in page
    assert "Bois frappé et graines" in page
