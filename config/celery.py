"""The Celery app: what beat asks for and how often, and how a worker says that it lives."""

import logging
import os
import time

import celery
from celery import Celery
from celery.schedules import crontab
from celery.signals import heartbeat_sent, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

logger = logging.getLogger(__name__)


class Task(celery.Task):
    """A task whose writes carry its name in the history."""

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run it."""
        from network.origins import came_from  # Django is set up only when a worker runs

        with came_from("task", self.name):
            return super().__call__(*args, **kwargs)


app = Celery("samvad", task_cls=Task)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(seconds: float, task: str) -> dict[str, object]:
    """A line of the beat table; a run that no worker took in time is dropped, for the next one does its work."""
    return {"task": task, "schedule": seconds, "options": {"expires": max(15, 2 * seconds)}}


app.conf.update(
    beat_scheduler="config.beat:LockedScheduler",
    beat_max_loop_interval=1,
    beat_schedule={
        "release what is due": every(5, "campaigns.release_due"),
        "send what is due": every(5, "campaigns.dispatch"),
        "tell offices": every(30, "campaigns.tell_offices"),
        "plan who is asked": every(60, "campaigns.plan_ahead"),
        "remind, and ask reserves": every(60, "campaigns.follow_up"),
        "count what changed": every(3, "campaigns.refresh_coverage"),
        "read and write sheets": every(10, "network.run_imports"),
        "count seats and people": every(60, "network.refresh_figures"),
        "judge the teams": every(300, "influencers.refresh_team_health"),
        "sign out whose term ended": {"task": "network.end_sessions", "schedule": crontab(hour=0, minute=5)},
        "forget what is over": {"task": "network.forget", "schedule": crontab(hour=3, minute=15)},
        "draft the days to come": every(300, "campaigns.draft_days"),
        "remind of trainings": every(300, "campaigns.remind_of_trainings"),
        "forget requests to join": {"task": "influencers.forget_joins", "schedule": crontab(hour=3, minute=25)},
        "destroy old erasures": {"task": "influencers.destroy_erasures", "schedule": crontab(hour=3, minute=35)},
        "end pauses": {"task": "influencers.end_pauses", "schedule": crontab(hour=0, minute=10)},
        "forget prospects": {"task": "influencers.forget_prospects", "schedule": crontab(hour=3, minute=30)},
        "forget own drafts": {"task": "campaigns.forget_drafts", "schedule": crontab(hour=3, minute=45)},
        "forget calendar files": {"task": "campaigns.forget_calendar_files", "schedule": crontab(hour=3, minute=50)},
        "close what is over": every(300, "campaigns.lapse_unanswered"),
    },
    broker_connection_retry_on_startup=True,
    broker_transport_options={"socket_connect_timeout": 5, "socket_keepalive": True, "visibility_timeout": 3600},
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_soft_time_limit=60,
    task_time_limit=90,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_max_tasks_per_child=10_000,
    worker_log_format="%(levelname)-7s %(name)s: %(message)s",
    worker_task_log_format="%(levelname)-7s %(task_name)s: %(message)s",
    worker_redirect_stdouts=False,
    beat_logfile=None,
)

HEARTBEAT_SECONDS = 5
_last = {"beat": 0.0}


@worker_ready.connect
@heartbeat_sent.connect
def note_worker(**_signal: object) -> None:
    """Write the worker's heartbeat row, at most every few seconds; a database that is away is tried again later."""
    if time.monotonic() - _last["beat"] < HEARTBEAT_SECONDS:
        return
    from django.db import DatabaseError, close_old_connections  # Django is set up only when a worker runs

    from network.services import heartbeats

    try:
        close_old_connections()
        heartbeats.record("worker")
        _last["beat"] = time.monotonic()
    except DatabaseError as error:
        logger.warning("no heartbeat written: %s", type(error).__name__)
