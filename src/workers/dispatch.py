"""The port `jobs.Dispatcher`, filled with Celery."""

import structlog
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from workers.app import app

_log = structlog.get_logger()


class CeleryDispatcher:
    """Sends one small message; a broker that is away costs nothing but the sweep's patience."""

    def send(self, job_id: str) -> None:
        """Announce the job. Never raises."""
        try:
            app.send_task("antenne.work", args=[job_id], retry=False, ignore_result=True)
        except (OperationalError, RedisError, OSError) as fault:
            _log.warning("not announced, the sweep will", job=job_id, cause=repr(fault))
