"""Sealing what nobody may read in the database or the storage: Fernet, under the station's secret.

A key of its own is derived for it (HKDF, RFC 5869), so that no other use of the secret tells anything of it.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from broadcast.errors import ConflictError, marked


def seal(plain: bytes, *, key: bytes) -> str:
    """The sealed text; each time another."""
    return _fernet(key).encrypt(plain).decode()


def unseal(sealed: str, *, key: bytes) -> bytes:
    """What was sealed. Raises ConflictError under another secret, and where it was changed."""
    try:
        return _fernet(key).decrypt(sealed.encode())
    except InvalidToken:
        raise ConflictError(
            "sealed_otherwise",
            marked("This was sealed with another secret of the station, or was damaged."),
            marked("Put back the secret that the station had then."),
        ) from None


def _fernet(key: bytes) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"antenne sealing 1").derive(key)
    return Fernet(base64.urlsafe_b64encode(derived))
