"""The Celery application, found by its name; importing it reads the settings.

Celery moves the work, it does not remember it: no results, messages acknowledged late and redelivered,
one message at a time for each thread. The tasks are named here and imported by workers only
(`include`), so that beat stays small.
"""

from celery import Celery

from broadcast.cli.private_redis import redis_address
from broadcast.settings import load_settings

TURNS = {
    "sweep": 5.0,
    "extend": 4.0,
    "post": 10.0,
    "watch_room": 10.0,
    "listen": 10.0,
    "want_seams": 30.0,
    "publish_undisputed": 60.0,
    "notice_missing": 300.0,
    "expire_consents": 300.0,
    "clear_storage": 3_600.0,
    "forget": 3_600.0,
}
"""How often beat has each task done, in seconds; a message that waits until the next one is dropped."""

settings = load_settings()
app = Celery("antenne", broker=settings.redis_url or redis_address(settings.data))
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=False,  # the lease brings the job back, and counts the tries
    worker_prefetch_multiplier=1,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 6 * 3600},
    task_default_queue="antenne",
    timezone="UTC",
    beat_schedule={
        task: {"task": f"antenne.{task}", "schedule": seconds, "options": {"expires": seconds}}
        for task, seconds in TURNS.items()
    },
)
