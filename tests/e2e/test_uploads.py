"""Resumable uploads on a whole station: cut off, gone on with, refused, given up."""

import base64
import hashlib
import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import httpx
import pytest

from broadcast.ingest import tus
from e2e.station import Station, running, wait_for
from e2e.tus_client import BODY_TYPE, TUS, Sent, announce, begin

pytestmark = [pytest.mark.e2e, pytest.mark.media]

SOUND = "music/mirror.ogg"
CUTS = 8


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with running(
        tmp_path_factory.mktemp("uploads") / "data", ANTENNE_UPLOAD_MAX_BYTES=str(64 << 20)
    ) as found:
        found.sign_up()
        yield found


def _original(station: Station, item: str) -> bytes:
    answer = httpx.get(
        f"{station.address}/api/v1/items/{item}/original",
        headers={"Authorization": f"Bearer {station.token}"},
    )
    assert answer.status_code == 200
    return answer.content


def _send_the_rest(sent: Sent, body: bytes) -> httpx.Response:
    offset = sent.offset()
    return sent.patch(body[offset:], offset=offset)


def _await_offset(sent: Sent, wanted: int) -> None:
    wait_for(lambda: sent.offset() == wanted, what="what was sent to be kept")


def test_what_it_can_do_is_told_to_everybody(station: Station) -> None:
    answer = httpx.options(f"{station.address}/api/v1/uploads/")
    assert answer.status_code == 204
    told = {name: value for name, value in answer.headers.items() if name.startswith("tus-")}
    assert told == {
        "tus-resumable": "1.0.0",
        "tus-version": "1.0.0",
        "tus-extension": "creation,creation-with-upload,checksum,expiration,termination",
        "tus-max-size": str(64 << 20),
        "tus-checksum-algorithm": "sha1,sha256,sha512,md5",
    }


def test_cut_off_anywhere_and_after_a_restart_it_goes_on_and_becomes_one_item(
    station: Station, shared_media: Path
) -> None:
    body = (shared_media / SOUND).read_bytes()
    sent = begin(station, len(body), filename="miroir.ogg", title="Miroir", kind="track")
    chance = Random(3)  # noqa: S311  # where it is cut is no secret
    seen = [0]
    for number in range(CUTS):
        offset = sent.offset()
        after = chance.randrange(1, max(2, (len(body) - offset) // 3))
        sent.cut_off(body[offset:], offset=offset, after=after)
        _await_offset(sent, offset + after)
        seen.append(offset + after)
        if number == CUTS // 2:
            station.kill()
            station.start()
    assert seen == sorted(seen)
    answer = _send_the_rest(sent, body)
    assert answer.status_code == 204
    item = answer.headers["Antenne-Item"]
    assert answer.headers["Upload-Offset"] == str(len(body))
    again = sent.request("HEAD")
    assert (again.headers["Antenne-Item"], again.headers["Upload-Offset"]) == (item, str(len(body)))
    assert again.headers["Cache-Control"] == "no-store"
    found = station.settled(item)
    assert (found["state"], found["title"], found["kind"]) == ("to_review", "Miroir", "track")
    assert _original(station, item) == body


def test_refusals(station: Station) -> None:
    sent = begin(station, 1000)
    assert sent.patch(b"x" * 100, offset=1).status_code == 409
    assert sent.patch(b"x" * 100, offset=0).status_code == 204
    wrong = sent.patch(b"x" * 100, offset=0)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_offset")
    assert wrong.json()["remedy"]
    assert sent.patch(b"x" * 1000, offset=100).status_code == 413
    assert sent.request("PATCH", body=b"x", Content_Type="text/plain", Upload_Offset="100").status_code == 415
    assert sent.request("HEAD", Tus_Resumable="0.2.2").status_code == 412
    assert announce(station, (64 << 20) + 1).status_code == 413
    assert announce(station, 10, show="aucune").status_code == 404
    assert announce(station, 10, kind="rien").status_code == 422
    assert announce(station, 0).status_code == 422
    stranger = httpx.head(f"{station.address}{sent.path}", headers=TUS)
    assert stranger.status_code == 401
    assert stranger.headers["Tus-Resumable"] == "1.0.0"


def test_what_was_told_comes_back(station: Station) -> None:
    told = {"title": "Été", "kind": "track", "filename": "été.ogg"}
    sent = begin(station, 10, **told)
    assert tus.metadata(sent.request("HEAD").headers["Upload-Metadata"]) == told | {"rights": "free"}


def test_a_way_that_lets_only_post_through(station: Station) -> None:
    sent = begin(station, 10)
    sent.request("POST", body=b"whole", Content_Type=BODY_TYPE, Upload_Offset="0",
                 X_HTTP_Method_Override="PATCH")  # fmt: skip
    assert sent.offset() == 5
    assert sent.request("POST").status_code == 405
    assert sent.request("POST", X_HTTP_Method_Override="DELETE").status_code == 204
    assert sent.request("HEAD").status_code == 410


def test_a_damaged_piece_is_not_kept(station: Station) -> None:
    sent = begin(station, 10)

    def summed(body: bytes) -> str:
        return f"sha256 {base64.b64encode(hashlib.sha256(body).digest()).decode()}"

    bad = sent.patch(b"damag", offset=0, Upload_Checksum=summed(b"whole"))
    assert (bad.status_code, bad.json()["code"], bad.json()["title"]) == (
        460,
        "wrong_checksum",
        "Checksum Mismatch",
    )
    assert sent.offset() == 0
    assert sent.patch(b"whole", offset=0, Upload_Checksum=summed(b"whole")).status_code == 204
    assert sent.offset() == 5


def test_what_is_given_up_leaves_nothing(station: Station) -> None:
    before = set((station.data / "quarantine").iterdir())
    sent = begin(station, 10_000)
    sent.patch(b"x" * 5_000, offset=0)
    assert set((station.data / "quarantine").iterdir()) > before
    assert sent.request("DELETE").status_code == 204
    assert set((station.data / "quarantine").iterdir()) == before
    gone = sent.request("HEAD")
    assert gone.status_code == 410


def test_a_dead_line_does_not_keep_the_next_one_out(station: Station) -> None:
    """A phone changes its network: the old connection is dead, but nobody has told the station."""
    sent = begin(station, 10_000)
    lines = f"PATCH {sent.path} HTTP/1.1\r\nHost: s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
    lines += f"Authorization: Bearer {station.token}\r\nContent-Length: 10000\r\n"
    lines += "Content-Type: application/offset+octet-stream\r\n\r\n"
    with socket.create_connection(("127.0.0.1", station.port)) as dead:
        dead.sendall(lines.encode() + b"x" * 100)
        wait_for(lambda: sent.offset() == 100, what="the new request to be let in")
        assert sent.patch(b"x" * 100, offset=100).status_code == 204
    assert sent.offset() == 200


def test_ten_at_once(station: Station, shared_media: Path) -> None:
    body = (shared_media / "short/virgule.ogg").read_bytes()

    def upload(number: int) -> str:
        sent = begin(station, len(body), filename=f"{number}.ogg")
        for at in range(0, len(body), 20_000):
            assert sent.patch(body[at : at + 20_000], offset=at).status_code == 204
        return str(sent.request("HEAD").headers["Antenne-Item"])

    with ThreadPoolExecutor(10) as phones:
        items = list(phones.map(upload, range(10)))
    assert len(set(items)) == 10
    assert {station.settled(item)["state"] for item in items} == {"to_review"}


def test_the_web_process_killed_while_it_takes_bytes_loses_none_it_told_of(
    station: Station, shared_media: Path
) -> None:
    body = (shared_media / "music/desert-24bit-44k1.wav").read_bytes()
    sent = begin(station, len(body), filename="desert.wav")
    assert sent.patch(body[:1_000_000], offset=0).status_code == 204
    sent.cut_off(body[1_000_000:], offset=1_000_000, after=700_000)
    for pid in station.processes("/antenne web"):
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: station.answers("/readyz"), what="the web process to be back")
    assert sent.offset() >= 1_000_000
    answer = _send_the_rest(sent, body)
    item = answer.headers["Antenne-Item"]
    assert station.settled(item)["state"] == "to_review"
    assert _original(station, item) == body
