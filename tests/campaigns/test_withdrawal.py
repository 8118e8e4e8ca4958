"""Withdrawal with the outbox full: several workers at once, and nothing to that person leaves after it was committed."""

import threading
import time

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from campaigns.channels import ADAPTERS, Outcome, Result
from campaigns.models import Delivery, Notice
from campaigns.services import dispatch, release
from influencers.models import Influencer
from influencers.services import own_side
from tests import factories
from tests.campaigns.test_dispatch import fill

TOPICS = 10


class Watched:
    """A slow channel that notes when it was given which person's messages."""

    def __init__(self) -> None:
        self.given: list[tuple[float, int]] = []

    def send(self, messages):
        now = time.monotonic()
        self.given += [(now, message.delivery.person_id) for message in messages]
        time.sleep(0.02)
        return [Outcome(message.delivery.pk, Result.SENT) for message in messages]


def work(errors: list[BaseException]) -> None:
    try:
        dispatch.drain(size=20)
    except BaseException as error:
        errors.append(error)
    finally:
        close_old_connections()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_with_thousands_queued_and_three_workers_nothing_leaves_after_it(party, monkeypatch, settings):
    settings.ASKS_A_WEEK = TOPICS
    watched = Watched()
    for channel in ADAPTERS:
        monkeypatch.setitem(ADAPTERS, channel, watched)
    fill(party, 150)
    person = Influencer.objects.order_by("-pk").first().person  # the last of each batch of the release
    person.user = factories.make_user("leaver")
    person.save()
    for _ in range(TOPICS):
        release.release(factories.make_topic(party.district, status="scheduled"), at=timezone.now())
    assert Delivery.objects.count() == TOPICS * 300
    errors: list[BaseException] = []
    workers = [threading.Thread(target=work, args=(errors,)) for _ in range(3)]

    for worker in workers:
        worker.start()
    while len(watched.given) < 400:
        time.sleep(0.005)
    own_side.leave(person, by=person.user)
    committed = time.monotonic()
    for worker in workers:
        worker.join(60)

    assert not errors
    late = [moment - committed for moment, pk in watched.given if pk == person.pk and moment > committed]
    assert all(seconds < 5 for seconds in late), "only what a worker had just asked the gate for"
    assert len(late) <= 2 * len(workers), "two channels each"
    own = Delivery.objects.filter(person=person)
    assert own.filter(status="stopped", stop_reason="no_consent").count() >= TOPICS * 2 - 8
    assert own.count() == TOPICS * 2
    assert set(own.exclude(status="stopped").values_list("status", flat=True)) <= {"sent"}
    assert set(Delivery.objects.exclude(person=person).values_list("status", flat=True)) == {"sent"}
    assert not Notice.objects.filter(person=person).exists()
