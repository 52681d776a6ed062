"""The listening socket. The supervisor keeps it, so that a new web process goes on where the dead one was."""

import http.client
import socket
from contextlib import closing

from broadcast.errors import ConflictError

_QUEUE = 2048
_ANSWER_WITHIN_S = 0.5
_EVERYWHERE = {"", "0.0.0.0", "::"}  # noqa: S104  # a person chose it; here it is only recognised


def listen(host: str, port: int) -> socket.socket:
    """Bind and listen; port 0 takes any free one. Raises ConflictError if the address cannot be had."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server((str(address[0]), port), family=family, backlog=_QUEUE)
    except OSError as fault:
        raise ConflictError(
            "address_taken",
            "The address {host}:{port} cannot be used: {fault}.",
            "Choose another one with --host and --port (--port 0 takes any free one).",
            host=host,
            port=port,
            fault=fault.strerror or "",
        ) from fault


def listening_socket(fd: int) -> socket.socket:
    """Give the socket behind a descriptor that a parent process has bound and passed on."""
    return socket.socket(fileno=fd)


def address_for_people(host: str, port: int) -> str:
    """Tell where a browser on this machine finds the station."""
    seen = "127.0.0.1" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{seen}:{port}/"


def is_ready(listener: socket.socket) -> bool:
    """Ask the station itself, through its own door, whether it is able to serve."""
    host, port = listener.getsockname()[:2]
    seen = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # the same
    with closing(http.client.HTTPConnection(seen, port, timeout=_ANSWER_WITHIN_S)) as asked:
        try:
            asked.request("GET", "/readyz")
            return asked.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
