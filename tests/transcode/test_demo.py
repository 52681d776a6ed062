from itertools import pairwise

import pytest

from broadcast.library.models import ItemKind
from broadcast.media.units import Seconds
from broadcast.transcode.demo import DEMO_PIECES
from broadcast.transcode.demo.told import SERIES, WORDS


def test_every_episode_has_words_and_every_series_has_pieces_of_the_demonstration() -> None:
    episodes = {piece.file_name for piece in DEMO_PIECES if piece.kind == ItemKind.EPISODE}
    assert set(WORDS) == episodes
    assert {name for one in SERIES for name in one.pieces} == episodes


@pytest.mark.parametrize("file_name", WORDS)
def test_chapters_and_cues_are_in_order_and_do_not_overlap(file_name: str) -> None:
    words = WORDS[file_name]
    assert words.description
    chapters, cues = words.as_chapters(), words.as_cues()
    assert chapters[0].start == Seconds(0.0)
    assert all(one.start < other.start for one, other in pairwise(chapters))
    assert all(one.start < one.end for one in cues)
    assert all(one.end <= other.start for one, other in pairwise(cues))
    assert chapters[-1].start < cues[-1].end
