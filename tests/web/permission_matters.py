"""More of the station that permissions are tried on: what people report, who decides together, a series."""

from datetime import datetime
from typing import TYPE_CHECKING

from broadcast.accounts.committees import CommitteeWords, set_up
from broadcast.accounts.repository import structure_by_slug
from broadcast.accounts.roles import STATION
from broadcast.library import keys
from broadcast.library.series import SeriesWords, add_piece, create_series
from broadcast.reports.reporting import NewReport, file_report
from broadcast.workshops.trying import trier

if TYPE_CHECKING:
    from web.permission_world import World


def gather(world: "World", now: datetime) -> None:
    """A committee that has no channel; a series “Le port” of the MPT."""
    told = CommitteeWords(name="Quartier", quorum=1, emails=("host@example.org",))
    with world.parts.database.writing() as session:
        place = structure_by_slug(session, "mpt")
        port = SeriesWords(title="Le port")
        cover = keys.cover("0" * 32)
        series = create_series(session, port, structure_id=place.id, cover=cover, actor=STATION, now=now)
        add_piece(session, series, world.things["published"], actor=STATION, now=now)
        committee = set_up(session, told, committee=None, actor=STATION, now=now)
        world.things["committee_id"] = str(committee.id)


def report(world: "World", now: datetime) -> None:
    """Somebody reports what is published."""
    key = world.parts.settings.signing_key
    told = NewReport(place="/shows/essais/le-phare", ground="law", words="Non.", good_faith=True)
    with world.parts.database.writing() as session:
        report, code = file_report(session, told, who=trier("?", key=key), language="fr", key=key, now=now)
        assert report.item_id == world.things["published"]
        world.things |= {
            "report_id": str(report.id),
            "report/code": code,
            "reports/report_id": str(report.id),
        }
