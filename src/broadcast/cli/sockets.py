"""What a web process asks of the system for thousands of listeners."""

import resource
import socket

_SILENT_MS = 120_000


def allow_many() -> None:
    """As many open connections as the system lets this process have (the usual default is 1,024)."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def give_up_on_silent(descriptor: int) -> None:
    """Have the system end a connection that takes none of our bytes for two minutes (RFC 5482).

    Set on a listening socket, every connection it accepts inherits it. Only Linux knows it.
    """
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is not None:
        with socket.socket(fileno=socket.dup(descriptor)) as listening:
            listening.setsockopt(socket.IPPROTO_TCP, option, _SILENT_MS)


def answer_at_once(descriptor: int) -> None:
    """Have no answer wait for its reader to acknowledge the packet before it (RFC 9293 §3.7.4).

    An answer is written in two, its head and its body, so the second would wait for 40 ms on a kept
    connection. The server asks for it itself where it binds the socket, not where it is handed one. Set on
    a listening socket, every connection it accepts inherits it on Linux.
    """
    with socket.socket(fileno=socket.dup(descriptor)) as listening:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
