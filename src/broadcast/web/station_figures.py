"""The station's figures, read at the moment they are asked for: the same from every web process."""

import shutil
from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session

from broadcast.jobs.record import count_by_state
from broadcast.notices.repository import open_count
from broadcast.parts import Parts
from broadcast.playout.air import Air
from broadcast.playout.timeline import Reason, moment_at, ticks_at
from broadcast.post.outbox import waiting_count
from broadcast.proof.rounds import hearings


class StationFigures(Collector):
    """Collected at each reading of `/metrics`."""

    def __init__(self, parts: Parts, air: Air) -> None:
        self._parts = parts
        self._air = air

    def collect(self) -> Iterator[Metric]:
        """The air from memory, the rest from the database."""
        yield from self._channels()
        with self._parts.database.reading() as session:
            yield from self._work(session)
            yield from self._proof(session)
        free = GaugeMetricFamily("antenne_disk_free_bytes", "Bytes free where the data folder lies.")
        free.add_metric([], shutil.disk_usage(self._parts.settings.data).free)
        yield free
        reserve = self._parts.database.reserve
        if reserve is not None:
            whole = GaugeMetricFamily("antenne_reserve_whole", "0 where the disk's reserve was given up.")
            whole.add_metric([], reserve.is_whole)
            yield whole

    def _channels(self) -> Iterator[Metric]:
        now = self._parts.clock.now()
        ahead = GaugeMetricFamily(
            "antenne_ledger_ahead_seconds", "Seconds of programme that are decided ahead.", labels=["channel"]
        )
        on_air = 0
        for slug, channel in self._air.view.channels.items():
            airing = channel.timeline.airing_at(ticks_at(now, epoch=channel.epoch))
            on_air += airing is not None and airing.reason is not Reason.OFF_AIR
            end = moment_at(channel.timeline.end, epoch=channel.epoch)
            ahead.add_metric([slug], (end - now).total_seconds())
        shown = GaugeMetricFamily("antenne_channels_on_air", "Channels on air, as this process sees them.")
        shown.add_metric([], on_air)
        yield from (shown, ahead)

    def _work(self, session: Session) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("antenne_jobs", "Pieces of work, by state.", labels=["state"])
        for state, count in count_by_state(session).items():
            jobs.add_metric([state], count)
        notices = GaugeMetricFamily(
            "antenne_notices_open", "What needs somebody, by severity.", labels=["severity"]
        )
        for severity, count in open_count(session, now=self._parts.clock.now()).items():
            notices.add_metric([severity], count)
        waiting = GaugeMetricFamily("antenne_sendings_waiting", "Letters and calls that have not left yet.")
        waiting.add_metric([], waiting_count(session))
        yield from (jobs, notices, waiting)

    def _proof(self, session: Session) -> Iterator[Metric]:
        now = self._parts.clock.now()
        well = GaugeMetricFamily(
            "antenne_probe_well", "1 where the last hearing found nothing wrong.", labels=["channel"]
        )
        faulty = GaugeMetricFamily(
            "antenne_probe_fault", "1 of what the last hearing found wrong.", labels=["channel", "fault"]
        )
        age = GaugeMetricFamily(
            "antenne_probe_age_seconds", "Seconds since a channel was listened to.", labels=["channel"]
        )
        for slug, heard in hearings(session):
            well.add_metric([slug], heard.fault is None)
            age.add_metric([slug], (now - heard.heard_at).total_seconds())
            if heard.fault is not None:
                faulty.add_metric([slug, heard.fault], 1)
        yield from (well, faulty, age)
