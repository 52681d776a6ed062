"""Passwords, tokens and cookies: made here, kept only as digests."""

import hashlib
import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_NOBODYS_HASH = _HASHER.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    """Argon2id, with its parameters inside."""
    return _HASHER.hash(password)


def password_fits(password: str, *, hashed: str | None) -> bool:
    """Compare. Where there is no such person (None) it takes as long, so that guessing tells nothing."""
    try:
        _HASHER.verify(hashed or _NOBODYS_HASH, password)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def fresh_secret() -> str:
    """A new token or cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a token or cookie. Such secrets are random, so a plain SHA-256 does."""
    return hashlib.sha256(secret.encode()).hexdigest()


def setup_secret(signing_key: bytes) -> str:
    """The word in the address where the first administrator is made; the same at every start."""
    return hmac.new(signing_key, b"first administrator", hashlib.sha256).hexdigest()[:32]
