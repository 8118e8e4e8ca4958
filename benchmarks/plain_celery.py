"""The usual design to compare with: one Celery task a recipient, which reads its row, sends, and saves. Runs in real workers."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.timing import seconds
from campaigns.channels import ADAPTERS, Message
from campaigns.models import Delivery
from campaigns.services import brief_links
from config.celery import app
from config.environment import BASE_DIR
from network.models import Heartbeat
from network.services import heartbeats

WARM = 200
SHOWN = ("assignment__topic", "assignment__angle", "person")


@app.task(name="benchmarks.send_one")
def send_one(pk: int) -> None:
    """What a plain design does for one recipient."""
    with transaction.atomic():
        delivery = Delivery.objects.select_related(*SHOWN).get(pk=pk)
        if delivery.status != Delivery.Status.QUEUED:
            return
        token = brief_links.ensure([delivery.assignment])[delivery.assignment_id]
        message = Message(delivery, brief_links.address(token), to=delivery.person.email)
        ADAPTERS[delivery.channel].send([message])
        delivery.status, delivery.sent_at = Delivery.Status.SENT, timezone.now()
        delivery.save()


def compare(channel: str, *, plain_count: int) -> tuple[float, float]:
    """Messages a second by ours and by the plain design: the same rows, sender, machine, broker and two worker processes."""
    rows = Delivery.objects.filter(channel=channel)
    with workers():
        _warm_up(rows)
        _queue(rows, rows.count())
        ours = rows.count() / seconds(lambda: (_ring(), _wait(rows)))
        chosen = list(rows.values_list("pk", flat=True)[:plain_count])
        _queue(rows.filter(pk__in=chosen), len(chosen))
        plain = plain_count / seconds(lambda: ([send_one.delay(pk) for pk in chosen], _wait(rows)))
    return ours, plain


def _warm_up(rows) -> None:
    """Let both processes load what they need by both designs: no start of a program is measured."""
    chosen = list(rows.values_list("pk", flat=True)[:WARM])
    few = rows.filter(pk__in=chosen)
    _queue(few, len(chosen))
    for pk in chosen:
        send_one.delay(pk)
    _wait(rows)
    _queue(few, len(chosen))
    _ring()
    _wait(rows)


def _queue(rows, count: int) -> None:
    """Queue them as if they had never left: a sender that finds its own file from before writes more slowly."""
    shutil.rmtree(settings.OUTBOX_DIR, ignore_errors=True)
    changed = rows.update(status="queued", sent_at=None, due_at=timezone.now(), attempts=0)
    assert changed == count


def _ring() -> None:
    for _ in range(2):
        app.send_task("campaigns.dispatch")


def _wait(rows) -> None:
    while rows.exclude(status="sent").exists():
        time.sleep(0.02)


@contextmanager
def workers() -> Iterator[None]:
    """A Celery worker with two processes on this benchmark's database, the same for both designs; it lives when this begins."""
    address = (
        f"postgresql://samvad@{quote(connection.settings_dict['HOST'], safe='')}/{connection.settings_dict['NAME']}"
    )
    unpaced = {"DIGEST_AT": "", "DAILY_CAP": "0", "SPREAD_MINUTES": "0"}
    environment = os.environ | unpaced | {"DATABASE_URL": address, "OUTBOX_DIR": str(settings.OUTBOX_DIR)}
    app.control.purge()
    Heartbeat.objects.all().delete()
    command = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "--app",
        "config",
        "worker",
        "--include",
        "benchmarks.plain_celery",
    ]
    worker = subprocess.Popen(
        [*command, "--concurrency=2", "--without-mingle", "--without-gossip", "--loglevel=ERROR"],
        cwd=BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    try:
        while heartbeats.age("worker") is None:
            time.sleep(0.05)
        yield
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait(60)
