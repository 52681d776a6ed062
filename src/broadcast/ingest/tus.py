"""The headers of tus 1.0, the protocol of resumable uploads: pure texts in, values out (tus.io, 1.0.x)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from broadcast.errors import InvalidError, MediaTypeError, PreconditionError, marked
from broadcast.media.units import Bytes

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CHECKSUMS = ("sha1", "sha256", "sha512", "md5")
BODY_TYPE = "application/offset+octet-stream"
_LONGEST_METADATA = 16_384
_LARGEST = 1 << 62


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a body must add up to."""

    algorithm: str
    digest: bytes

    def holds(self, found: bytes) -> bool:
        """Whether a body with that digest is the one that was sent."""
        return found == self.digest


def check_version(told: str | None) -> None:
    """Raise PreconditionError (412) where another version is spoken (tus: core, `Tus-Resumable`)."""
    if told != VERSION:
        raise PreconditionError(
            "wrong_version",
            marked("This station takes uploads by version {version} of the tus protocol."),
            marked("Send “Tus-Resumable: {version}” with every request."),
            version=VERSION,
        )


def check_body_type(told: str | None) -> None:
    """Raise MediaTypeError (415) where a body is of another kind (tus: core, `PATCH`)."""
    if (told or "").partition(";")[0].strip().lower() != BODY_TYPE:
        raise MediaTypeError(
            "wrong_body_type",
            marked("The parts of an upload are sent as “{wanted}”."),
            marked("Send that as Content-Type."),
            wanted=BODY_TYPE,
        )


def count(told: str | None, *, header: str) -> Bytes:
    """A header that counts bytes. Raises InvalidError."""
    if told is None or not (told.isascii() and told.isdigit()) or len(told) > 19 or int(told) > _LARGEST:  # noqa: PLR2004  # 2^62
        raise _bad_header(header)
    return Bytes(int(told))


def metadata(told: str | None) -> dict[str, str]:
    """The words sent with a creation: `name base64,name base64` (tus: creation). Raises InvalidError.

    What is no UTF-8 is replaced; a zero byte, which PostgreSQL keeps in no text, is left out.
    """
    if not told:
        return {}
    if len(told) > _LONGEST_METADATA:
        raise _bad_header("Upload-Metadata")
    pairs = [pair.strip().partition(" ") for pair in told.split(",")]
    if any(not name or not name.isascii() for name, _, _ in pairs):
        raise _bad_header("Upload-Metadata")
    return {name: _decoded(value.strip()) for name, _, value in pairs}


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8", "replace").replace("\0", "")
    except (binascii.Error, ValueError):
        raise _bad_header("Upload-Metadata") from None


def metadata_line(words: dict[str, str]) -> str:
    """The words as a creation sends them and a HEAD gives them back (tus: creation, `Upload-Metadata`)."""
    pairs = ((name, base64.b64encode(value.encode()).decode()) for name, value in words.items())
    return ",".join(f"{name} {value}".strip() for name, value in pairs)


def checksum(told: str | None) -> Checksum | None:
    """What the body must add up to: `algorithm base64` (tus: checksum). Raises InvalidError."""
    if told is None:
        return None
    algorithm, _, value = told.strip().partition(" ")
    if algorithm not in CHECKSUMS:
        raise InvalidError(
            "unknown_checksum",
            marked("“{value}” is not a checksum that this station computes."),
            marked("Use one of: {known}."),
            value=algorithm[:20],
            known=", ".join(CHECKSUMS),
        )
    try:
        digest = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise _bad_header("Upload-Checksum") from None
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise _bad_header("Upload-Checksum")
    return Checksum(algorithm, digest)


def http_date(moment: datetime) -> str:
    """A moment as `Upload-Expires` has it (RFC 9110 §5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _bad_header(name: str) -> InvalidError:
    return InvalidError(
        "bad_header",
        marked("The header “{header}” is missing or cannot be read."),
        marked("See the tus protocol, version 1.0."),
        header=name,
    )
