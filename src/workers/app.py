"""The Celery application, found by its name; importing it reads the settings.

Celery moves the work, it does not remember it: no results, messages acknowledged late and redelivered,
one message at a time for each thread. The tasks are named here and imported by workers only
(`include`), so that beat stays small.
"""

from celery import Celery

from broadcast.cli.private_redis import redis_address
from broadcast.settings import load_settings

SWEEP_SECONDS = 5.0
EXTEND_SECONDS = 4.0
POST_SECONDS = 10.0
MISSING_SECONDS = 300.0
CLEAR_SECONDS = 3_600.0
LISTEN_SECONDS = 10.0
SEAM_SECONDS = 30.0
FORGET_SECONDS = 3_600.0
CONSENT_SECONDS = 300.0
UNDISPUTED_SECONDS = 60.0

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
        "sweep": {"task": "antenne.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}},
        "clear_storage": {
            "task": "antenne.clear_storage",
            "schedule": CLEAR_SECONDS,
            "options": {"expires": CLEAR_SECONDS},
        },
        "expire_consents": {
            "task": "antenne.expire_consents",
            "schedule": CONSENT_SECONDS,
            "options": {"expires": CONSENT_SECONDS},
        },
        "forget": {
            "task": "antenne.forget",
            "schedule": FORGET_SECONDS,
            "options": {"expires": FORGET_SECONDS},
        },
        "extend": {
            "task": "antenne.extend",
            "schedule": EXTEND_SECONDS,
            "options": {"expires": EXTEND_SECONDS},
        },
        "listen": {
            "task": "antenne.listen",
            "schedule": LISTEN_SECONDS,
            "options": {"expires": LISTEN_SECONDS},
        },
        "notice_missing": {
            "task": "antenne.notice_missing",
            "schedule": MISSING_SECONDS,
            "options": {"expires": MISSING_SECONDS},
        },
        "publish_undisputed": {
            "task": "antenne.publish_undisputed",
            "schedule": UNDISPUTED_SECONDS,
            "options": {"expires": UNDISPUTED_SECONDS},
        },
        "want_seams": {
            "task": "antenne.want_seams",
            "schedule": SEAM_SECONDS,
            "options": {"expires": SEAM_SECONDS},
        },
        "post": {"task": "antenne.post", "schedule": POST_SECONDS, "options": {"expires": POST_SECONDS}},
    },
)
