"""Doors before several web processes, as a balancer keeps them: each leads to the first that stands."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

_MOST_BYTES = 1 << 16


class Doors:
    """Two doors before two nodes: each prefers one, and leads to the other while that one has `fallen`."""

    def __init__(self, first: str, second: str) -> None:
        self._ways = {first: (first, second), second: (second, first)}
        self.fallen: set[str] = set()

    @contextmanager
    def door_to(self, address: str) -> Iterator[str]:
        """The address of a door that prefers this node."""
        with ThreadingTCPServer(("127.0.0.1", 0), self._passage_of(address)) as server:
            server.daemon_threads = True
            thread = Thread(target=server.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_address[1]}"
            finally:
                server.shutdown()
                thread.join()

    @contextmanager
    def without(self, address: str) -> Iterator[None]:
        """Lead nobody to a node."""
        self.fallen.add(address)
        try:
            yield
        finally:
            self.fallen.remove(address)

    def _passage_of(self, address: str) -> type[BaseRequestHandler]:
        class Passage(BaseRequestHandler):
            def handle(self) -> None:
                with socket.create_connection(way()) as inner:
                    asking = Thread(target=_carry, args=(self.request, inner))
                    asking.start()
                    _carry(inner, self.request)
                    asking.join()

        def way() -> tuple[str, int]:
            chosen = next(one for one in self._ways[address] if one not in self.fallen)
            host, _, port = chosen.removeprefix("http://").partition(":")
            return host, int(port)

        return Passage


def _carry(source: socket.socket, target: socket.socket) -> None:
    """All that comes from one to the other, and its end."""
    with suppress(OSError):
        while part := source.recv(_MOST_BYTES):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
