"""A second web process on a station's database and storage, as a station on several machines has."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.station import ANTENNE, Station, answers, wait_for


class Node:
    """A web process whose socket outlives it: who asks while there is none waits for the next one."""

    def __init__(self, station: Station, listener: socket.socket, log: Path) -> None:
        self._listener, self._log = listener, log
        self._environment = station.environment
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.start()

    def start(self) -> None:
        """Begin, and serve."""
        descriptor = self._listener.fileno()
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                [ANTENNE, "web", "--fd", str(descriptor)],
                env=self._environment, stdout=log, stderr=log, pass_fds=(descriptor,),
            )  # fmt: skip

    def await_ready(self) -> None:
        """Wait until it can serve."""
        wait_for(self._is_ready, what="the second node to be ready")

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self._log.read_text()[-3000:]
        return answers(f"{self.address}/readyz")

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()


@contextmanager
def second_node(station: Station, folder: Path) -> Iterator[Node]:
    """Another web process on the same data, once it can serve, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        node = Node(station, listener, folder / "second.log")
        try:
            node.await_ready()
            yield node
        finally:
            node.kill()
