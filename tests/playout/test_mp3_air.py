"""The endless MP3 from a real ledger and storage: every frame that goes out is looked at."""

from dataclasses import replace

import pytest

from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.states import ItemState
from broadcast.media.grid import QUANTUM, padded, segment_start
from broadcast.media.mp3 import MP3_FRAME, MP3_FRAME_BYTES, frame_at
from broadcast.media.package import PackageIndex
from broadcast.media.units import Bytes, Ticks, ticks_of
from broadcast.parts import Parts
from broadcast.playout.air import Air
from broadcast.playout.mp3_air import Group, Mp3Air, Mp3Stream
from broadcast.playout.mp3_frames import FRAMES_A_GROUP, GROUP, LAG, REMEMBERED
from broadcast.playout.timeline import ticks_at
from broadcast.storage import Storage
from conftest import SetClock
from playout.test_ledger import Ground

pytestmark = pytest.mark.integration


def keep_frames(storage: Storage, key: str, *, ticks: Ticks) -> None:
    """An MP3 whose frames say whose they are and which, and the index that knows its size."""
    count = -(-ticks // MP3_FRAME) + 1
    frames = b"".join(f"{key} {number} ".encode().ljust(MP3_FRAME_BYTES, b".") for number in range(count))
    storage.put_bytes(keys.mp3(key), frames)
    index = PackageIndex.from_json(storage.get(keys.index(key)))
    storage.put_bytes(keys.index(key), replace(index, mp3_size=Bytes(len(frames))).to_json().encode())


def frames_in(group: Group) -> list[tuple[str, int]]:
    """Whose frames, and which of their file."""
    cut = [group.frames[at : at + MP3_FRAME_BYTES] for at in range(0, len(group.frames), MP3_FRAME_BYTES)]
    return [(words[0], int(words[1])) for words in (one.decode().split(" ", 2) for one in cut)]


class Heard:
    """A channel with two pieces, its ledger kept extended, and a stream of it."""

    def __init__(self, parts: Parts, clock: SetClock) -> None:
        self.clock = clock
        self.ground = Ground(parts.database, parts.storage)
        keep_frames(parts.storage, keys.STAND_BY, ticks=Ticks(53 * QUANTUM))
        self.items = [self.ground.piece(name, seconds=seconds) for name, seconds in (("a", 31), ("b", 47))]
        for name, seconds in (("a", 31), ("b", 47)):
            keep_frames(parts.storage, f"packages/{name}", ticks=padded(ticks_of(seconds)))
        self.ground.rotate(*self.items)
        self.air = Air(parts)
        self.air.keep()
        self.stream = Mp3Stream(Mp3Air(self.air), "c")
        self.stream.advance(now=clock.now())

    def pass_by(self, seconds: float) -> None:
        """Time goes by, the keeper keeps, and the stream is advanced."""
        self.clock.pass_by(seconds)
        self.air.keep()
        self.stream.advance(now=self.clock.now())

    def withdraw(self, item_id: str) -> None:
        """As a host does; the keeper's short turn sees it."""
        with self.air.parts.database.writing() as session:
            item = session.get_one(Item, item_id)
            item.state, item.withdrawn_at = ItemState.WITHDRAWN, self.clock.now()
        self.air.refresh_withdrawn()
        self.stream.advance(now=self.clock.now())


@pytest.fixture
def heard(parts: Parts, clock: SetClock) -> Heard:
    return Heard(parts, clock)


def test_ten_minutes_are_the_ledger_frame_by_frame(heard: Heard) -> None:
    groups = {group.number: group for group in heard.stream.now.groups}
    for _ in range(600):
        heard.pass_by(1)
        groups |= {group.number: group for group in heard.stream.now.groups}
    numbers = sorted(groups)
    assert numbers == [*range(numbers[0], numbers[-1] + 1)]
    channel = heard.air.channel("c")
    assert ticks_at(heard.clock.now(), epoch=channel.epoch) - LAG - (numbers[-1] + 1) * GROUP < GROUP
    checked = 0
    for number in numbers:
        for place, (package, frame) in enumerate(frames_in(groups[number])):
            at = Ticks((number * FRAMES_A_GROUP + place) * MP3_FRAME)
            airing = channel.timeline.airing_at(at)
            assert airing is not None
            into = Ticks(at - airing.media_start + segment_start(airing.first_segment))
            assert (package, frame) == (airing.package, frame_at(into))
            checked += 1
    assert checked >= 590 * FRAMES_A_GROUP
    assert {group.title for group in groups.values()} >= {"Show - a", "Show - b"}


def test_a_withdrawn_piece_leaves_what_is_remembered_at_once(heard: Heard) -> None:
    heard.pass_by(100)
    for _ in range(REMEMBERED):
        heard.pass_by(1)
    before = heard.stream.now
    airing = heard.air.channel("c").timeline.airing_at(Ticks(before.groups[-1].number * GROUP))
    assert airing is not None
    assert airing.item is not None
    heard.withdraw(airing.item)
    after = heard.stream.now
    packages = {package for group in after.groups for package, _ in frames_in(group)}
    assert airing.package not in packages
    assert keys.STAND_BY in packages
    assert all(airing.title not in group.title for group in after.groups)
    assert (after.first, len(after.groups)) == (before.first, len(before.groups))
    for sooner, later in zip(before.groups, after.groups, strict=True):
        assert len(sooner.frames) == len(later.frames) == FRAMES_A_GROUP * MP3_FRAME_BYTES
        assert airing.item in sooner.items or sooner == later


def test_another_process_sends_the_same_bytes(heard: Heard, parts: Parts) -> None:
    heard.pass_by(25)
    heard.pass_by(25)
    other = Air(parts)
    other.refresh()
    twin = Mp3Stream(Mp3Air(other), "c")
    twin.advance(now=heard.clock.now())
    assert twin.now.groups[-5:] == heard.stream.now.groups[-5:]


def test_after_an_hour_asleep_it_goes_on_with_what_is_on_air(heard: Heard) -> None:
    last = heard.stream.now.groups[-1].number
    heard.pass_by(3_600)
    came = [group.number for group in heard.stream.now.groups if group.number > last]
    assert len(came) == 1
    heard.pass_by(5)
    numbers = [group.number for group in heard.stream.now.groups if group.number >= came[0]]
    assert numbers == [*range(came[0], came[0] + len(numbers))]
    assert len(numbers) >= 5


def test_it_waits_for_a_ledger_that_cannot_be_read(heard: Heard) -> None:
    """Never further than what was promised in the ledger: another may have appended a row since."""
    epoch = heard.air.channel("c").epoch
    heard.clock.pass_by(3_600)
    heard.stream.advance(now=heard.clock.now())
    heard.stream.advance(now=heard.clock.now())
    promised = heard.air.view.told_until
    assert promised is not None
    newest = (heard.stream.now.groups[-1].number + 1) * GROUP
    assert newest <= ticks_at(promised, epoch=epoch)


def test_a_piece_without_an_mp3_is_heard_as_the_stand_by_loop(heard: Heard, parts: Parts) -> None:
    for name in ("a", "b"):
        parts.storage.delete(keys.mp3(f"packages/{name}"))
    for _ in range(12):
        heard.pass_by(10)
    newest = heard.stream.now.groups[-1]
    assert {package for package, _ in frames_in(newest)} == {keys.STAND_BY}
    assert newest.title in {"Show - a", "Show - b"}
