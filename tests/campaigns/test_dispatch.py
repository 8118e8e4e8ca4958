"""Dispatch: nothing lost, nothing doubled, whatever happens to workers, mail servers and brokers."""

import datetime
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_string
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.db import connection
from django.utils import timezone

from campaigns.channels import ADAPTERS, Outcome, Result
from campaigns.models import Delivery, Notice
from campaigns.services import dispatch, release
from tests import factories
from tests.journeys.conftest import BASE_DIR


@pytest.fixture
def topic(party):
    for _ in range(3):
        factories.make_influencer(party.district)
    return release.release(factories.make_topic(party.district, status="scheduled"), at=timezone.now())


def statuses() -> Counter:
    return Counter(Delivery.objects.values_list("status", flat=True))


def emails(settings) -> list:
    return sorted(settings.OUTBOX_DIR.glob("*.eml"))


def test_everything_due_is_sent_once(topic, settings):
    assert dispatch.drain() == 6
    assert dispatch.drain() == 0
    assert statuses() == {"sent": 6}
    assert Notice.objects.count() == 3
    assert len(emails(settings)) == 3


def test_each_message_carries_its_key_and_only_its_own_link(topic, settings):
    dispatch.drain()
    texts = [file.read_text() for file in emails(settings)]
    keys = set(Delivery.objects.filter(channel="email").values_list("key", flat=True))
    assert {key for key in keys for text in texts if f"X-Samvad-Key: {key}" in text} == keys
    assert all(text.count("Message-ID: <") == 1 for text in texts)
    stops = {message_from_string(text)["List-Unsubscribe"].strip() for text in texts}
    assert len(stops) == 3
    assert all(stop.endswith("/stop/>") for stop in stops)


def test_a_batch_whose_worker_died_is_sent_by_the_next_after_the_lease(topic, time_machine):
    time_machine.move_to(timezone.now())
    dispatch.claim(at=timezone.now())
    assert statuses() == {"sending": 6}
    assert dispatch.drain() == 0, "leased to somebody"
    time_machine.shift(dispatch.LEASE + datetime.timedelta(seconds=1))
    assert dispatch.drain() == 6
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {2}


def test_a_worker_that_died_after_sending_doubles_nothing(topic, settings, time_machine, monkeypatch):
    time_machine.move_to(timezone.now())
    batch = dispatch.claim(at=timezone.now())
    monkeypatch.setattr(dispatch, "_record", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        dispatch.send(batch)
    monkeypatch.undo()
    time_machine.shift(dispatch.LEASE + datetime.timedelta(seconds=1))
    dispatch.drain()
    assert Notice.objects.count() == 3
    assert len(emails(settings)) == 3, "the key of a repeated message is the same"


class Broken:
    """A channel that answers as it is told."""

    def __init__(self, result: Result) -> None:
        self.result = result

    def send(self, messages):
        return [Outcome(message.delivery.pk, self.result, "no line") for message in messages]


def test_a_channel_that_is_away_is_tried_again_later_and_later(topic, monkeypatch, time_machine):
    monkeypatch.setitem(ADAPTERS, "email", Broken(Result.RETRY))
    dispatch.drain()
    assert statuses() == {"sent": 3, "queued": 3}
    waits = []
    for _ in range(dispatch.MOST_ATTEMPTS - 1):
        due = Delivery.objects.filter(status="queued").latest("due_at").due_at
        waits.append(due - timezone.now())
        time_machine.move_to(due + datetime.timedelta(seconds=1))
        dispatch.drain()
    assert waits == sorted(waits)
    assert waits[-1] > 30 * waits[0]
    assert statuses() == {"sent": 3, "failed": 3}


def test_a_refused_address_fails_for_good(topic, monkeypatch):
    monkeypatch.setitem(ADAPTERS, "email", Broken(Result.FAILED))
    dispatch.drain()
    assert statuses() == {"sent": 3, "failed": 3}
    assert set(Delivery.objects.filter(status="failed").values_list("last_error", flat=True)) == {"no line"}


def test_the_claim_reads_the_small_index(topic):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        query, params = Delivery.objects.open().claimable(timezone.now()).values("pk")[:100].query.sql_with_params()
        cursor.execute(f"EXPLAIN {query}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "delivery_open" in plan


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_2000_loses_nothing_and_doubles_nothing(
    party, settings, tmp_path, monkeypatch
):
    """A real Celery worker on a real broker, killed with -9 while it sends; another one finishes its work."""
    fill(party, 1000)
    release.release(factories.make_topic(party.district, status="scheduled"), at=timezone.now())
    assert Delivery.objects.count() == 2000
    environment = worker_environment(settings.OUTBOX_DIR)
    first = start_worker(environment, tmp_path / "first.log")
    ring(environment)
    wait_until(lambda: statuses()["sent"] >= 200)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    after_kill = statuses()
    assert after_kill["sent"] < 2000, "it was killed in the middle"
    # what the dead worker held comes back when its lease is over; the test does not wait a minute for it
    Delivery.objects.filter(status="sending").update(leased_until=timezone.now())
    second = start_worker(environment, tmp_path / "second.log")
    try:
        for _ in range(20):
            ring(environment)
            if wait_until(lambda: statuses()["sent"] == 2000, seconds=10, may_fail=True):
                break
    finally:
        os.killpg(second.pid, signal.SIGTERM)
        second.wait(30)
    assert statuses() == {"sent": 2000}
    assert Notice.objects.count() == 1000
    assert Notice.objects.values("key").distinct().count() == 1000
    assert len(emails(settings)) == 1000


def fill(party, people: int) -> None:
    from config.demo import Demo
    from influencers.services import consents

    consents.load_seed()
    party.district.roster.__class__.objects.filter(pk=party.district.roster.pk).update(most=5000)
    Demo(password="demo-password").fill_teams([party.district], sizes=[people])


def worker_environment(outbox) -> dict[str, str]:
    """A queue of its own, so that parallel tests don't take each other's rings; the test's own database and outbox."""
    database = connection.settings_dict["NAME"]
    address = f"postgresql://samvad@{quote(connection.settings_dict['HOST'], safe='')}/{database}"
    return os.environ | {
        "DATABASE_URL": address,
        "REDIS_URL": project.CACHES["default"]["LOCATION"].replace("db=0", f"db={1 + os.getpid() % 14}"),
        "QUIET_HOURS": "00:00-00:00",
        "OUTBOX_DIR": str(outbox),
    }


def start_worker(environment: dict[str, str], log) -> subprocess.Popen:
    command = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "config",
        "worker",
        "--concurrency=2",
        "--without-mingle",
        "--without-gossip",
    ]
    with log.open("wb") as out:
        return subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=out, stderr=out, start_new_session=True)


def ring(environment: dict[str, str]) -> None:
    code = "from config.celery import app; app.send_task('campaigns.dispatch')"
    subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, env=environment, check=True)


def wait_until(is_so, *, seconds: float = 180, may_fail: bool = False) -> bool:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            assert may_fail, statuses()
            return False
        time.sleep(0.05)
    return True
