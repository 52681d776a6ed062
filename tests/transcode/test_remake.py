"""A package of an older recipe is made again while the old one stays."""

from pathlib import Path

import pytest

from broadcast.accounts.roles import STATION
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.jobs import Holder, claim_next
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.media.package import PackageIndex
from broadcast.parts import Parts
from broadcast.transcode import prepare, remake
from broadcast.transcode.prepare import prepare_item
from broadcast.transcode.recipe import RECIPE
from conftest import SetClock

pytestmark = [pytest.mark.integration, pytest.mark.media]


def _work(parts: Parts) -> str:
    with parts.database.writing() as session:
        held = claim_next(session, holder=Holder("here", "1.1", "11"), now=parts.clock.now())
    assert held is not None
    prepare_item(parts, held)
    return held.subject


def _now(parts: Parts, item_id: str) -> Item:
    with parts.database.reading() as session:
        return item_for(session, item_id, actor=STATION)


def test_the_old_package_stays_until_the_new_one_is_whole_and_after(
    parts: Parts, clock: SetClock, shared_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = shared_media / "short/virgule.ogg"
    with monkeypatch.context() as earlier:
        earlier.setattr(prepare, "RECIPE", RECIPE - 1)
        old = deposit_file(parts, sound, Told(file_name=sound.name), actor=STATION)
        _work(parts)
    before = _now(parts, old.id)
    assert before.package == keys.package(old.source_sha, recipe=RECIPE - 1)
    with parts.database.reading() as session:
        found = remake.of_another_recipe(session)
    assert [item.id for item in found] == [old.id]
    assert remake.ask_for(parts, found) == 1
    assert remake.ask_for(parts, found) == 0
    clock.pass_by(3_600)
    newer = deposit_file(parts, shared_media / "short/click.ogg", Told(file_name="click.ogg"), actor=STATION)
    assert [_work(parts), _work(parts)] == [newer.id, old.id]
    after = _now(parts, old.id)
    assert (after.state, after.package) == (
        ItemState.TO_REVIEW,
        keys.package(old.source_sha, recipe=RECIPE),
    )
    for package in (before.package, after.package):
        assert PackageIndex.from_json(parts.storage.get(keys.index(str(package)))).ticks == after.ticks
    with parts.database.reading() as session:
        assert remake.of_another_recipe(session) == []


def test_one_that_cannot_be_made_again_stays_as_it_is(
    parts: Parts, shared_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = shared_media / "short/click.ogg"
    with monkeypatch.context() as earlier:
        earlier.setattr(prepare, "RECIPE", RECIPE - 1)
        old = deposit_file(parts, sound, Told(file_name=sound.name), actor=STATION)
        _work(parts)
    before = _now(parts, old.id)
    parts.storage.put_bytes(keys.original(old.source_sha), b"<html>")
    remake.ask_for(parts, [before])
    assert _work(parts) == old.id
    after = _now(parts, old.id)
    assert (after.state, after.package, after.error) == (ItemState.TO_REVIEW, before.package, None)
