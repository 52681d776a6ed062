"""Forms with a small file: bounded before they are read."""

from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile

from broadcast.errors import TooLargeError
from broadcast.media.units import Bytes

_MOST_FIELDS = 400
_OVERHEAD = 64 << 10


@dataclass(frozen=True, slots=True)
class SmallForm:
    """Its fields in order, and the bytes of its file: empty where none was chosen."""

    fields: tuple[tuple[str, str], ...]
    file: bytes

    def text(self, name: str) -> str:
        """A field's text, empty where it is not there."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> list[str]:
        """Every text of a field that is there several times."""
        return [value for field, value in self.fields if field == name]


async def small_form(request: Request, *, most: Bytes, refusal: TooLargeError) -> SmallForm:
    """Read a form. Raises `refusal` where it is larger than `most`, before it is taken."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > most + _OVERHEAD:
        raise refusal
    async with request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=most) as form:
        fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
        files = [value for value in form.values() if isinstance(value, UploadFile)]
        return SmallForm(fields, await files[0].read() if files else b"")
