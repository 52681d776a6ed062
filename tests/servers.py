"""Real servers on this machine: one for mail, one that takes calls, and the station's own web door."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import uvicorn
from aiosmtpd.controller import Controller

from broadcast.parts import Parts
from broadcast.settings import load_settings
from broadcast.web.app import create_app

SECRET = "une phrase assez longue"


@contextmanager
def web(parts: Parts) -> Iterator[str]:
    """The real application behind a real server; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(parts), log_config=None))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@dataclass
class Mailbox:
    """What the mail server took; `answers` are what it says to the next recipients instead of yes."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # the server looks for this name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # the same
        self.taken.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 OK"


@dataclass
class Hook:
    """What the web server was called with: (headers, body); `status` is what it answers."""

    url: str = ""
    status: int = 204
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def hook() -> Iterator[Hook]:
    seen = Hook()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.calls.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(seen.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    seen.url = f"http://127.0.0.1:{server.server_port}/antenne?from=brest"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield seen
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def posting(parts: Parts, mailbox: Mailbox, hook: Hook) -> Parts:
    """A station that knows both servers."""
    settings = load_settings(
        data=parts.settings.data,
        database_url=parts.settings.database_url,
        public_url="https://radio.example.org",
        smtp_url=f"smtp://127.0.0.1:{mailbox.port}",
        mail_from="Antenne <antenne@example.org>",
        webhook_url=hook.url,
        webhook_secret=SECRET,
    )
    return replace(parts, settings=settings)
