"""Stands in for `antenne` where only its processes matter: the same words, nothing behind them.

`python stand_in.py up` runs the real supervisor over them. What each did is noted in the data folder.
"""

import http.server
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from broadcast.cli.claim import claimed
from broadcast.cli.listening import address_for_people, listen, listening_socket
from broadcast.cli.up import Wanted, station_plan, supervise
from broadcast.errors import BroadcastError

DATA = Path(os.environ["ANTENNE_DATA"])

SAYING = {"setup-address": "announced", "demo": "demonstrated"}


class Page(http.server.BaseHTTPRequestHandler):
    """Answers every question with its process's number."""

    def do_GET(self) -> None:  # the name the base class asks for
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        pass


def note(word: str) -> None:
    with (DATA / "notes").open("a") as notes:
        notes.write(f"{word}\n")


def web(fd: int) -> None:
    server = http.server.HTTPServer(("", 0), Page, bind_and_activate=False)
    server.socket.close()
    server.socket = listening_socket(fd)
    server.serve_forever()


def worker() -> None:
    """Have one child in the same session and one that left it, as an encoder's runner may."""
    if "STUBBORN" in os.environ:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    own = subprocess.Popen(["sleep", "1000"])
    subprocess.Popen(["sh", "-c", "sleep 1001 & wait"], start_new_session=True)
    own.wait()


def up(*words: str) -> int:
    try:
        with claimed(DATA) as lock, listen("127.0.0.1", 0) as listener:
            address = address_for_people("127.0.0.1", listener.getsockname()[1])
            start = (sys.executable, __file__)
            plan = station_plan(
                Wanted(DATA),
                descriptor=listener.fileno(),
                demo="--demo" in words,
                address=address,
                command=start,
            )
            return supervise(plan, lock=lock, listener=listener, address=address)
    except BroadcastError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2


def main() -> int:
    word, *rest = sys.argv[1:]
    if word == "up":
        return up(*rest)
    if word not in SAYING:
        note(word)
    if word == "web":
        web(int(rest[1]))
    elif word == "worker":
        worker()
    elif word == "beat":
        time.sleep(1000)
    elif word in SAYING:
        sys.stdout.write(f"{SAYING[word]}\n")
    return int(os.environ.get("FAILING") == word)


if __name__ == "__main__":
    sys.exit(main())
