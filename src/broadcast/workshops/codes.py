"""Codes for walls and phones: drawn, read as people type them, looked up without being kept. Pure.

A code is never stored: it is reckoned from random bytes that are, and from the station's own secret,
which is not in the database. It is found by a digest under the same secret, so whoever reads the
database reads no code, and cannot try codes against it either.
"""

import hashlib
import hmac
from math import log2

ALPHABET = "23456789ACDEFHJKMNPRTVWXY"
"""Of signs that look alike, one at the most: no 0 O Q, 1 I L, nor B (8), G (6), S (5), Z (2), U (V)."""
_MEANT = str.maketrans({"B": "8", "G": "6", "S": "5", "Z": "2", "U": "V"})
_GROUP = 4
WORKSHOP_SIGNS = 8
DEPOSIT_SIGNS = 12
NONCE_BYTES = 16


def bits_of(signs: int) -> float:
    """How many bits a code of so many signs has."""
    return signs * log2(len(ALPHABET))


def code_of(nonce: bytes, *, key: bytes, signs: int) -> str:
    """The code that random bytes stand for. `key` is the station's secret."""
    number = int.from_bytes(hmac.digest(key, b"code\0" + nonce, "sha256"))
    drawn = []
    for _ in range(signs):
        number, rest = divmod(number, len(ALPHABET))
        drawn.append(ALPHABET[rest])
    return "".join(drawn)


def read_code(typed: str) -> str:
    """A code as it was meant: any case, spaces and hyphens anywhere, a look-alike for its twin.

    What cannot be a code gives an empty text.
    """
    signs = "".join(sign for sign in typed.upper() if sign not in " -–.\u00a0\t").translate(_MEANT)
    is_code = len(signs) in {WORKSHOP_SIGNS, DEPOSIT_SIGNS} and all(sign in ALPHABET for sign in signs)
    return signs if is_code else ""


def lookup_of(code: str, *, key: bytes) -> str:
    """By what a code is found: 64 hexadecimal signs."""
    return hmac.new(key, b"lookup\0" + code.encode(), hashlib.sha256).hexdigest()


def spelt(code: str) -> str:
    """As it is written on a wall: K7MP-3XRT."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
