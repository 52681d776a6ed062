"""Text is sent compressed to whoever takes it so (RFC 9110 §8.4.1.3); media are small already."""

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

_COMPRESSED_ALREADY = (".m4s", ".mp4", ".mp3", ".jpg", ".woff2", "/original")


class Compressed(GZipMiddleware):
    """Leaves media, live addresses and byte ranges as they are."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, compressed where that helps."""
        path = scope.get("path", "")
        is_left = path.endswith(_COMPRESSED_ALREADY) or path.startswith("/live/")
        if scope["type"] != "http" or is_left or "range" in Headers(scope=scope):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
