"""A bucket server on this machine for tests (moto: S3 over HTTP); it lives as long as the context."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.request import Request, urlopen

from moto.server import ThreadedMotoServer

_numbers = count()
KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_ALLOW_HTTP": "true",
}


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        moto.stop()


def fresh_bucket(address: str) -> str:
    """Make an empty bucket; gives its name."""
    name = f"antenne-{next(_numbers)}"
    with urlopen(Request(f"{address}/{name}", method="PUT")):  # noqa: S310  # our own server, on loopback
        return name
