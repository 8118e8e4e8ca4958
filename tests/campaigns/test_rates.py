"""Rates: several workers share the bucket of a channel, the cap of a person and the digest, and none of them is ahead."""

import datetime
import threading
import time
from collections import Counter

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from campaigns.channels import ADAPTERS
from campaigns.models import ChannelPace, Delivery
from campaigns.services import dispatch, pacing
from tests import factories
from tests.campaigns import channel_cast as cast
from tests.campaigns.channel_cast import Told, outside
from tests.campaigns.test_dispatch import fill
from tests.campaigns.test_gate import at


@pytest.fixture(autouse=True)
def _asked_often(settings) -> None:
    """One person is asked for many topics here; how often is allowed is tested elsewhere."""
    settings.ASKS_A_WEEK = 50


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(at(12), tick=False)
    return time_machine


def test_a_rate_lets_so_many_pass_each_second(party, settings, noon):
    settings.CHANNEL_RATES = {"email": 3}
    for _ in range(8):
        factories.make_influencer(party.district)
    cast.send_out(party.district)
    left = []
    for _ in range(4):
        dispatch.drain()
        left.append(Delivery.objects.filter(channel="email", status="sent").count())
        noon.shift(1)
    assert left == [3, 6, 8, 8]
    assert Delivery.objects.filter(channel="in_app", status="sent").count() == 8, "no other channel waits"


def test_a_slow_rate_passes_one_every_few_seconds(party, settings, noon):
    settings.CHANNEL_RATES = {"email": 0.25}
    for _ in range(2):
        factories.make_influencer(party.district)
    cast.send_out(party.district)
    left = []
    for _ in range(5):
        dispatch.drain()
        left.append(Delivery.objects.filter(channel="email", status="sent").count())
        noon.shift(1)
    assert left == [1, 1, 1, 1, 2]


def test_a_drain_waits_for_the_next_token_as_long_as_it_may(party, settings):
    settings.CHANNEL_RATES = {"email": 10}
    for _ in range(14):
        factories.make_influencer(party.district)
    cast.send_out(party.district)
    began = time.monotonic()
    dispatch.drain(until=timezone.now() + datetime.timedelta(seconds=20))
    assert time.monotonic() - began >= 0.35
    assert outside() == [("sent", "")] * 14


def work(errors: list, moments: list) -> None:
    try:
        dispatch.drain(until=timezone.now() + datetime.timedelta(seconds=30), size=5)
    except BaseException as error:
        errors.append(error)
    finally:
        close_old_connections()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_three_workers_share_rate_cap_and_digest(party, settings, monkeypatch):
    settings.CHANNEL_RATES, settings.DAILY_CAP = {"email": 20}, 2
    told = Told()
    monkeypatch.setitem(ADAPTERS, "email", told)
    fill(party, 12)
    for _ in range(4):
        cast.send_out(party.district, kind="rapid_response")
    began, errors = time.monotonic(), []
    workers = [threading.Thread(target=work, args=(errors, [])) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert not errors
    assert set(told.given.values()) == {2}, "the cap, for each of them, whoever sent"
    assert len(told.given) == 12
    taken = sorted(moment - began for moment in told.moments)
    assert max(sum(1 for moment in taken if start <= moment < start + 0.5) for start in taken) <= 20 + 10 + 3
    assert Counter(outside()) == {("sent", ""): 24, ("queued", "daily_cap"): 24}


def test_a_pause_is_never_shortened(db, noon):
    pacing.pause("telegram", 60)
    pacing.pause("telegram", 5)
    assert ChannelPace.objects.get().paused_until == timezone.now() + datetime.timedelta(seconds=60)
