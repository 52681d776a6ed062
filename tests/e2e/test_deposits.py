"""Real input: everything people may send, good and broken, through the whole station."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from e2e.conftest import OnAirStation
from e2e.station import wait_for

pytestmark = pytest.mark.e2e


def manifest(media: Path) -> list[dict[str, str]]:
    """The lines of the media's own list."""
    with (media / "MANIFEST.tsv").open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_file_is_taken_or_refused_in_words(on_air: OnAirStation, shared_media: Path) -> None:
    """As the manifest expects; nothing is left behind in quarantine, and the station stays up."""
    station = on_air.station
    lines = manifest(shared_media)
    sent = {line["path"]: station.deposit_or_refusal(shared_media / line["path"]) for line in lines}
    ends = {path: station.settled(item) if item else None for path, item in sent.items()}
    wrong = [f"{line['path']}: {fault}" for line in lines for fault in faults_of(line, ends[line["path"]])]
    assert not wrong, "\n".join(wrong)
    assert httpx.get(f"{station.address}/readyz").status_code == 200
    wait_for(lambda: not list((station.data / "quarantine").iterdir()), what="an empty quarantine")
    wait_for(lambda: not list((station.data / "work").iterdir()), what="an empty workshop")


def faults_of(line: dict[str, str], item: dict[str, Any] | None) -> list[str]:
    """What is not as the manifest expects; an item that was not even taken is None."""
    if item is None:
        return [] if line["expect"] == "reject" else ["was not taken"]
    if line["path"] == "broken/claims-4-gb.wav" and item["state"] == "to_review":
        return [] if item["duration"] < 1 and item["warnings"] else ["was believed"]
    if line["expect"] in {"reject", "picture"}:
        return refusal_faults(item)
    faults = [] if item["state"] == "to_review" else [f"is {item['state']}: {item['error']}"]
    wanted = float(line["duration_s"] or 0)
    if not faults and abs(item["duration"] - wanted) > max(0.1, 0.02 * wanted):
        faults.append(f"lasts {item['duration']}, not {line['duration_s']}")
    if line["expect"] == "accept-with-warning" and not item["warnings"]:
        faults.append("has no warning")
    if line["expect"] == "accept" and item["warnings"]:
        faults.append(f"has warnings: {item['warnings']}")
    return faults


def refusal_faults(item: dict[str, Any]) -> list[str]:
    """What is missing in a refusal: code, sentence, remedy, and no machine's word."""
    error = item["error"] or {}
    faults = [] if item["state"] == "failed" else [f"is {item['state']}"]
    faults += [f"has no {name}" for name in ("code", "message", "remedy") if not error.get(name)]
    words = f"{error.get('message')} {error.get('remedy')}".lower()
    faults += [f"says {word!r}" for word in ("/", "ffmpeg", "codec", "none", "traceback") if word in words]
    return faults


def test_nothing_is_reachable_before_approval(on_air: OnAirStation, shared_media: Path) -> None:
    station = on_air.station
    item = station.deposit(shared_media / "short/virgule.ogg", show="essais", title="Secret")
    assert station.settled(item)["state"] == "to_review"
    addresses = [
        f"/items/{item}", f"/items/{item}/listen.mp3",
        f"/api/v1/items/{item}", f"/api/v1/items/{item}/original",
        f"/media/{item}/secret.mp3", f"/episodes/{item}/index.m3u8", "/shows/essais/secret",
    ]  # fmt: skip
    answers = {address: httpx.get(f"{station.address}{address}").status_code for address in addresses}
    assert all(status in {401, 404} for status in answers.values()), answers
    public = ("/", "/shows/essais", "/shows/essais/feed.xml", "/channels/radio", "/api/v1/items")
    assert not [path for path in public if "Secret" in httpx.get(f"{station.address}{path}").text]


def test_a_cut_upload_leaves_nothing(on_air: OnAirStation) -> None:
    """The connection ends at 60 %: no item, no file."""
    station = on_air.station
    before = station.call("GET", "/api/v1/items", expect=200)

    def cut() -> Iterator[bytes]:
        yield (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\n\r\n' + b"a" * 3_000_000
        )
        raise ConnectionError

    headers = {"Authorization": f"Bearer {station.token}", "Content-Type": "multipart/form-data; boundary=x"}
    with pytest.raises((ConnectionError, httpx.TransportError)):
        httpx.post(f"{station.address}/api/v1/items", content=cut(), headers=headers)
    wait_for(lambda: not list((station.data / "quarantine").glob("*.part")), what="no half file")
    assert station.call("GET", "/api/v1/items", expect=200) == before
