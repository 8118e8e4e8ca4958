"""Roll-ups: keep the coverage counts true within seconds of a change, without counting raw rows on any page."""

from collections.abc import Collection
from pathlib import Path

from django.db import connection, transaction

from campaigns.models import Assignment, CoverageDirt, Topic
from network.doorbell import ring
from network.locks import Lock, wait_for

REFRESH_SQL = (Path(__file__).parent / "rollups_refresh.sql").read_text(encoding="utf-8")
REBUILD_SQL = """INSERT INTO campaigns_coveragedirt (topic_id, district_id, at)
    SELECT DISTINCT topic_id, district_id, statement_timestamp() FROM campaigns_assignment"""
MARK_MESSAGES_SQL = """INSERT INTO campaigns_coveragedirt (topic_id, district_id, at)
    SELECT DISTINCT assignment.topic_id, assignment.district_id, statement_timestamp()
    FROM campaigns_delivery delivery JOIN campaigns_assignment assignment ON assignment.id = delivery.assignment_id
    WHERE delivery.id = ANY(%(deliveries)s) AND delivery.purpose = 'brief'"""
MARK_TOPIC_SQL = """INSERT INTO campaigns_coveragedirt (topic_id, district_id, at)
    SELECT DISTINCT topic_id, district_id, statement_timestamp() FROM campaigns_assignment WHERE topic_id = %(topic)s"""
BATCH = 10_000


def mark(assignment: Assignment) -> None:
    """Note, with the change itself, that the counts of the assignment's topic and district are out of date."""
    CoverageDirt.objects.create(topic_id=assignment.topic_id, district_id=assignment.district_id)
    ring("campaigns.refresh_coverage")


def mark_topic(topic: Topic) -> None:
    """Note that the counts of a topic are out of date everywhere."""
    with connection.cursor() as cursor:
        cursor.execute(MARK_TOPIC_SQL, {"topic": topic.pk})


def mark_messages(deliveries: Collection[int]) -> None:
    """Note that messages (by key) left, failed or were stopped; beat counts them within seconds."""
    with connection.cursor() as cursor:
        cursor.execute(MARK_MESSAGES_SQL, {"deliveries": list(deliveries)})


@transaction.atomic
def refresh() -> int:
    """Count anew what was marked; return how many counts were written. Safe to run at any time, by anybody."""
    wait_for(Lock.ROLLUPS)  # an older count never overwrites a newer one
    with connection.cursor() as cursor:
        cursor.execute(REFRESH_SQL, {"batch": BATCH})
        return cursor.rowcount


@transaction.atomic
def rebuild() -> int:
    """Count everything anew; return how many counts were written."""
    with connection.cursor() as cursor:
        cursor.execute(REBUILD_SQL)
    return refresh()
