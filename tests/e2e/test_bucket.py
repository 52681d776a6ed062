"""The whole way of a sound with its storage in a bucket, by S3's own protocol, on both databases."""

import os
import signal
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from broadcast.library import keys
from broadcast.media.package import PackageIndex
from broadcast.storage import Storage
from e2e.station import running, wait_for
from e2e.tus_client import begin

pytestmark = [pytest.mark.e2e, pytest.mark.media]


def _read(address: str) -> httpx.Response:
    answer = httpx.get(address, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer


def _addresses(playlist: str) -> list[str]:
    return [line for line in playlist.splitlines() if line and not line.startswith("#")]


def test_pieces_become_a_package_in_the_bucket_and_its_segments_are_aired(
    shared_media: Path,
    database_url: str,
    bucket_settings: dict[str, str],
    bucket_storage: Storage,
    tmp_path: Path,
) -> None:
    body = (shared_media / "short/tada.ogg").read_bytes()
    settings = {**bucket_settings, "ANTENNE_DATABASE_URL": database_url}
    with running(tmp_path / "data", **settings) as station:
        station.sign_up()
        sent = begin(station, len(body), filename="tada.ogg")
        half = len(body) // 2
        assert sent.patch(body[:half], offset=0).status_code == 204
        for pid in station.processes("/antenne web"):
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: station.answers("/readyz"), what="another web process")
        assert sent.offset() == half
        assert sent.patch(body[half : half + 1_000], offset=half).status_code == 204
        item = sent.patch(body[half + 1_000 :], offset=half + 1_000).headers["Antenne-Item"]
        assert station.settled(item)["state"] == "to_review"
        station.call("POST", f"/api/v1/items/{item}/approve", expect=200)
        station.call("POST", "/api/v1/structures", expect=201, json={"slug": "mpt", "name": "MPT"})
        told = {"slug": "radio", "name": "Radio", "kind": "radio", "structure": "mpt"}
        station.call("POST", "/api/v1/channels", expect=201, json=told)
        station.call("PUT", "/api/v1/channels/radio/rotation", expect=200, json={"items": [item]})
        live = f"{station.address}/live/radio/a128.m3u8"
        segments = _addresses(_read(live).text)
        assert len(segments) >= 10
        assert _read(urljoin(live, segments[-1])).content[4:8] in {b"moof", b"styp"}
        wait_for(
            lambda: httpx.get(f"{station.address}/channels/radio/now.json").json()["now"]["title"] == "tada",
            what="the piece to be on air",
        )
    [original] = bucket_storage.keys("originals")
    assert bucket_storage.get(original) == body
    package = keys.package(original.rpartition("/")[2], recipe=_recipe(bucket_storage))
    index = PackageIndex.from_json(bucket_storage.get(keys.index(package)))
    for name, rendition in index.renditions.items():
        last = rendition.segments[-1]
        whole = bucket_storage.get(keys.rendition(package, name))
        assert (
            bucket_storage.get_range(keys.rendition(package, name), offset=last.offset, size=last.size)
            == whole[-last.size :]
        )
    assert list(bucket_storage.keys("uploads")) == []
    assert not (tmp_path / "data" / "storage").exists()


def _recipe(storage: Storage) -> int:
    """The recipe of the one package that is not the station's own."""
    [index] = [
        key for key in storage.keys("packages") if key.endswith("/index.json") and "stand-by" not in key
    ]
    return PackageIndex.from_json(storage.get(index)).recipe
