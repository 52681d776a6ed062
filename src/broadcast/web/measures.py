"""What one web process counts of itself, and what it reads from the station, for Prometheus.

A registry of our own: nothing is counted that is not written here. What a process counts by itself
carries its name, so that several processes behind one address are told apart and can be summed.
"""

import os
import socket
import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_UNROUTED = "(none)"
_SEGMENT_ROUTE = "/live/{slug}/{rendition}/{number}.m4s"


class Measures:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.process = f"{socket.gethostname()}:{os.getpid()}"
        self._requests = Counter(
            "antenne_requests", "Requests answered by this process.",
            ("process", "method", "route", "status"), registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "antenne_request_seconds", "Seconds until this process began to answer.",
            ("process", "route"), registry=self.registry, buckets=_BUCKETS,
        )  # fmt: skip
        self._segments = Counter(
            "antenne_segments_served", "Live segments served by this process.",
            ("process", "rendition"), registry=self.registry,
        )  # fmt: skip

    def note(self, scope: Scope, *, status: int, seconds: float) -> None:
        """Count one answer, under its route's template: an address that anybody makes up is no label."""
        route = getattr(scope.get("route"), "path", _UNROUTED)
        self._requests.labels(self.process, _method(scope), route, str(status)).inc()
        self._seconds.labels(self.process, route).observe(seconds)
        if route == _SEGMENT_ROUTE and status in {200, 206}:
            self._segments.labels(self.process, scope["path_params"]["rendition"]).inc()


def _method(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"


class Measured:
    """The middleware: counts what is answered, and how soon."""

    def __init__(self, app: ASGIApp, *, measures: Measures) -> None:
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note the beginning of the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._measures.note(scope, status=message["status"], seconds=time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, noted)
