"""Resumable uploads: tus 1.0 with creation, creation-with-upload, checksum, expiration, termination."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from broadcast.accounts.roles import Actor
from broadcast.errors import BroadcastError
from broadcast.ingest import tus, uploads
from broadcast.ingest.deposit import Told
from broadcast.ingest.models import Upload
from broadcast.ingest.offsets import check_offset
from broadcast.ingest.parcels import parcels_of
from broadcast.media.units import Bytes
from broadcast.web.faults import error_answer
from broadcast.web.guard import refuse_foreign
from broadcast.web.guests import depositor_of
from broadcast.web.house import House, house_of
from broadcast.web.pieces import PieceReader
from broadcast.web.routes.api_items import FIELDS

_PATH = "/api/v1/uploads/"


class _TusRoute(APIRoute):
    """Every answer tells the protocol's version, a refusal too (tus: core, `Tus-Resumable`)."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with that header."""
        handle = super().get_route_handler()

        async def with_version(request: Request) -> Response:
            try:
                if request.method != "OPTIONS":
                    tus.check_version(request.headers.get("tus-resumable"))
                answer = await handle(request)
            except BroadcastError as error:
                answer = await run_in_threadpool(error_answer, request, error)
            answer.headers["Tus-Resumable"] = answer.headers["Tus-Version"] = tus.VERSION
            return answer

        return with_version


router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"], route_class=_TusRoute)


@router.options("/", status_code=204)
@router.options("/{upload_id}", status_code=204)
async def abilities(request: Request) -> Response:
    """What this server can do."""
    most = house_of(request).parts.settings.upload_max_bytes
    headers = {
        "Tus-Extension": tus.EXTENSIONS,
        "Tus-Max-Size": str(most),
        "Tus-Checksum-Algorithm": ",".join(tus.CHECKSUMS),
    }
    return Response(status_code=204, headers=headers)


@router.post("/", status_code=201)
@router.post("", status_code=201, include_in_schema=False)
async def create(request: Request) -> Response:
    """Announce an upload of `Upload-Length` bytes, and perhaps send its first ones."""
    refuse_foreign(request.scope)
    house = house_of(request)
    actor = await run_in_threadpool(depositor_of, request)
    size = tus.count(request.headers.get("upload-length"), header="Upload-Length")
    words = tus.metadata(request.headers.get("upload-metadata"))
    wanted = tus.checksum(request.headers.get("upload-checksum"))
    sends = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if sends:
        tus.check_body_type(request.headers.get("content-type"))
    upload = await run_in_threadpool(uploads.announce, house.parts, _told(words), size=size, actor=actor)
    headers = {"Location": f"{_PATH}{upload.id}"}
    if not sends:
        return _answer(201, upload, here=Bytes(0), headers=headers)
    here, item, expires = await _add(request, house, actor, upload, offset=Bytes(0), wanted=wanted)
    return _answer(201, upload, here=here, item=item, expires=expires, headers=headers)


@router.head("/{upload_id}")
async def look(request: Request, upload_id: str) -> Response:
    """How far it is; whoever still sends it is interrupted, for the one who asks means to go on."""
    house = house_of(request)
    actor = await run_in_threadpool(depositor_of, request)
    upload = await run_in_threadpool(_found, house, upload_id, actor)
    if upload.item_id is None:
        await house.uploading.interrupt(upload_id)
    here = await run_in_threadpool(_here, house, upload)
    item = upload.item_id
    if item is None and here == upload.size:
        item = await run_in_threadpool(uploads.finish, house.parts, upload, actor=actor)
    headers = {
        "Upload-Length": str(upload.size),
        "Upload-Metadata": tus.metadata_line(_words(Told(**upload.told))),
        "Cache-Control": "no-store",
    }
    return _answer(200, upload, here=here, item=item, headers=headers)


@router.patch("/{upload_id}", status_code=204)
async def add(request: Request, upload_id: str) -> Response:
    """More bytes, from `Upload-Offset` on."""
    refuse_foreign(request.scope)
    house = house_of(request)
    actor = await run_in_threadpool(depositor_of, request)
    tus.check_body_type(request.headers.get("content-type"))
    offset = tus.count(request.headers.get("upload-offset"), header="Upload-Offset")
    wanted = tus.checksum(request.headers.get("upload-checksum"))
    upload = await run_in_threadpool(_found, house, upload_id, actor)
    if upload.item_id is not None:
        check_offset(Bytes(upload.size), offset)
        return _answer(204, upload, here=offset, item=upload.item_id)
    here, item, expires = await _add(request, house, actor, upload, offset=offset, wanted=wanted)
    return _answer(204, upload, here=here, item=item, expires=expires)


@router.delete("/{upload_id}", status_code=204)
async def terminate(request: Request, upload_id: str) -> Response:
    """End it and give back its room."""
    refuse_foreign(request.scope)
    house = house_of(request)
    actor = await run_in_threadpool(depositor_of, request)
    await run_in_threadpool(_found, house, upload_id, actor)
    async with house.uploading.alone(upload_id):
        await run_in_threadpool(uploads.terminate, house.parts, upload_id, actor=actor)
    return Response(status_code=204)


@router.post("/{upload_id}", status_code=204, include_in_schema=False)
async def by_another_name(request: Request, upload_id: str) -> Response:
    """PATCH and DELETE where the way lets only POST through (tus: core, `X-HTTP-Method-Override`)."""
    meant = request.headers.get("x-http-method-override", "").upper()
    if meant == "PATCH":
        return await add(request, upload_id)
    if meant == "DELETE":
        return await terminate(request, upload_id)
    raise HTTPException(status_code=405, headers={"Allow": "HEAD, PATCH, DELETE, OPTIONS"})


async def _add(
    request: Request,
    house: House,
    actor: Actor,
    upload: Upload,
    *,
    offset: Bytes,
    wanted: tus.Checksum | None,
) -> tuple[Bytes, str | None, datetime]:
    """Take the body; gives how much is here now, the item if that is all, and until when it waits."""
    async with house.uploading.alone(upload.id):
        await PieceReader(house.parts, upload).read(request, offset=offset, wanted=wanted)
        here = await run_in_threadpool(_here, house, upload)
        expires = await run_in_threadpool(uploads.postpone, house.parts, upload.id)
        item = None
        if here == upload.size:
            item = await run_in_threadpool(uploads.finish, house.parts, upload, actor=actor)
    return here, item, expires


def _told(words: dict[str, str]) -> Told:
    given = {name: words[name] for name in FIELDS if words.get(name)}
    return Told(**given, file_name=words.get("filename") or words.get("name", ""))


def _words(told: Told) -> dict[str, str]:
    """What was told, as it is told."""
    words = {name: getattr(told, name) for name in FIELDS} | {"filename": told.file_name}
    return {name: value for name, value in words.items() if value}


def _found(house: House, upload_id: str, actor: Actor) -> Upload:
    with house.parts.database.reading() as session:
        return uploads.find(session, upload_id, actor=actor)


def _here(house: House, upload: Upload) -> Bytes:
    """How many bytes are here; all of them once it is an item."""
    return Bytes(upload.size) if upload.item_id else parcels_of(house.parts).size(upload.id)


def _answer(
    status: int,
    upload: Upload,
    *,
    here: Bytes,
    item: str | None = None,
    expires: datetime | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    told = {"Upload-Offset": str(here)} | (headers or {})
    if item is None:
        told["Upload-Expires"] = tus.http_date(expires or upload.expires_at)
    else:
        told["Antenne-Item"] = item
    return Response(status_code=status, headers=told)
