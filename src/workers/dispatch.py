"""The port `jobs.Dispatcher`, filled with Celery."""

import structlog

_log = structlog.get_logger()


class CeleryDispatcher:
    """Sends one small message; a broker that is away costs nothing but the sweep's patience."""

    def send(self, job_id: str) -> None:
        """Announce the job. Never raises."""
        # A web process that nobody sends anything to needs none of these, and they are a third of it.
        from kombu.exceptions import OperationalError  # noqa: PLC0415  # as said
        from redis.exceptions import RedisError  # noqa: PLC0415  # the same

        from workers.app import app  # noqa: PLC0415  # the same

        try:
            app.send_task("antenne.work", args=[job_id], retry=False, ignore_result=True)
        except (OperationalError, RedisError, OSError) as fault:
            _log.warning("not announced, the sweep will", job=job_id, cause=repr(fault))
