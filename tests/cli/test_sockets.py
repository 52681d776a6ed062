"""What the system is asked for, for thousands of listeners."""

import resource
import socket
import sys

import pytest

from broadcast.cli.sockets import allow_many, answer_at_once, give_up_on_silent


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux ends silent connections")
def test_every_connection_inherits_when_it_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        give_up_on_silent(listening.fileno())
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 120_000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has connections inherit it")
def test_no_connection_waits_before_it_sends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answer_at_once(listening.fileno())
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_as_many_connections_as_the_system_allows() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, before[1]), before[1]))
        allow_many()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (before[1], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
