"""A committee decides instead of hosts: by a quorum, or by the first yes and a day without an objection."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from broadcast.accounts.acts import Act
from broadcast.accounts.audit_reading import Wanted, whole_log
from broadcast.accounts.committees import CommitteeWords, addresses_in, all_committees, set_up
from broadcast.accounts.models import Person
from broadcast.accounts.people import create_person, create_structure, join_structure
from broadcast.accounts.repository import actor_of
from broadcast.accounts.roles import STATION, Actor, Role
from broadcast.errors import BroadcastError, ConflictError, ForbiddenError, InvalidError, UnknownError
from broadcast.feeds.publish import publish, publish_undisputed
from broadcast.library import review
from broadcast.library.amend import Told, amend
from broadcast.library.drafts import version_of
from broadcast.library.models import Episode, Item, ItemKind, Show, Vote
from broadcast.library.queue import queue_of
from broadcast.library.repository import item_for
from broadcast.library.shows import NewShow, create_show
from broadcast.library.states import ItemState
from broadcast.library.votes import OBJECTIONS, Outcome, outcome, undisputed
from broadcast.parts import Parts
from broadcast.schedule.committees import channels_decided_by
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.slots import NewSlot, create_channel, create_slot

if TYPE_CHECKING:
    from conftest import SetClock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PEOPLE = {"léa": "mpt", "yann": "keredern", "nina": "kerichen", "hôte": "mpt", "passant": "kerichen"}


@given(
    quorum=st.integers(0, 5),
    minutes=st.lists(st.integers(0, 3_000), max_size=5),
    now=st.integers(0, 6_000),
)
def test_a_vote_is_carried_by_enough_yeses_or_by_a_silent_day(
    quorum: int, minutes: list[int], now: int
) -> None:
    yeses = [NOON + timedelta(minutes=one) for one in minutes]
    told = outcome(quorum, yeses, now=NOON + timedelta(minutes=now))
    if quorum:
        assert told == Outcome(len(yeses) >= quorum, len(yeses), quorum, None)
    else:
        assert told.is_carried == (bool(minutes) and now >= min(minutes) + 1_440)
        assert told.passes_at == (min(yeses) + OBJECTIONS if yeses else None)


def test_addresses_are_read_as_people_write_them() -> None:
    assert addresses_in(" a@b.fr, c@d.fr\n\n e@f.fr ,") == ("a@b.fr", "c@d.fr", "e@f.fr")


@dataclass
class District:
    """Three structures, a channel they share, a piece that waits."""

    parts: Parts
    item: str
    people: dict[str, int]

    def who(self, name: str) -> Actor:
        with self.parts.database.reading() as session:
            return actor_of(session, session.get_one(Person, self.people[name]))

    def committee(self, *, quorum: int, channels: tuple[str, ...] = ("commune",)) -> None:
        told = CommitteeWords(name="Quartier", quorum=quorum, emails=("léa@b.fr", "yann@b.fr", "nina@b.fr"))
        with self.parts.database.writing() as session:
            known = next(iter(all_committees(session)), (None, ()))[0]
            made = set_up(session, told, committee=known, actor=STATION, now=self.parts.clock.now())
            channels_decided_by(session, made, slugs=channels)

    def say_yes(self, name: str) -> str:
        return publish(self.parts, self.item, actor=self.who(name)).state

    def state(self) -> str:
        with self.parts.database.reading() as session:
            return session.get_one(Item, self.item).state

    def votes(self) -> int:
        with self.parts.database.reading() as session:
            return session.query(Vote).count()

    def pass_by(self, time: timedelta) -> None:
        cast("SetClock", self.parts.clock).pass_by(time.total_seconds())


@pytest.fixture
def district(parts: Parts) -> District:
    now = parts.clock.now()
    people: dict[str, int] = {}
    with parts.database.writing() as session:
        places = {
            slug: create_structure(session, slug=slug, name=slug.title(), now=now)
            for slug in ("mpt", "keredern", "kerichen")
        }
        for name, place in PEOPLE.items():
            person = create_person(
                session, email=f"{name}@b.fr", name=name, password="assez long, oui", is_admin=False, now=now
            )
            role = Role.HOST if name == "hôte" else Role.CONTRIBUTOR
            join_structure(session, person, structure=places[place], role=role, now=now)
            session.flush()
            people[name] = person.id
        told = NewShow(slug="quartier", title="Quartier")
        show = create_show(session, told, structure=places["mpt"], cover="covers/0.jpg", now=now)
        channel = create_channel(
            session, slug="commune", name="Commune", kind=ChannelKind.TV, timezone="Europe/Paris", now=now,
            structure=places["keredern"],
        )  # fmt: skip
        create_slot(
            session, channel, NewSlot(starts=datetime(2026, 12, 1, 18), duration=3_600, show=show), now=now
        )
        item = Item(
            structure_id=places["mpt"].id, show_id=show.id, title="Le marché", state=ItemState.TO_REVIEW,
            package="p", source_sha="0" * 64, source_bytes=1, created_at=now, warnings=[], progress=1.0,
            stills=0, kind=ItemKind.TRACK,
        )  # fmt: skip
        session.add(item)
        session.flush()
        return District(parts, item.id, people)


@pytest.mark.integration
def test_a_quorum_publishes_what_its_members_of_other_places_see(district: District) -> None:
    with district.parts.database.reading() as session, pytest.raises(UnknownError):
        item_for(session, district.item, actor=district.who("yann"))
    district.committee(quorum=2)
    with district.parts.database.reading() as session:
        assert item_for(session, district.item, actor=district.who("yann")).title == "Le marché"
        queues = {name: len(queue_of(session, district.who(name))) for name in PEOPLE}
        assert queues == {"léa": 1, "yann": 1, "nina": 1, "hôte": 1, "passant": 0}
    with pytest.raises(ForbiddenError) as refused:
        district.say_yes("hôte")
    assert refused.value.code == "committee_decides"
    with pytest.raises(UnknownError):
        district.say_yes("passant")
    assert [district.say_yes("yann"), district.say_yes("yann")] == [ItemState.TO_REVIEW] * 2
    assert district.say_yes("nina") == ItemState.PUBLISHED
    assert district.votes() == 0
    with pytest.raises(BroadcastError):
        district.say_yes("léa")


@pytest.mark.integration
def test_what_is_edited_is_voted_on_anew(district: District) -> None:
    district.committee(quorum=2)
    assert district.say_yes("yann") == ItemState.TO_REVIEW
    district.pass_by(timedelta(minutes=1))
    with district.parts.database.writing() as session:
        told = Told(title="Le marché de Noël", description="", chapters=())
        amend(session, district.item, told, actor=district.who("hôte"), now=district.parts.clock.now())
    assert district.say_yes("nina") == ItemState.TO_REVIEW
    assert district.say_yes("yann") == ItemState.PUBLISHED


@pytest.mark.integration
def test_the_first_yes_is_enough_after_a_day_in_which_nobody_objects(district: District) -> None:
    district.committee(quorum=0)
    with pytest.raises(ConflictError):
        publish(district.parts, district.item, actor=STATION)
    assert district.say_yes("yann") == ItemState.TO_REVIEW
    district.pass_by(OBJECTIONS - timedelta(minutes=1))
    assert publish_undisputed(district.parts) == 0
    assert district.state() == ItemState.TO_REVIEW
    district.pass_by(timedelta(minutes=1))
    assert publish_undisputed(district.parts) == 1
    assert district.state() == ItemState.PUBLISHED
    assert publish_undisputed(district.parts) == 0


@pytest.mark.integration
def test_a_tag_is_made_for_what_is_published_and_for_no_mere_vote(district: District) -> None:
    parts = district.parts
    parts.storage.put_bytes("packages/p/audio.mp3", b"frames")
    drawn = BytesIO()
    Image.new("RGB", (600, 600)).save(drawn, "JPEG")
    parts.storage.put_bytes("covers/0.jpg", drawn.getvalue())
    with parts.database.writing() as session:
        item = session.get_one(Item, district.item)
        item.kind, item.package = ItemKind.EPISODE, "packages/p"
    district.committee(quorum=2)
    assert district.say_yes("yann") == ItemState.TO_REVIEW
    assert (list(parts.storage.keys("tags")), district.votes()) == ([], 1)
    assert district.say_yes("nina") == ItemState.PUBLISHED
    with parts.database.reading() as session:
        tag = session.query(Episode.tag).one()[0]
    assert (list(parts.storage.keys("tags")), district.votes()) == ([tag], 0)


@pytest.mark.integration
def test_a_yes_to_what_was_edited_since_is_not_looked_at_again(district: District) -> None:
    district.committee(quorum=0)
    district.say_yes("yann")
    district.pass_by(timedelta(minutes=1))
    parts = district.parts
    with parts.database.writing() as session:
        told = Told(title="Le marché de Noël", description="", chapters=())
        amend(session, district.item, told, actor=district.who("hôte"), now=parts.clock.now())
    district.say_yes("nina")
    district.say_yes("léa")
    district.pass_by(OBJECTIONS)
    with parts.database.reading() as session:
        version = version_of(session.get_one(Item, district.item), None)
        assert undisputed(session, now=parts.clock.now()) == [(district.item, version)]
    assert district.votes() == 3


@pytest.mark.integration
def test_an_objection_sends_it_back_with_words_and_all_votes_are_over(district: District) -> None:
    district.committee(quorum=0)
    district.say_yes("yann")
    district.pass_by(timedelta(hours=23))
    with district.parts.database.writing() as session:
        review.ask_change(
            session, district.item, actor=district.who("nina"), reason="Un visage sans accord.",
            now=district.parts.clock.now(),
        )  # fmt: skip
    district.pass_by(timedelta(hours=2))
    assert publish_undisputed(district.parts) == 0
    assert (district.state(), district.votes()) == (ItemState.REJECTED, 0)
    with district.parts.database.reading() as session:
        done = [line.act for line in whole_log(session, Wanted(), actor=STATION)]
    assert {Act.VOTE, Act.OBJECT, Act.COMMITTEE} <= set(done)


@pytest.mark.integration
@pytest.mark.parametrize(
    ("told", "code"),
    [
        (CommitteeWords(name="Q", quorum=3, emails=("léa@b.fr", "yann@b.fr")), "half_said"),
        (CommitteeWords(name="Q", quorum=0, emails=()), "half_said"),
        (CommitteeWords(name=" ", quorum=1, emails=("léa@b.fr",)), "half_said"),
        (CommitteeWords(name="Q", quorum=1, emails=("qui@b.fr",)), "unknown_person"),
    ],
)
def test_what_could_never_decide_is_no_committee(district: District, told: CommitteeWords, code: str) -> None:
    with district.parts.database.writing() as session, pytest.raises(InvalidError) as refused:
        set_up(session, told, committee=None, actor=STATION, now=NOON)
    assert refused.value.code == code


@pytest.mark.integration
def test_a_channel_without_its_committee_is_its_hosts_again(district: District) -> None:
    district.committee(quorum=2)
    district.committee(quorum=2, channels=())
    with district.parts.database.reading() as session:
        assert session.query(Show.committee_id).one() == (None,)
    assert district.say_yes("hôte") == ItemState.PUBLISHED
