"""Captions that a file brings along: kept as cues, whatever their track was called."""

import subprocess
from pathlib import Path

import pytest

from broadcast.ingest.probe import probe
from broadcast.media.cues import MOST_CUES
from broadcast.media.units import Seconds
from broadcast.media.webvtt import MOST_BYTES
from broadcast.transcode.brought import brought_along

pytestmark = pytest.mark.media
SRT = (
    "1\n00:00:00,500 --> 00:00:01,500\n<i>Bonjour</i> <script>x</script>\n\n"
    "2\n00:00:01,600 --> 00:00:09,000\nÀ bientôt & merci\n"
)
CHAPTERS = (
    ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Début\n"
    "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Le port\n"
)


def brought(source: Path, *, folder: Path, ffmpeg: Path, language: str = "fr") -> dict[str, object]:
    return brought_along(
        source, probed=probe(source), folder=folder, ffmpeg=ffmpeg, length=Seconds(2.0), language=language
    )


def test_a_film_with_french_captions_gives_them(shared_media: Path, ffmpeg: Path, tmp_path: Path) -> None:
    source = shared_media / "film/two-tracks-captions.mkv"
    found = brought_along(
        source, probed=probe(source), folder=tmp_path, ffmpeg=ffmpeg, length=Seconds(10.0), language="fr"
    )["captions"]
    assert found["language"] == "fr"
    assert found["cues"]
    assert all(0 <= cue["start"] < cue["end"] <= 10 for cue in found["cues"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("ending", "coder"), [("mkv", "srt"), ("mkv", "ass"), ("mp4", "mov_text")])
def test_words_come_out_of_any_text_track_without_markup(
    ending: str, coder: str, ffmpeg: Path, tmp_path: Path
) -> None:
    source = film(tmp_path, ffmpeg, ending=ending, coder=coder)
    folder = tmp_path / "work"
    folder.mkdir()
    found = brought(source, folder=folder, ffmpeg=ffmpeg)
    assert found["captions"] == {
        "language": "fr",
        "cues": (
            {"start": 0.5, "end": 1.5, "text": "Bonjour x", "speaker": ""},
            {"start": 1.6, "end": 2.0, "text": "À bientôt & merci", "speaker": ""},
        ),
    }
    assert found["chapters"] == [{"start": 0.0, "title": "Début"}, {"start": 1.0, "title": "Le port"}]


def film(folder: Path, ffmpeg: Path, *, ending: str, coder: str) -> Path:
    """Two seconds of picture and sound with chapters and an English and a French text track."""
    (folder / "fr.srt").write_text(SRT)
    (folder / "en.srt").write_text(SRT.replace("Bonjour", "Hello"))
    (folder / "chapters.txt").write_text(CHAPTERS)
    path = folder / f"film.{ending}"
    words = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2"]
    words += ["-i", "en.srt", "-i", "fr.srt", "-i", "chapters.txt", "-map", "0", "-map", "1", "-map", "2"]
    words += ["-map", "3", "-map_chapters", "4", "-c:v", "libx264", "-c:a", "aac", "-c:s", coder]
    words += ["-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=fre", str(path)]
    subprocess.run([str(ffmpeg), "-v", "error", "-y", *words], check=True, cwd=folder)
    return path


def test_a_broken_text_track_costs_the_film_nothing(ffmpeg: Path, tmp_path: Path) -> None:
    source = film(tmp_path, ffmpeg, ending="mkv", coder="srt")
    probed = probe(source)
    source.write_bytes(source.read_bytes()[:600])
    found = brought_along(
        source, probed=probed, folder=tmp_path, ffmpeg=ffmpeg, length=Seconds(2.0), language="fr"
    )
    assert found["captions"] is None


def _spoken(count: int, words: str) -> str:
    """So many cues of half a second each, as SRT."""

    def clock(half: int) -> str:
        minutes, seconds = divmod(half // 2, 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02},{half % 2 * 500:03}"

    return "\n".join(f"{n + 1}\n{clock(n)} --> {clock(n + 1)}\n{n} {words}\n" for n in range(count))


def _captioned(folder: Path, ffmpeg: Path, *, srt: str) -> Path:
    (folder / "long.srt").write_text(srt)
    path = folder / "long.mp4"
    words = ["-f", "lavfi", "-i", "color=s=64x36:r=25:d=2", "-i", "long.srt", "-map", "0", "-map", "1"]
    words += ["-c:v", "libx264", "-c:s", "mov_text", str(path)]
    subprocess.run([str(ffmpeg), "-v", "error", "-y", *words], check=True, cwd=folder)
    return path


def _kept(source: Path, *, folder: Path, ffmpeg: Path) -> list[str] | None:
    folder.mkdir()
    found = brought_along(
        source, probed=probe(source), folder=folder, ffmpeg=ffmpeg, length=Seconds(7_200.0), language="fr"
    )
    captions = found["captions"]
    return [cue["text"] for cue in captions["cues"]] if captions else None


def test_two_hours_of_words_in_a_phones_film_are_kept_whole(ffmpeg: Path, tmp_path: Path) -> None:
    words = "et voilà ce que nous disions du port"
    source = _captioned(tmp_path, ffmpeg, srt=_spoken(14_000, words))
    assert _kept(source, folder=tmp_path / "work", ffmpeg=ffmpeg) == [f"{n} {words}" for n in range(14_000)]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "mot " * 16_000), (4, "<i>" * 20_000), (90, "x" * 60_000), (25_000, "mot")]
)
def test_words_beyond_measure_are_bounded_and_cost_the_film_nothing(
    count: int, words: str, ffmpeg: Path, tmp_path: Path
) -> None:
    source = _captioned(tmp_path, ffmpeg, srt=_spoken(count, words))
    kept = _kept(source, folder=tmp_path / "work", ffmpeg=ffmpeg)
    assert len("".join(kept or ())) <= MOST_BYTES
    assert len(kept or ()) <= MOST_CUES
    assert not list((tmp_path / "work").iterdir())
