"""What has been kept long enough goes by itself, store by store, and not a day earlier."""

from datetime import datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select

from broadcast.accounts.acts import Act
from broadcast.accounts.audit import Done, record
from broadcast.accounts.audit_models import AuditWords
from broadcast.accounts.audit_reading import Wanted, broken_at, whole_log
from broadcast.accounts.connections import Connection, note_connection, origins_of
from broadcast.accounts.models import Person
from broadcast.accounts.roles import STATION, Actor
from broadcast.errors import ConflictError, ForbiddenError
from broadcast.keeping.forgetting import forget
from broadcast.keeping.periods import CONNECTION, IDENTITY, REPORTER, STATISTICS, Period
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.playout.audience import add_minute
from broadcast.playout.models import AudienceRow
from broadcast.reports.models import Report
from broadcast.schedule.models import Channel
from conftest import SetClock
from keeping.conftest import deposit, names_of

pytestmark = pytest.mark.integration
KEY = b"a secret of the station"


def at_end_of(clock: SetClock, period: Period, begun: datetime) -> None:
    """Set the clock to the last second of a period."""
    clock.moment = begun + relativedelta(months=period.months) + timedelta(days=period.days)


@pytest.mark.usefixtures("anna")
def test_who_deposited_is_forgotten_five_years_after_it_was_public(parts: Parts, clock: SetClock) -> None:
    begun = clock.now()
    deposit(parts, "never", ItemState.TO_REVIEW)
    deposit(parts, "public", ItemState.PUBLISHED)
    deposit(parts, "withdrawn", ItemState.WITHDRAWN, withdrawn_at=begun + timedelta(days=40))
    kept = [(one, one, f"{one}.m4a", one) for one in ("never", "public", "withdrawn")]
    at_end_of(clock, IDENTITY, begun)
    forget(parts)
    assert names_of(parts) == kept
    clock.pass_by(1)
    assert forget(parts)["guests"] == 1
    assert names_of(parts) == [("", "", "", ""), *kept[1:]]
    clock.moment += timedelta(days=41)
    forget(parts)
    assert names_of(parts) == [("", "", "", ""), kept[1], ("", "", "", "")]
    assert not any(forget(parts).values())


def test_an_address_is_kept_for_a_year_and_nobody_reads_it_in_the_database(
    parts: Parts, anna: Actor, clock: SetClock
) -> None:
    begun = clock.now()
    with parts.database.writing() as session:
        note_connection(session, "item:a", address="192.0.2.1", key=KEY, now=begun)
        note_connection(session, "item:b", address="", key=KEY, now=begun)
    with parts.database.reading() as session:
        (sealed,) = session.scalars(select(Connection.address))
    assert "192.0.2" not in sealed
    with parts.database.writing() as session:
        (found,) = origins_of(session, "item:a", actor=STATION, key=KEY, now=begun)
    assert (found.at, found.address) == (begun, "192.0.2.1")
    with parts.database.reading() as session:
        assert whole_log(session, Wanted(), actor=STATION)[-1].act == Act.LOOK
        with pytest.raises(ForbiddenError):
            origins_of(session, "item:a", actor=anna, key=KEY, now=begun)
        with pytest.raises(ConflictError):
            origins_of(session, "item:a", actor=STATION, key=b"another", now=begun)
    at_end_of(clock, CONNECTION, begun)
    assert forget(parts)["connections"] == 0
    clock.pass_by(1)
    assert forget(parts)["connections"] == 1


@pytest.mark.usefixtures("anna")
def test_how_many_listened_is_kept_for_25_months(parts: Parts, clock: SetClock) -> None:
    begun = clock.now()
    with parts.database.writing() as session:
        channel = session.scalars(select(Channel.id)).one()
        for minute in (begun, begun + timedelta(minutes=1)):
            add_minute(session, channel, minute, listeners=3, connections=1)
    at_end_of(clock, STATISTICS, begun)
    assert forget(parts)["statistics"] == 0
    clock.pass_by(1)
    assert forget(parts)["statistics"] == 1
    with parts.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AudienceRow)) == 1


def test_a_closed_account_is_emptied_after_five_years_and_the_log_holds(
    parts: Parts, anna: Actor, clock: SetClock
) -> None:
    begun = clock.now()
    with parts.database.writing() as session:
        said = Done(act=Act.REFUSE, subject="item:x", structure_id=1, at=begun, words="Trop long, Nina.")
        record(session, said, actor=anna)
        session.get_one(Person, anna.person_id).disabled_at = begun
    at_end_of(clock, IDENTITY, begun)
    assert forget(parts)["accounts"] == 0
    clock.pass_by(1)
    gone = forget(parts)
    assert (gone["accounts"], gone["words"]) == (1, 1)
    with parts.database.reading() as session:
        person = session.get_one(Person, anna.person_id)
        assert (person.name, person.email, person.password_hash) == ("", f"{person.id}@erased.invalid", "")
        log = whole_log(session, Wanted(), actor=STATION)
        assert broken_at(session) is None
        assert session.scalars(select(AuditWords.words)).all() == []
    assert "Anna" not in "".join(f"{one.name}{one.subject_name}{one.words}" for one in log)
    assert [one.is_erased for one in log if one.act == Act.REFUSE] == [True]
    assert not any(forget(parts).values())


def test_who_reported_is_forgotten_a_year_after_the_decision_and_the_report_after_five(
    parts: Parts, clock: SetClock
) -> None:
    begun = clock.now()
    said = {"title": "", "ground": "law", "words": "Non.", "name": "Maëlle", "email": "m@b.fr",
            "language": "fr", "created_at": begun}  # fmt: skip
    with parts.database.writing() as session:
        session.add(Report(nonce="0", lookup="0", place="/", decided_at=begun, **said))
        session.add(Report(nonce="1", lookup="1", place="/waiting", **said))
    at_end_of(clock, REPORTER, begun)
    assert forget(parts)["reporters"] == 0
    clock.pass_by(1)
    assert forget(parts)["reporters"] == 1
    with parts.database.reading() as session:
        kept = session.execute(select(Report.place, Report.name, Report.email).order_by(Report.id)).all()
    assert [tuple(one) for one in kept] == [("/", "", ""), ("/waiting", "Maëlle", "m@b.fr")]
    at_end_of(clock, IDENTITY, begun)
    clock.pass_by(1)
    assert forget(parts)["reports"] == 1
    with parts.database.reading() as session:
        assert session.scalars(select(Report.place)).all() == ["/waiting"]
