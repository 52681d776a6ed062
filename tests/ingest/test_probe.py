import csv
import sys
from pathlib import Path

import pytest

from broadcast.cage import Limits, Sight, run
from broadcast.errors import BroadcastError, RefusedError
from broadcast.ingest.probe import probe
from broadcast.media.units import Bytes, Seconds

pytestmark = pytest.mark.media
LIMITS = Limits(memory=Bytes(256 << 20), cpu=Seconds(5), wall=Seconds(20), file_size=Bytes(1 << 20))


def test_what_the_list_accepts_is_read_and_the_rest_refused_in_words(shared_media: Path) -> None:
    with (shared_media / "MANIFEST.tsv").open(newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    for line in lines:
        source = shared_media / line["path"]
        if line["expect"].startswith("accept"):
            probed = probe(source)
            assert (probed.video is not None) == line["path"].startswith(("film/", "broken/cut-at")), source
        elif line["path"] != "broken/claims-4-gb.wav":  # 1 kB of sound is in it: refused or aired as that
            with pytest.raises(RefusedError) as refusal:
                probe(source)
            assert refusal.value.remedy


@pytest.mark.parametrize(
    ("program", "code"),
    [
        pytest.param("x = bytearray(1 << 30)", "unreadable", id="memory"),
        pytest.param("while True: pass", "too_demanding", id="time"),
        pytest.param("import os; os.kill(os.getpid(), 11)", "too_demanding", id="a crash"),
        pytest.param("open('/etc/passwd').read()", "unreadable", id="another file"),
        pytest.param(
            "import socket; socket.create_connection(('127.0.0.1', 9), 1)", "unreadable", id="the network"
        ),
    ],
)
def test_the_cage_holds(program: str, code: str, tmp_path: Path) -> None:
    python = [sys.executable, "-I", "-S", "-c", program]
    sight = Sight(read=(Path(sys.prefix), Path(sys.base_prefix)), folder=tmp_path)
    with pytest.raises(BroadcastError) as refusal:
        run(python, sight=sight, limits=LIMITS)
    assert refusal.value.code == code
