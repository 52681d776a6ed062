"""Hostile deposits through the real door: deposited, claimed, prepared; refused in words, or tamed."""

import shutil
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from broadcast.accounts.roles import STATION
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import claim_next
from broadcast.jobs.order import Holder
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.transcode.prepare import prepare_item
from hostile import ebml
from hostile.judge import CANARY, SOUND_MB, Judge
from hostile.streams import id3, mp3, title

pytestmark = pytest.mark.media
NAMES = (
    "../../../etc/passwd", "..\\..\\boot.ini", "-i.mp3", "-f lavfi -i testsrc.mp3", "file:x.mp3",
    "concat:a|b.mp3", "|reboot", "http://127.0.0.1/x.mp3", "%00.mp3", "a\0b\nc\r\x1b[31md.mp3",
    "\u202egpj.3pm", "\u200b\u2066", "a" * 10_000 + ".mp3", "é" * 5_000, ".", "..", "", "<script>.mp3",
    "{title}.mp3", "%s%n.mp3", "con", "\ud83d\ude00.mp3".encode("utf-16", "surrogatepass").decode("utf-16"),
)  # fmt: skip
PLAYLISTS = {
    "HLS": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{canary}\n#EXTINF:9,\n{url}\n#EXT-X-ENDLIST\n",
    "DASH": '<?xml version="1.0"?><MPD><Period><BaseURL>{url}</BaseURL></Period></MPD>',
    "concat": "ffconcat version 1.0\nfile '{canary}'\nfile '{url}'\n",
    "concat without its first line": "file '{canary}'\nduration 10\nfile '{url}'\n",
    "EDL": "# mpv EDL v0\n{canary},0,10\n",
    "CUE": 'FILE "{canary}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n',
    "M3U": "{canary}\n{url}\n",
    "PLS": "[playlist]\nFile1={canary}\nFile2={url}\nNumberOfEntries=2\n",
    "XSPF": "<playlist><trackList><track><location>{url}</location></track></trackList></playlist>",
    "SDP": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    "SVG": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>',
    "SSA": "[Script Info]\n[Fonts]\nfontname: {canary}\n",
    "an entity": '<!DOCTYPE x [<!ENTITY y SYSTEM "{canary}">]><smil>&y;</smil>',
    "FFmpeg's own": ";FFMETADATA1\ntitle={canary}\n",
}


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """One kind is enough here."""
    path = tmp_path / "antenne.sqlite3"
    shutil.copy(migrated_file, path)
    return f"sqlite:///{path}"


def put_in(parts: Parts, body: bytes, *, name: str = "deposit.mp3") -> Item:
    """Through the door and to the end."""
    source = parts.settings.data / "sent"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(body)
    item = deposit_file(parts, source, Told(file_name=name), actor=STATION)
    with parts.database.writing() as session:
        held = claim_next(session, holder=Holder("here", "1.1", "11"), now=parts.clock.now())
    assert held is not None
    prepare_item(parts, held)
    with parts.database.reading() as session:
        return session.get_one(Item, item.id)


def test_no_name_leaves_its_folder_or_writes_on_the_screen(parts: Parts) -> None:
    source = parts.settings.data / "sent"
    source.write_bytes(mp3(0.5))
    for name in NAMES:
        item = deposit_file(parts, source, Told(file_name=name), actor=STATION)
        assert item.title, name
        assert (item.title + item.file_name).isprintable(), name
        assert "/" not in item.file_name + item.title, name
        assert len(item.title) <= 200, name
        assert len(item.file_name) <= 255, name
    kept = {path.name for path in parts.settings.quarantine.iterdir()}
    assert len(kept) == len(NAMES)
    assert all(len(one) == 36 for one in kept)  # the names of items, never those of files


@pytest.mark.parametrize("name", ["-i", "file:/etc/passwd", "|reboot", "a\n-f lavfi.mp3"])
def test_a_name_is_no_word_of_a_command(parts: Parts, name: str) -> None:
    assert put_in(parts, mp3(0.5), name=name).state == ItemState.TO_REVIEW


@pytest.mark.parametrize("kind", PLAYLISTS)
def test_what_names_other_files_opens_none(parts: Parts, judge: Judge, kind: str) -> None:
    url = f"http://127.0.0.1:{judge.port}/x"
    said = PLAYLISTS[kind].format(canary=judge.canary, url=url).encode()
    item = put_in(parts, said, name="film.mp4")
    assert item.state == ItemState.FAILED
    assert item.error is not None
    assert item.error["code"] in {"text", "picture"}
    assert item.error["remedy"]
    for before in (id3(title(b"x")), b"\0\0\0\x18ftypisom\0\0\0\0isommp42", b"\0" * 16, b"\xef\xbb\xbf"):
        assert put_in(parts, before + said, name="film.mp4").state == ItemState.FAILED
    assert list(parts.settings.quarantine.iterdir()) == []
    with pytest.raises(BlockingIOError):
        judge.listener.accept()


def test_what_a_tag_says_is_no_more_than_words(parts: Parts) -> None:
    """Megabytes of markup, with zeros and what is no text: the item airs and nothing of it is left over."""
    item = put_in(parts, mp3(0.5, before=id3(title(b"<script>\0\xff\xfe" + CANARY * 100_000))))
    assert item.state == ItemState.TO_REVIEW
    assert item.title == "deposit"
    with parts.storage.local(f"{item.package}/index.json") as index:
        assert CANARY not in index.read_bytes()
    assert list(parts.settings.quarantine.iterdir()) == []


def test_captions_that_a_sound_brings_along_are_bounded(parts: Parts) -> None:
    """200,000 of them: the sound airs; what cannot be kept of the rest is left out."""
    with capture_logs() as notes:
        item = put_in(parts, ebml.matroska(ebml.cues(200_000), tracks=ebml.captions(2)))
    assert item.state == ItemState.TO_REVIEW
    assert item.seconds == pytest.approx(1.0, abs=0.05)
    assert max(note["peak_mb"] for note in notes if note["event"] == "program_ended") <= SOUND_MB
