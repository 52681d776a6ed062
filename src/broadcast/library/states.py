"""The states of an item, and the moves between them: one table, pure."""

from enum import StrEnum

from broadcast.errors import ConflictError, marked


class ItemState(StrEnum):
    """Where an item is on its way to the air."""

    RECEIVED = "received"
    PROCESSING = "processing"
    TO_REVIEW = "to_review"
    PUBLISHED = "published"
    REJECTED = "rejected"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can happen to an item."""

    BEGIN = "begin"
    READY = "ready"
    FAIL = "fail"
    RETRY = "retry"
    APPROVE = "approve"
    ASK_CHANGE = "ask_change"
    SUBMIT = "submit"
    REJECT = "reject"
    WITHDRAW = "withdraw"


_S, _M = ItemState, Move
MOVES: dict[tuple[ItemState, Move], ItemState] = {
    (_S.RECEIVED, _M.BEGIN): _S.PROCESSING,
    (_S.PROCESSING, _M.BEGIN): _S.PROCESSING,  # again, after a worker died
    (_S.PROCESSING, _M.READY): _S.TO_REVIEW,
    (_S.RECEIVED, _M.FAIL): _S.FAILED,
    (_S.PROCESSING, _M.FAIL): _S.FAILED,
    (_S.FAILED, _M.RETRY): _S.RECEIVED,
    (_S.TO_REVIEW, _M.APPROVE): _S.PUBLISHED,
    (_S.REJECTED, _M.APPROVE): _S.PUBLISHED,
    (_S.TO_REVIEW, _M.REJECT): _S.REJECTED,
    (_S.TO_REVIEW, _M.ASK_CHANGE): _S.REJECTED,  # until whoever made it sends it again
    (_S.REJECTED, _M.SUBMIT): _S.TO_REVIEW,
    (_S.PUBLISHED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.TO_REVIEW, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.REJECTED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.RECEIVED, _M.WITHDRAW): _S.WITHDRAWN,  # given up by whoever deposited it: its work is cancelled
    (_S.PROCESSING, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.FAILED, _M.WITHDRAW): _S.WITHDRAWN,
}

STATE_WORDS = {
    _S.RECEIVED: marked("received"),
    _S.PROCESSING: marked("being prepared"),
    _S.TO_REVIEW: marked("to review"),
    _S.PUBLISHED: marked("published"),
    _S.REJECTED: marked("sent back"),
    _S.FAILED: marked("refused"),
    _S.WITHDRAWN: marked("withdrawn"),
}


def moved(state: ItemState, move: Move) -> ItemState:
    """The state after a move. Raises ConflictError where the table has none."""
    after = MOVES.get((state, move))
    if after is None:
        raise ConflictError(
            "wrong_state",
            marked("That cannot be done now: this piece is in the state “{state}”."),
            marked("Load the page again to see where it is."),
            extra={"state": state.value},
            state=STATE_WORDS[state],
        )
    return after
