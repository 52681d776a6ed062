"""What becomes of the pieces of somebody who is erased; pure."""

from enum import StrEnum


class Pieces(StrEnum):
    """What becomes of the pieces that somebody deposited with their account."""

    KEEP = "keep"
    WITHDRAW = "withdraw"
