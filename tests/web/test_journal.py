"""The journal's pages: who may see them, what they tell, what they give to take away."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from broadcast.library.models import Item, MusicWork, Rights
from broadcast.parts import Parts
from broadcast.playout.models import AudienceRow
from playout.station import ObedientStation

pytestmark = pytest.mark.integration


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """One kind of database is enough for pages."""
    (tmp_path / "antenne.sqlite3").write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{tmp_path / 'antenne.sqlite3'}"


@pytest.fixture
def station(parts: Parts) -> ObedientStation:
    """Ten minutes of two pieces."""
    station = ObedientStation(parts)
    station.rotate(
        station.piece("chanson", seconds=100, rights=Rights.MUSIC), station.piece("parole", seconds=61)
    )
    for _ in range(10):
        station.clock.pass_by(60)
        station.ask("/live/r/a128.m3u8")
    return station


def test_nobody_else_reads_the_journal(station: ObedientStation) -> None:
    for path in ("journal", "journal.csv", "music.csv", "why", "airlog?from=2026-11-24T11:02"):
        answer = station.door.get(f"/channels/r/{path}", headers={"Accept": "application/json"})
        assert answer.status_code == 401, path


def test_the_page_tells_the_day_to_the_second(station: ObedientStation) -> None:
    told = station.ask("/api/v1/channels/r/log").json()
    page = station.ask("/channels/r/journal", Accept="text/html").text
    assert page.count("<tr") == len(told) + 1
    assert "chanson" in page


def test_the_music_report_has_what_the_societies_ask_for(station: ObedientStation) -> None:
    began = station.clock.now() - timedelta(minutes=10)
    with station.parts.database.writing() as session:
        session.add(
            MusicWork(
                item_id="chanson", performer="Yann", author="Nolwenn", composer="=Erwan", album="La rade",
                label="Quai", isrc="FRZ039101231",
            )
        )  # fmt: skip
        for minute in range(10):
            session.add(
                AudienceRow(
                    channel_id=1, minute=began + timedelta(minutes=minute), listeners=4, connections=1
                )
            )
    lines = list(csv.DictReader(StringIO(station.ask("/channels/r/music.csv").text)))
    songs = [line for line in lines if line["title"] == "chanson"]
    assert len(songs) >= 2
    assert songs[0] | {"starts_at": "", "listeners": "", "connections": ""} == {
        "channel": "Radio", "show": "Le port", "starts_at": "", "duration": "100.16", "title": "chanson",
        "performer": "Yann", "author": "Nolwenn", "composer": "'=Erwan", "album": "La rade", "label": "Quai",
        "isrc": "FRZ039101231", "use": "music", "licence": "music", "mode": "auto", "listeners": "",
        "connections": "",
    }  # fmt: skip
    assert songs[1]["listeners"] == "4.0"
    assert float(songs[-1]["duration"]) <= 100.16


def test_who_plays_in_a_piece_is_its_performer_where_nobody_declared_one(station: ObedientStation) -> None:
    with station.parts.database.writing() as session:
        session.get_one(Item, "chanson").artist = "Maëlle"

    def performers() -> set[str]:
        table = csv.DictReader(StringIO(station.ask("/channels/r/music.csv").text))
        return {line["performer"] for line in table if line["title"] == "chanson"}

    assert performers() == {"Maëlle"}
    with station.parts.database.writing() as session:
        session.add(MusicWork(item_id="chanson", composer="Erwan"))
    assert performers() == {"Maëlle"}
    with station.parts.database.writing() as session:
        session.get_one(MusicWork, "chanson").performer = "Yann"
    assert performers() == {"Yann"}


def test_an_hour_is_taken_away_by_editors(station: ObedientStation) -> None:
    answer = station.ask("/channels/r/airlog?from=2026-11-24T11:02&minutes=5&kind=mp3")
    assert answer.status_code == 200
    assert len(answer.content) == 300 * 48_000 // 1152 * 384
    assert not list(station.parts.settings.workshop.glob("*"))
    assert station.ask("/channels/r/airlog?from=2026-11-24T11:02&minutes=61").status_code == 422
    assert station.ask("/channels/r/airlog?from=2026-11-24T11:02&kind=ogg").status_code == 422


def test_a_moment_is_explained(station: ObedientStation) -> None:
    page = station.ask("/channels/r/why", Accept="text/html").text
    assert "Parce que" in page
    assert "Entendu auparavant" in page
    soon = (station.clock.now() + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "C’est prévu" in station.ask(f"/channels/r/why?at={soon}", Accept="text/html").text
    assert station.ask("/channels/r/why?at=2020-01-01T00:00", Accept="text/html").status_code == 404


def test_a_withdrawal_on_the_air_is_explained(station: ObedientStation) -> None:
    station.withdraw("chanson")
    station.withdraw("parole")
    station.clock.pass_by(8)
    page = station.ask("/channels/r/why", Accept="text/html").text
    assert "a été retiré" in page


def test_a_day_can_be_heard_again_from_its_page(station: ObedientStation) -> None:
    page = station.door.get("/channels/r/replay").text
    assert page.count("data-begin") >= 6
    then = (station.clock.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert f"/live/r/index.m3u8?from={then}" in station.door.get(f"/channels/r/replay?from={then}").text
    assert station.door.get("/channels/r/replay?from=hier").status_code == 422
    assert "Depuis le début" in station.door.get("/channels/r").text


def test_how_long_music_is_heard_again_is_set(station: ObedientStation) -> None:
    headers = {"Authorization": f"Bearer {station.token}"}
    told = station.door.post(
        "/channels/r/music-again", data={"hours": "0"}, headers=headers, follow_redirects=False
    )
    assert told.status_code == 303
    assert 'value="0"' in station.ask("/channels/r/journal", Accept="text/html").text
    wrong = station.door.post("/channels/r/music-again", data={"hours": "745"}, headers=headers)
    assert wrong.status_code == 422


def test_music_is_declared_on_its_page(station: ObedientStation) -> None:
    headers = {"Authorization": f"Bearer {station.token}", "Accept": "text/html"}
    told = {"performer": "Yann", "isrc": "FR-Z03-91-01231"}
    answer = station.door.post("/items/chanson/music", data=told, headers=headers, follow_redirects=False)
    assert answer.status_code == 303
    page = station.ask("/items/chanson/music", Accept="text/html").text
    assert 'value="FRZ039101231"' in page
    wrong = station.door.post("/items/chanson/music", data={"isrc": "12"}, headers=headers)
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text
