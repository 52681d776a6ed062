"""What the station itself does wrong is not said to be a depositor's damaged file: a real encoder, broken."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from broadcast.accounts.roles import STATION
from broadcast.errors import OwnFaultError, RefusedError
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.ingest.probe import probe
from broadcast.jobs import Holder, claim_next
from broadcast.library import keys, review
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.library.unprepared import unprepared_count
from broadcast.media.grid import SHORTEST
from broadcast.media.units import Bytes, Ticks, ticks_of
from broadcast.notices.repository import open_notices_for
from broadcast.parts import Parts
from broadcast.transcode import argv, ranges
from broadcast.transcode.argv import film as film_words
from broadcast.transcode.argv import sound as sound_words
from broadcast.transcode.encode import encode
from broadcast.transcode.prepare import prepare_item
from broadcast.transcode.runner import Runner

pytestmark = [pytest.mark.integration, pytest.mark.media]
HOLDER = Holder("here", "1.1", "11")
TOO_LITTLE = Bytes(1 << 20)
SECONDS = 10


@pytest.fixture(scope="module")
def tone(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tone") / "tone.flac"
    _make(ffmpeg, "-f", "lavfi", "-i", f"sine=440:d={SECONDS}", path)
    return path


@pytest.fixture(scope="module")
def film(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    pictures = f"testsrc2=size=320x180:rate=25:duration={SECONDS}"
    _make(ffmpeg, "-f", "lavfi", "-i", pictures, "-f", "lavfi", "-i", f"sine=d={SECONDS}", path)
    return path


def _make(ffmpeg: Path, *words: object) -> None:
    subprocess.run([ffmpeg, "-v", "error", *map(str, words)], check=True)


def _runner(source: Path, *, folder: Path, ffmpeg: Path) -> Runner:
    return Runner.on(source, probed=probe(source), folder=folder, ffmpeg=ffmpeg)


def _decode(runner: Runner) -> None:
    words = argv.decode(
        runner.ffmpeg,
        runner.source,
        probed=probe(runner.source),
        window=ticks_of(0.1),
        shortest=SHORTEST,
        most=runner.most,
    )
    runner.read(words)


def test_an_encoder_ended_by_a_limit_is_ours_and_a_reader_ended_by_one_is_not(
    tone: Path, ffmpeg: Path, tmp_path: Path
) -> None:
    runner = _runner(tone, folder=tmp_path, ffmpeg=ffmpeg)
    cramped = replace(runner, limits=replace(runner.limits, memory=TOO_LITTLE))
    with pytest.raises(RefusedError) as refusal:
        _decode(cramped)
    assert not isinstance(refusal.value, OwnFaultError)
    _decode(runner)
    with pytest.raises(OwnFaultError) as own:
        encode(cramped, master=argv.MASTER, gains_db={"mp3": 0.0}, length=Ticks(SHORTEST))
    assert (own.value.code, bool(own.value.remedy)) == ("own_fault", True)


def test_an_encoder_ended_by_the_size_of_its_file_is_ours(tone: Path, ffmpeg: Path, tmp_path: Path) -> None:
    runner = _runner(tone, folder=tmp_path, ffmpeg=ffmpeg)
    _decode(runner)
    short = replace(runner, limits=replace(runner.limits, file_size=Bytes(1_000)))
    with pytest.raises(OwnFaultError):
        encode(short, master=argv.MASTER, gains_db={"mp3": 0.0}, length=ticks_of(SECONDS))


def _settled(parts: Parts, source: Path) -> Item:
    made = deposit_file(parts, source, Told(title=source.name, file_name=source.name), actor=STATION)
    return _worked(parts, made)


def _worked(parts: Parts, item: Item) -> Item:
    """The item once nothing is left to be done for it."""
    while True:
        with parts.database.writing() as session:
            held = claim_next(session, holder=HOLDER, now=parts.clock.now())
        if held is None:
            break
        prepare_item(parts, held)
    with parts.database.reading() as session:
        return item_for(session, item.id, actor=STATION)


def _told(parts: Parts) -> list[tuple[str, dict[str, object], str]]:
    with parts.database.reading() as session:
        open_ones = open_notices_for(session, STATION, now=parts.clock.now())
        assert unprepared_count(session) == len(open_ones)
    return [(one.code, one.fills, one.link) for one in open_ones]


def _told_and_mended(parts: Parts, item: Item) -> Item:
    """The item as a second try leaves it; before, it was failed by the station, kept and told."""
    assert item.state == ItemState.FAILED
    assert item.error is not None
    assert (item.error["code"], item.error["kept"]) == ("own_fault", True)
    assert _told(parts) == [("not_prepared", {"title": item.title}, f"/items/{item.id}")]
    with parts.database.writing() as session:
        review.retry(session, item.id, actor=STATION, dispatcher=parts.dispatcher, now=parts.clock.now())
    assert _told(parts) == []
    return _worked(parts, item)


def test_a_sound_whose_encoder_fails_is_kept_told_and_made_at_the_next_try(
    parts: Parts, tone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(sound_words, "MP3_KBITS", "no number")
        failed = _settled(parts, tone)
    made = _told_and_mended(parts, failed)
    assert made.state == ItemState.TO_REVIEW
    assert parts.storage.exists(keys.original(made.source_sha))


def test_a_film_whose_encoder_fails_in_one_range_is_kept_told_and_made_at_the_next_try(
    parts: Parts, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "RANGE_SEGMENTS", 1)
    with monkeypatch.context() as broken:
        broken.setattr(film_words, "PRESET", "none-such")
        failed = _settled(parts, film)
    made = _told_and_mended(parts, failed)
    assert made.state == ItemState.TO_REVIEW
    assert parts.storage.exists(keys.original(made.source_sha))


def test_one_that_is_withdrawn_is_told_no_more(
    parts: Parts, tone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_words, "MP3_KBITS", "no number")
    failed = _settled(parts, tone)
    assert len(_told(parts)) == 1
    with parts.database.writing() as session:
        review.withdraw(session, failed.id, actor=STATION, reason="", now=parts.clock.now())
    assert _told(parts) == []


@pytest.mark.parametrize("name", ["broken/no-moov.mp4"])
def test_a_damaged_file_stays_the_depositors_matter(parts: Parts, shared_media: Path, name: str) -> None:
    failed = _settled(parts, shared_media / name)
    assert failed.state == ItemState.FAILED
    assert failed.error is not None
    assert not failed.error["kept"]
    assert _told(parts) == []
