"""A seam and a fade made by a worker: the job done to its end, the package whole, and ready to air."""

from pathlib import Path

import pytest
from sqlalchemy import select

from broadcast.db import Database
from broadcast.jobs import Holder, claim_next
from broadcast.jobs.models import Job, JobState
from broadcast.library import keys
from broadcast.media.grid import SEGMENT
from broadcast.media.package import PackageIndex, Rendition
from broadcast.parts import Parts
from broadcast.playout.fade import Fade
from broadcast.playout.models import SeamRow
from broadcast.playout.seams import ask_for, make_seam
from broadcast.settings import load_settings
from conftest import SetClock
from playout.test_ledger import NOW
from playout.test_seams import Radio
from transcode.test_mixing import Mixed

pytestmark = [pytest.mark.media, pytest.mark.integration]


def test_a_worker_makes_what_was_asked_for(database: Database, tmp_path: Path, ffmpeg: Path) -> None:
    mixed = Mixed(tmp_path, ffmpeg)
    mixed.storage.delete(keys.index(mixed.seam.package))
    radio = Radio(database, mixed.storage)
    clock = SetClock(NOW)
    parts = Parts(load_settings(data=tmp_path), database, mixed.storage, clock, radio)
    radio.sent = []
    with database.writing() as session:
        assert ask_for(session, parts, mixed.seam)
        assert not ask_for(session, parts, mixed.seam)
    with database.writing() as session:
        held = claim_next(session, holder=Holder("m", "w", "1"), now=NOW)
    assert held is not None
    make_seam(parts, held)
    with database.reading() as session:
        assert session.scalars(select(SeamRow.ready)).all() == [True]
        assert session.scalars(select(Job.state)).all() == [JobState.DONE]
    index = PackageIndex.from_json(mixed.storage.get(keys.index(mixed.seam.package)))
    assert index == mixed.index
    fade = Fade(mixed.seam.before, 2)
    with database.writing() as session:
        assert ask_for(session, parts, fade)
        assert not ask_for(session, parts, fade)
    with database.writing() as session:
        held = claim_next(session, holder=Holder("m", "w", "1"), now=NOW)
    assert held is not None
    make_seam(parts, held)
    with database.reading() as session:
        assert session.scalars(select(SeamRow.ready)).all() == [True, True]
    index = PackageIndex.from_json(mixed.storage.get(keys.index(fade.package)))
    assert index.ticks == SEGMENT
    assert index.renditions[Rendition.A48].init == mixed.one.renditions[Rendition.A48].init
