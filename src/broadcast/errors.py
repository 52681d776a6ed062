"""The one tree of errors that people may see.

Each carries a stable `code` for programs, and a sentence and a remedy for people. The texts are
gettext message ids in English with `{named}` values; a door (web, command line) translates them.
Nothing here may name a path, a tool or a machine's word: the cause belongs in the log.
"""

from enum import Enum
from typing import ClassVar


class Kind(Enum):
    """What sort of refusal it is; a door turns it into an HTTP status or an exit code."""

    INVALID = 422
    UNSIGNED = 401
    FORBIDDEN = 403
    UNKNOWN = 404
    CONFLICT = 409
    GONE = 410
    PRECONDITION = 412
    TOO_LARGE = 413
    MEDIA_TYPE = 415
    LOCKED = 423
    TOO_MANY = 429
    CHECKSUM = 460
    NOT_IMPLEMENTED = 501
    UNAVAILABLE = 503
    FULL = 507


def marked(text: str) -> str:
    """Mark a message id for extraction without translating it here."""
    return text


class BroadcastError(Exception):
    """The root. A subclass fixes the kind; a raise gives code, sentence and remedy.

    `values` fill the `{names}` of both texts; `extra` are further members for programs only.
    """

    kind: ClassVar[Kind] = Kind.INVALID

    def __init__(
        self,
        code: str,
        message: str,
        remedy: str = "",
        *,
        extra: dict[str, object] | None = None,
        **values: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.values = values
        self.extra = extra or {}

    def __str__(self) -> str:
        return f"{self.code}: {self.message.format(**self.values)}"


class InvalidError(BroadcastError):
    """What was given cannot be used as it is."""


class UnsignedError(BroadcastError):
    """Nobody is signed in, and somebody must be."""

    kind = Kind.UNSIGNED


class ForbiddenError(BroadcastError):
    """This person may not do that."""

    kind = Kind.FORBIDDEN


class UnknownError(BroadcastError):
    """There is no such thing, or not for this person."""

    kind = Kind.UNKNOWN


class ConflictError(BroadcastError):
    """The state of things forbids it."""

    kind = Kind.CONFLICT


class GoneError(BroadcastError):
    """It was here and has been withdrawn."""

    kind = Kind.GONE


class TooLargeError(BroadcastError):
    """More bytes than the station takes."""

    kind = Kind.TOO_LARGE


class PreconditionError(BroadcastError):
    """It was asked in a version of a protocol that the station does not speak."""

    kind = Kind.PRECONDITION


class MediaTypeError(BroadcastError):
    """The body is not of a kind that this address takes."""

    kind = Kind.MEDIA_TYPE


class LockedError(BroadcastError):
    """Somebody else is at it this very moment."""

    kind = Kind.LOCKED


class ChecksumError(BroadcastError):
    """What came is not what was sent (tus 1.0, checksum extension: 460)."""

    kind = Kind.CHECKSUM


class TooManyError(BroadcastError):
    """Too many tries; `extra["retry_after"]` says how many seconds to wait."""

    kind = Kind.TOO_MANY


class NotImplementedHereError(BroadcastError):
    """It was asked for in a form that the station does not have (oEmbed 1.0 §2.3.4: 501)."""

    kind = Kind.NOT_IMPLEMENTED


class UnavailableError(BroadcastError):
    """Something the station needs does not answer now; nothing was lost."""

    kind = Kind.UNAVAILABLE


class DiskFullError(BroadcastError):
    """There is no room left to keep what was sent."""

    kind = Kind.FULL


class RefusedError(InvalidError):
    """A deposit that cannot be aired: the item becomes `failed` with this code, sentence and remedy."""


class OwnFaultError(RefusedError):
    """A deposit that the station itself failed to prepare: it is kept, and may be tried again."""


class SettingsError(Exception):
    """A setting is wrong; the text names the variable and what is expected."""
