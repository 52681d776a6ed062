"""HEAD wherever there is GET (RFC 9110 §9.3.2): link checkers and monitors ask so, of pages, too."""

from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Where an address has GET and no HEAD of its own, the answer to GET is told without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; a HEAD that is refused as a method is asked again as GET."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        is_refused = False

        async def told(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start":
                is_refused = message["status"] == HTTPStatus.METHOD_NOT_ALLOWED
            if not is_refused:
                await send(message)

        await self._app(scope, receive, told)
        if is_refused:
            await self._app({**scope, "method": "GET"}, receive, _without_body(send))


def _without_body(send: Send) -> Send:
    async def told(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return told
