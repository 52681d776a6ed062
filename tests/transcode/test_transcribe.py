"""French words with their times, from a real voice: where the optional part is installed."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.accounts.roles import STATION
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import claim
from broadcast.jobs.models import Job, JobKind, JobState
from broadcast.library.models import TranscriptSource
from broadcast.library.transcripts import cues_of, transcript_of
from broadcast.parts import Parts
from broadcast.settings import Settings, load_settings
from broadcast.transcode.listener import find_model
from broadcast.transcode.prepare import prepare_item
from broadcast.transcode.transcribe import transcribe_item

pytestmark = [pytest.mark.media, pytest.mark.integration]
needs_a_listener = pytest.mark.skipif(
    find_spec("faster_whisper") is None,
    reason="the optional part is not installed: requirements/transcripts.txt",
)


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """One kind of database is enough for a voice."""
    shutil.copy(migrated_file, tmp_path / "antenne.sqlite3")
    return f"sqlite:///{tmp_path / 'antenne.sqlite3'}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Of a station where a machine listens."""
    return load_settings(data=tmp_path / "data", database_url=database_url, transcribe="auto")


def do(parts: Parts, item_id: str, kind: JobKind) -> str:
    """Do the item's job of a kind; give its id."""
    with parts.database.writing() as session:
        job_id = session.scalars(select(Job.id).where(Job.subject == item_id, Job.kind == kind)).one()
        held = claim(session, job_id, holder="here/1.1/1", now=parts.clock.now())
    assert held is not None
    {JobKind.PREPARE_ITEM: prepare_item, JobKind.TRANSCRIBE: transcribe_item}[kind](parts, held)
    return job_id


@needs_a_listener
def test_what_a_voice_says_in_french_is_written_down_with_its_times(
    parts: Parts, shared_media: Path, ffmpeg: Path, tmp_path: Path
) -> None:
    voice = tmp_path / "voix.mp3"
    cut = ["-ss", "15", "-i", str(shared_media / "speech/voix.mp3"), "-t", "15", str(voice)]
    subprocess.run([str(ffmpeg), "-v", "error", *cut], check=True)
    item = deposit_file(parts, voice, Told(title="Une voix"), actor=STATION)
    do(parts, item.id, JobKind.PREPARE_ITEM)
    job_id = do(parts, item.id, JobKind.TRANSCRIBE)
    with parts.database.reading() as session:
        assert session.get_one(Job, job_id).state == JobState.DONE
        told = transcript_of(session, item.id)
    assert told is not None
    assert (told.language, told.source) == ("fr", TranscriptSource.MACHINE)
    cues = cues_of(told)
    words = " ".join(cue.text for cue in cues).lower()
    assert {"message", "appuyez", "votre", "passe"} <= set(words.replace(",", " ").replace(".", " ").split())
    assert all(0 <= cue.start < cue.end <= 15.1 for cue in cues)


def test_switched_off_nobody_listens(tmp_path: Path) -> None:
    assert find_model(load_settings(data=tmp_path, transcribe="off")) is None


@needs_a_listener
def test_another_model_is_used_only_where_there_is_one(tmp_path: Path) -> None:
    wanted = load_settings(data=tmp_path, transcript_model=str(tmp_path))
    assert find_model(wanted) is None
    (tmp_path / "model.bin").touch()
    assert find_model(wanted) == tmp_path
