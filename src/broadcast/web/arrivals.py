"""A multipart deposit, streamed to quarantine as it comes (RFC 7578); never held in memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from broadcast.errors import InvalidError, TooLargeError, marked
from broadcast.ingest.quarantine import Arrival

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_FIELD_BYTES = 64 << 10
_BATCH_BYTES = 1 << 20


@dataclass(slots=True)
class _Part:
    """The part being read: its header lines, then its name and whether it is the file."""

    header: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)
    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: str = ""
    is_file: bool = False


class DepositReader:
    """Feeds a body to the parser; the file's bytes go to `arrival`, the small fields to `fields`."""

    def __init__(self, content_type: str, arrival: Arrival) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise _not_a_form()
        self.fields: dict[str, str] = {}
        self.file_name: str | None = None
        self._arrival = arrival
        self._part = _Part()
        self._header_name = bytearray()
        self._field_bytes = 0
        self._waiting = bytearray()
        self._is_whole = False
        self._parser = MultipartParser(options[b"boundary"], self._callbacks())

    def _callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header_name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._part.header.extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._name_part,
            "on_part_data": self._take,
            "on_part_end": self._end,
            "on_end": self._close,
        }

    async def read(self, body: AsyncIterator[bytes]) -> None:
        """Read it to the end. Raises InvalidError, TooLargeError, DiskFullError."""
        try:
            async for chunk in body:
                self._parser.write(chunk)
                if len(self._waiting) >= _BATCH_BYTES:
                    await run_in_threadpool(self._flush)
            self._parser.finalize()
        except MultipartParseError as fault:
            raise _not_a_form() from fault
        await run_in_threadpool(self._flush)
        if not self._is_whole:
            raise _not_a_form()
        if self.file_name is None:
            raise InvalidError(
                "no_file", marked("No file was sent."), marked("Choose an audio or video file first.")
            )

    def _close(self) -> None:
        self._is_whole = True

    def _flush(self) -> None:
        if self._waiting:
            self._arrival.write(bytes(self._waiting))
            self._waiting.clear()

    def _begin(self) -> None:
        self._part = _Part()

    def _end_header(self) -> None:
        self._part.headers[bytes(self._header_name).lower()] = bytes(self._part.header)
        self._header_name.clear()
        self._part.header.clear()

    def _name_part(self) -> None:
        _, options = parse_options_header(self._part.headers.get(b"content-disposition", b""))
        self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
        if self._part.name == "file" and self.file_name is None:
            self._part.is_file = True
            self.file_name = options.get(b"filename", b"").decode("utf-8", "replace")

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._part.is_file:
            self._waiting += data[start:end]
            return
        self._field_bytes += end - start
        if self._field_bytes > _FIELD_BYTES:
            raise TooLargeError("fields_too_large", marked("The text fields are too long."))
        self._part.value += data[start:end]

    def _end(self) -> None:
        if not self._part.is_file and self._part.name:
            self.fields[self._part.name] = self._part.value.decode("utf-8", "replace")


def _not_a_form() -> InvalidError:
    return InvalidError(
        "not_a_form",
        marked("The file did not come as a form that this station can read."),
        marked("Send it as multipart/form-data, with the sound or film in the field “file”."),
    )
