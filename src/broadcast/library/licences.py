"""What others may do with a piece: the licences of Creative Commons 4.0, or nothing without asking."""

from dataclasses import dataclass
from enum import StrEnum

from broadcast.errors import InvalidError, marked


class Licence(StrEnum):
    """By its SPDX identifier; RESERVED where nothing was said, for then all rights are."""

    RESERVED = ""
    CC0 = "CC0-1.0"
    BY = "CC-BY-4.0"
    BY_SA = "CC-BY-SA-4.0"
    BY_NC = "CC-BY-NC-4.0"
    BY_NC_SA = "CC-BY-NC-SA-4.0"
    BY_ND = "CC-BY-ND-4.0"
    BY_NC_ND = "CC-BY-NC-ND-4.0"


@dataclass(frozen=True, slots=True)
class Deed:
    """What people read of a licence: its name, what it lets others do, and where its deed is."""

    name: str
    meaning: str
    address: str = ""


_ROOT = "https://creativecommons.org"
_DEEDS = {
    Licence.RESERVED: Deed(marked("All rights reserved"), marked("to be asked before it is used elsewhere")),
    Licence.CC0: Deed("CC0", marked("free for everything"), f"{_ROOT}/publicdomain/zero/1.0/"),
    Licence.BY: Deed(
        "CC BY 4.0", marked("to share and change, naming who made it"), f"{_ROOT}/licenses/by/4.0/"
    ),
    Licence.BY_SA: Deed(
        "CC BY-SA 4.0",
        marked("to share and change, naming who made it, under the same licence"),
        f"{_ROOT}/licenses/by-sa/4.0/",
    ),
    Licence.BY_NC: Deed(
        "CC BY-NC 4.0",
        marked("to share and change, naming who made it, without selling it"),
        f"{_ROOT}/licenses/by-nc/4.0/",
    ),
    Licence.BY_NC_SA: Deed(
        "CC BY-NC-SA 4.0",
        marked("to share and change, naming who made it, without selling it, under the same licence"),
        f"{_ROOT}/licenses/by-nc-sa/4.0/",
    ),
    Licence.BY_ND: Deed(
        "CC BY-ND 4.0", marked("to share unchanged, naming who made it"), f"{_ROOT}/licenses/by-nd/4.0/"
    ),
    Licence.BY_NC_ND: Deed(
        "CC BY-NC-ND 4.0",
        marked("to share unchanged, naming who made it, without selling it"),
        f"{_ROOT}/licenses/by-nc-nd/4.0/",
    ),
}


def checked_licence(word: str) -> Licence:
    """The licence of that identifier. Raises InvalidError."""
    try:
        return Licence(word)
    except ValueError:
        raise InvalidError(
            "unknown_value",
            marked("“{value}” is not known for “{field}”."),
            marked("Use one of: {known}."),
            value=word[:40],
            field="licence",
            known=", ".join(one for one in Licence if one),
        ) from None


def deed_of(word: str) -> Deed:
    """What to tell of it."""
    return _DEEDS[Licence(word)]


def all_deeds() -> list[tuple[str, Deed]]:
    """Every licence with its deed, as one is chosen."""
    return [(str(licence), deed) for licence, deed in _DEEDS.items()]
