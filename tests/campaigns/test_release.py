"""Release: one set-based transaction with unique keys, once however often and by however many it is asked."""

import datetime
import threading
from collections import Counter

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Assignment, CoverageCount, Delivery, Topic
from campaigns.services import release, rollups
from network.errors import RuleBroken
from tests import factories


def scheduled(area, **fields) -> Topic:
    return factories.make_topic(area, status="scheduled", **fields)


def test_everybody_gets_one_assignment_and_one_message_a_channel(party):
    for _ in range(3):
        factories.make_influencer(party.district)
    factories.make_influencer(party.neighbour, email="")
    topic = release.release(scheduled(party.state), at=timezone.now())
    assert topic.status == "live"
    assert Assignment.objects.count() == 4
    assert Counter(Delivery.objects.values_list("channel", flat=True)) == {"in_app": 4, "email": 3}


def test_neighbours_get_different_angles(party):
    for _ in range(4):
        factories.make_influencer(party.district)
    release.release(scheduled(party.district, angles=2), at=timezone.now())
    assert sorted(Counter(Assignment.objects.values_list("angle__position", flat=True)).values()) == [2, 2]


def test_a_topic_for_one_district_reaches_only_that(party):
    factories.make_influencer(party.district)
    factories.make_influencer(party.neighbour)
    release.release(scheduled(party.district), at=timezone.now())
    assert set(Assignment.objects.values_list("district", flat=True)) == {party.district.pk}


def test_it_costs_the_same_few_statements_for_any_number_of_people(party):
    def cost(people: int) -> int:
        for _ in range(people):
            factories.make_influencer(party.district)
        topic = scheduled(party.district)
        with CaptureQueriesContext(connection) as queries:
            release.release(topic, at=timezone.now())
        return len(queries)

    assert cost(1) == cost(12)


def test_twice_is_refused_and_doubles_nothing(party):
    factories.make_influencer(party.district)
    topic = release.release(scheduled(party.district), at=timezone.now())
    with pytest.raises(RuleBroken):
        release.release(topic, at=timezone.now())
    assert release.release_due(timezone.now()) == []
    assert Assignment.objects.count() == 1


def test_a_failure_in_the_middle_leaves_nothing_behind(party, monkeypatch):
    factories.make_influencer(party.district)
    topic = scheduled(party.district)
    monkeypatch.setattr(release.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        release.release(topic, at=timezone.now())
    assert not Assignment.objects.exists()
    assert Topic.objects.get(pk=topic.pk).status == "scheduled"


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_release_each_topic_once(party, settings):
    settings.ASKS_A_WEEK = 6
    for _ in range(5):
        factories.make_influencer(party.district)
    for _ in range(6):
        scheduled(party.district)
    released: list[Topic] = []

    def work() -> None:
        try:
            released.extend(release.release_due(timezone.now()))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(released) == len({topic.pk for topic in released}) == 6
    assert Assignment.objects.count() == 30
    assert Delivery.objects.count() == 60


def test_what_is_not_due_stays(party):
    later = timezone.now() + datetime.timedelta(minutes=5)
    scheduled(party.district, release_at=later)
    assert release.release_due(timezone.now()) == []


def test_counts_follow(party):
    for _ in range(3):
        factories.make_influencer(party.district)
    topic = release.release(scheduled(party.district), at=timezone.now())
    rollups.refresh()
    assert CoverageCount.objects.get(topic=topic, district=party.district).offered == 3
