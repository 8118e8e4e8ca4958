"""Reserves: who does not answer is reminded once; then, or after a no, somebody else of the district is offered the topic."""

import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaigns.models import Assignment, Topic
from campaigns.services import gate
from campaigns.services.release import choose_candidates, take_turn
from network.doorbell import ring

RESERVES_SQL = (Path(__file__).parent / "reserves.sql").read_text(encoding="utf-8")
HOURS_TO_ANSWER = 24  # for a topic without an audience of its own
# Nobody is reminded on their day of rest, and nobody again whose reminder was made before: the key exists once.
NUDGE_SQL = """
WITH nudged AS (
    UPDATE campaigns_assignment SET nudged_at = %(at)s
    FROM influencers_influencer
    WHERE campaigns_assignment.topic_id = %(topic)s AND campaigns_assignment.status IN ('offered', 'seen')
      AND nudged_at IS NULL AND offered_at <= %(before)s
      AND influencers_influencer.id = campaigns_assignment.influencer_id
      AND NOT EXISTS (
          SELECT FROM campaigns_restraint
          WHERE campaigns_restraint.influencer_id = campaigns_assignment.influencer_id AND %(weekday)s = ANY(rest_days)
      )
    RETURNING campaigns_assignment.id, influencers_influencer.person_id, campaigns_assignment.district_id
)
INSERT INTO campaigns_delivery (key, assignment_id, person_id, area_id, channel, purpose, status, due_at)
SELECT 'nudge:' || nudged.id || ':' || way.channel, nudged.id, nudged.person_id, nudged.district_id,
       way.channel, 'nudge', 'queued', %(due)s
FROM nudged
JOIN campaigns_way AS way ON way.person_id = nudged.person_id
ON CONFLICT (key) DO NOTHING
"""


def follow_up(at: datetime.datetime) -> tuple[int, int]:
    """Remind of every live topic who has not answered in time, then offer what is still open to reserves.

    Returns how many messages remind, and how many reserves were asked. Two workers at once share the topics.
    """
    reminders = offers = 0
    for topic in _waiting(at):
        with transaction.atomic():
            locked = Topic.objects.live().filter(pk=topic.pk, closes_at__gt=at)
            locked = locked.select_for_update(skip_locked=True, of=("self",)).select_related("area", "audience").first()
            if locked is not None:
                reminders += nudge(locked, at)
                offers += offer(locked, at)
    return reminders, offers


def hours_of(topic: Topic) -> datetime.timedelta:
    """How long a person has to answer."""
    audience = getattr(topic, "audience", None)
    return datetime.timedelta(hours=audience.answer_hours if audience else HOURS_TO_ANSWER)


@transaction.atomic
def nudge(topic: Topic, at: datetime.datetime) -> int:
    """Remind, once, everybody who has not answered within the topic's hours; return how many messages."""
    due = gate.quiet_until(at) or at
    asked = {"topic": topic.pk, "at": at, "before": at - hours_of(topic), "due": due}
    with connection.cursor() as cursor:
        cursor.execute(NUDGE_SQL, asked | {"weekday": timezone.localtime(due).isoweekday()})
        count = cursor.rowcount
    if count:
        ring("campaigns.dispatch")
    return count


@transaction.atomic
def offer(topic: Topic, at: datetime.datetime) -> int:
    """Offer what was declined, or left unanswered after the reminder, to reserves of the same district; return how many."""
    take_turn()
    before = at - hours_of(topic)
    districts = set(_vacant(before).filter(topic=topic).values_list("district", flat=True).order_by())
    if not districts:
        return 0
    choose_candidates(topic, at, districts=districts)
    with connection.cursor() as cursor:
        cursor.execute(RESERVES_SQL, {"topic": topic.pk, "at": at, "before": before, "due": gate.quiet_until(at) or at})
        count = cursor.fetchone()[0]
        cursor.execute("DROP TABLE release_candidate")
    if count:
        ring("campaigns.dispatch")
        ring("campaigns.refresh_coverage")
    return count


def _waiting(at: datetime.datetime) -> list[Topic]:
    """The live topics on which somebody has not answered in time, or has said no."""
    late = Q(status__in=["offered", "seen"], offered_at__lte=at - datetime.timedelta(hours=1))
    open_ones = Assignment.objects.filter(late | Q(status="declined"), topic=OuterRef("pk"), reserve__isnull=True)
    return list(Topic.objects.live().filter(Exists(open_ones), closes_at__gt=at).order_by("pk"))


def _vacant(before: datetime.datetime):
    late = Q(status__in=["offered", "seen"], nudged_at__lte=before)
    return Assignment.objects.filter(Q(status="declined") | late, reserve__isnull=True)
