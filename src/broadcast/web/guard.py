"""What every answer carries and every change must show: security headers, and the same origin.

Cross-site changes are refused as Go's `net/http.CrossOriginProtection` does: by `Sec-Fetch-Site` where
the browser sends it (Fetch Metadata), by `Origin` otherwise; what sends neither is no browser.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from broadcast.errors import ForbiddenError, marked

_SAFE = {"GET", "HEAD", "OPTIONS"}
_POLICY = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
}


def is_foreign(method: str, headers: Headers, *, public_url: str) -> bool:
    """Whether a change comes from another site's page; one that carries a program's key never does."""
    if method in _SAFE or headers.get("authorization", "").lower().startswith("bearer "):
        return False
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    host = urlsplit(origin).netloc
    return not host or host not in {headers.get("host", ""), urlsplit(public_url).netloc}


class Guard:
    """The middleware: refuses foreign changes and adds the headers that an answer does not set itself."""

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        self._app = app
        self._public_url = public_url
        self._headers = dict(HEADERS)
        if public_url.startswith("https://"):
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["antenne.foreign"] = is_foreign(
            scope["method"], Headers(scope=scope), public_url=self._public_url
        )

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded)


def refuse_foreign(scope: Scope) -> None:
    """Raise ForbiddenError where the guard saw a change from another site."""
    if scope.get("antenne.foreign"):
        raise ForbiddenError(
            "foreign_origin",
            marked("This change was asked for by a page of another site."),
            marked("Do it from this station's own pages."),
        )
