"""A transcript is written, sent, mended and read, by those who may."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from PIL import Image

from web.conftest import Pages

pytestmark = [pytest.mark.media, pytest.mark.integration]
VTT = (
    "WEBVTT\n\n00:00.100 --> 00:00.900\n<v Léa>Bonjour <b>à</b> tous & toutes\n\n"
    "00:01.000 --> 00:01.500\nAu revoir\n"
)


@pytest.fixture
def item(pages: Pages, shared_media: Path) -> str:
    return pages.prepared(shared_media / "short/virgule.ogg")


def send(pages: Pages, item: str, *, name: str = "host", words: str = "", file: bytes = b"") -> int:
    answer = pages.client.post(
        f"/items/{item}/transcript",
        data={"language": "fr", "words": words},
        files={"file": ("a.vtt", file)},
        headers=pages.by(name),
        follow_redirects=False,
    )
    return int(answer.status_code)


def test_a_sent_file_is_read_by_all_once_its_piece_is_published(pages: Pages, item: str) -> None:
    assert send(pages, item, file=VTT.encode()) == 303
    episode = pages.published(item)
    answer = pages.client.get(f"/episodes/{episode}/captions.vtt")
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.text == (
        "WEBVTT\n\n00:00:00.100 --> 00:00:00.900\n<v Léa>Bonjour à tous &amp; toutes\n\n"
        "00:00:01.000 --> 00:00:01.500\nAu revoir\n"
    )
    assert pages.client.get(f"/episodes/{episode}/transcript.txt").text == (
        "Léa : Bonjour à tous & toutes\nAu revoir\n"
    )
    feed = pages.client.get("/shows/essais/feed.xml").text
    assert f'url="http://testserver/episodes/{episode}/captions.vtt" type="text/vtt" language="fr"' in feed
    assert 'SUBTITLES="words"' in pages.client.get(f"/episodes/{episode}/index.m3u8").text
    assert "Bonjour à tous &amp; toutes" in pages.client.get("/shows/essais/le-port").text
    pages.client.post(f"/items/{item}/withdraw", headers=pages.by("host"))
    for name in ("captions.vtt", "captions.m3u8", "transcript.txt"):
        assert pages.client.get(f"/episodes/{episode}/{name}").status_code == 410


def test_plain_words_have_no_captions(pages: Pages, item: str) -> None:
    assert send(pages, item, words="Bonjour.\n\n<script>alert()</script>") == 303
    episode = pages.published(item)
    assert pages.client.get(f"/episodes/{episode}/captions.vtt").status_code == 404
    assert pages.client.get(f"/episodes/{episode}/transcript.txt").text.startswith("Bonjour.\n\n<script>")
    page = pages.client.get("/shows/essais/le-port").text
    assert "&lt;script&gt;alert()" in page
    assert "SUBTITLES" not in pages.client.get(f"/episodes/{episode}/index.m3u8").text
    assert "captions.vtt" not in pages.client.get("/shows/essais/feed.xml").text


def test_captions_are_mended_one_by_one(pages: Pages, item: str) -> None:
    send(pages, item, file=VTT.encode())
    rows = {
        "start": ["0:00.1", "0:01", "0:01.6"], "end": ["0:00.9", "0:01.5", "0:01.9"],
        "speaker": ["Léa", "", "Tom"], "text": ["Bonsoir", " ", "À demain"],
    }  # fmt: skip
    place = f"/items/{item}/transcript/cues?page=1"
    headers = pages.by("host")
    answer = pages.client.post(place, data=rows, headers=headers, follow_redirects=False)
    assert answer.status_code == 303
    assert pages.client.get(f"/items/{item}/captions.vtt", headers=headers).text == (
        "WEBVTT\n\n00:00:00.100 --> 00:00:00.900\n<v Léa>Bonsoir\n\n"
        "00:00:01.600 --> 00:00:01.900\n<v Tom>À demain\n"
    )
    wrong = pages.client.post(place, data=rows | {"end": ["0:00", "0:01.5", "0:01.9"]}, headers=headers)
    assert wrong.status_code == 422
    assert "Bonsoir" in wrong.text
    assert "«\u00a00:00.1\u00a0» et «\u00a00:00\u00a0»" in wrong.text


def test_only_those_who_may_change_it_do(pages: Pages, item: str) -> None:
    assert send(pages, item, name="other", words="Non") == 404
    assert send(pages, item, name="author", words="Non") == 403
    assert pages.client.get(f"/items/{item}/transcript", headers=pages.by("author")).status_code == 403
    assert pages.client.get(f"/items/{item}/captions.vtt", headers=pages.by("other")).status_code == 404
    assert pages.client.get(f"/items/{item}/captions.vtt").status_code == 401


def test_nothing_and_too_much_are_refused_in_words(pages: Pages, item: str) -> None:
    assert send(pages, item, words="  \n ") == 422
    assert send(pages, item, file=b"x" * (5 << 20)) == 413
    assert send(pages, item, file=VTT.encode()) == 303
    headers = pages.by("host")
    pages.client.post(f"/items/{item}/transcript/remove", headers=headers)
    assert pages.client.get(f"/items/{item}/captions.vtt", headers=headers).status_code == 404


def test_a_film_brings_its_captions_along(pages: Pages, shared_media: Path) -> None:
    item = pages.prepared(shared_media / "film/two-tracks-captions.mkv")
    episode = pages.published(item)
    page = pages.client.get("/shows/essais/le-port").text
    assert (
        f'<track kind="captions" srclang="fr" label="français" src="/episodes/{episode}/captions.vtt">'
        in page
    )
    assert pages.client.get(f"/episodes/{episode}/captions.vtt").text.count("-->") > 1
    headers, address = pages.by("host"), f"/episodes/{episode}/still.jpg"
    before = pages.client.get(address)
    other = pages.client.get(f"/items/{item}/still-1.jpg", headers=headers).content
    assert before.content == pages.client.get(f"/items/{item}/still-0.jpg", headers=headers).content != other
    pages.client.post(f"/items/{item}/still", data={"number": "1"}, headers=headers)
    assert pages.client.get(address).content == before.content
    pages.client.post(f"/items/{item}/approve", headers=headers)
    after = pages.client.get(address, headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.content) == (200, other)


def test_chapters_are_written_as_lines_and_told_everywhere(pages: Pages, item: str) -> None:
    episode = pages.published(item)
    headers, place = pages.by("host"), f"/items/{item}/edit"
    told = {"title": "Le port la nuit", "description": "À voir", "chapters": "0:00 Début\n0:01 Le <phare>"}
    assert pages.client.post(place, data=told, headers=headers, follow_redirects=False).status_code == 303
    assert pages.client.get(f"/episodes/{episode}/chapters.json").status_code == 404
    pages.client.post(f"/items/{item}/approve", headers=headers)
    answer = pages.client.get(f"/episodes/{episode}/chapters.json")
    assert answer.headers["content-type"] == "application/json+chapters"
    assert answer.json() == {
        "version": "1.2.0",
        "title": "Le port la nuit",
        "chapters": [{"startTime": 0.0, "title": "Début"}, {"startTime": 1.0, "title": "Le <phare>"}],
    }
    assert f"/episodes/{episode}/chapters.json" in pages.client.get("/shows/essais/feed.xml").text
    assert "Le &lt;phare&gt;" in pages.client.get("/shows/essais/le-port").text
    tag = ID3(BytesIO(pages.client.get(f"/media/{episode}/le-port.mp3").content))
    assert str(tag["TIT2"]) == "Le port la nuit"
    assert [(one.start_time, str(one.sub_frames["TIT2"])) for one in tag.getall("CHAP")] == [
        (0, "Début"), (1_000, "Le <phare>")
    ]  # fmt: skip
    assert [one.child_element_ids for one in tag.getall("CTOC")] == [["chapter1", "chapter2"]]
    wrong = pages.client.post(place, data=told | {"chapters": "Le port"}, headers=headers)
    assert wrong.status_code == 422
    assert "«\u00a0Le port\u00a0»" in wrong.text


def test_a_cover_of_its_own_is_cut_square_and_shown_everywhere(
    pages: Pages, item: str, shared_media: Path
) -> None:
    episode = pages.published(item)
    headers, place = pages.by("host"), f"/items/{item}/cover"

    def sent(picture: bytes) -> Any:
        told = {"across": "0", "down": "50"}
        return pages.client.post(place, data=told, files={"file": ("a", picture)}, headers=headers)

    small = sent((shared_media / "odd/cover-too-small.png").read_bytes())
    assert small.status_code == 422
    assert "trop petite" in small.text
    assert sent(b"<svg/>").status_code == 422
    wide = Image.new("RGB", (3_000, 1_500), "#00f")
    wide.paste("#f00", (0, 0, 1_500, 1_500))
    drawn = BytesIO()
    wide.save(drawn, "PNG")
    assert sent(drawn.getvalue()).status_code == 200
    assert "itunes:image href" not in pages.client.get("/shows/essais/feed.xml").text.partition("<item>")[2]
    pages.client.post(f"/items/{item}/approve", headers=headers)
    found = re.search(r'itunes:image href="http://testserver(/covers/\w+\.jpg)" />\s*</item>',
                      pages.client.get("/shows/essais/feed.xml").text)  # fmt: skip
    assert found is not None
    cover = Image.open(BytesIO(pages.client.get(found[1]).content))
    assert cover.size == (1_500, 1_500)
    red, green, blue = cover.resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]  # an RGB picture's is a triple
    assert (red > 240, green < 20, blue < 20) == (True, True, True)
    small_one = found[1].replace(".jpg", "-small.jpg")
    assert small_one in pages.client.get("/shows/essais/le-port").text
    assert small_one in pages.client.get("/").text
    tag = ID3(BytesIO(pages.client.get(f"/media/{episode}/le-port.mp3").content))
    assert Image.open(BytesIO(tag.getall("APIC")[0].data)).size == (600, 600)
