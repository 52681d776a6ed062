"""A piece of an upload, streamed to where it is kept; what has arrived when it is cut off stays."""

import asyncio
import hashlib

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from broadcast.errors import ChecksumError, marked
from broadcast.ingest import uploads
from broadcast.ingest.models import Upload
from broadcast.ingest.parcels import Parcel
from broadcast.ingest.room import too_large
from broadcast.ingest.tus import Checksum
from broadcast.media.units import Bytes
from broadcast.parts import Parts

_BATCH = 1 << 20


class PieceReader:
    """Reads one request's body into an upload."""

    def __init__(self, parts: Parts, upload: Upload) -> None:
        self._parts = parts
        self._upload = upload

    async def read(self, request: Request, *, offset: Bytes, wanted: Checksum | None) -> None:
        """Take what comes until it ends or is cut off.

        Raises ConflictError at the wrong place, LockedError, TooLargeError where more comes than was
        announced, GoneError where it was ended meanwhile, DiskFullError, and ChecksumError, in which case
        nothing of it is kept.
        """
        adding = uploads.adding(self._parts, self._upload.id, offset=offset)
        parcel = await run_in_threadpool(adding.__enter__)
        try:
            await self._take(request, parcel, left=self._upload.size - offset, wanted=wanted)
        finally:
            await run_in_threadpool(adding.__exit__, None, None, None)

    async def _take(self, request: Request, parcel: Parcel, *, left: int, wanted: Checksum | None) -> None:
        digest = hashlib.new(wanted.algorithm, usedforsecurity=False) if wanted else None
        waiting = bytearray()
        is_whole = False
        try:
            async for chunk in request.stream():
                waiting += chunk
                left -= len(chunk)
                if left < 0:
                    raise too_large(Bytes(self._upload.size))
                if digest:
                    digest.update(chunk)
                if len(waiting) >= _BATCH:
                    taken, waiting = waiting, bytearray()
                    await run_in_threadpool(parcel.write, bytes(taken))
            is_whole = True
        except (ClientDisconnect, asyncio.CancelledError):
            pass  # cut off, or another request goes on with it: what has arrived is kept
        finally:
            if waiting and left >= 0:
                await run_in_threadpool(parcel.write, bytes(waiting))
        if wanted and digest and not (is_whole and wanted.holds(digest.digest())):
            await run_in_threadpool(parcel.take_back)
            raise _wrong_sum()


def _wrong_sum() -> ChecksumError:
    return ChecksumError(
        "wrong_checksum",
        marked("This part of the upload was damaged on its way."),
        marked("Send it once more."),
    )
