from itertools import product

import pytest

from broadcast.errors import ConflictError
from broadcast.library.states import MOVES, STATE_WORDS, ItemState, Move, moved


@pytest.mark.parametrize(("state", "move"), [*product(ItemState, Move)])
def test_every_move_is_in_the_table_or_refused_with_the_state(state: ItemState, move: Move) -> None:
    if (state, move) in MOVES:
        assert moved(state, move) is MOVES[state, move]
        return
    with pytest.raises(ConflictError) as refusal:
        moved(state, move)
    assert refusal.value.extra == {"state": state.value}


def test_nothing_is_published_without_review() -> None:
    assert {state for (state, _), after in MOVES.items() if after is ItemState.PUBLISHED} == {
        ItemState.TO_REVIEW,
        ItemState.REJECTED,
    }


def test_what_is_withdrawn_stays_so() -> None:
    assert not [state for state, _ in MOVES if state is ItemState.WITHDRAWN]
    assert set(STATE_WORDS) == set(ItemState)
