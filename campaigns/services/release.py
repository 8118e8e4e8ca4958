"""Release: turn a scheduled topic into assignments and deliveries, in one transaction of a few set-based statements."""

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import PlannedAsk, Topic, TopicAudience
from campaigns.services import gate, segments
from network.doorbell import ring
from network.errors import RuleBroken
from network.locks import Lock, wait_for
from network.services import audit

RELEASE_SQL = (Path(__file__).parent / "release.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Audience:
    """Whom a topic reaches: how many can be asked, how many the gate keeps back by reason, how many per district; and planned."""

    reached: int
    kept_back: dict[str, int]
    by_district: dict[int, int] = field(default_factory=dict)
    planned: int = 0


def audience(topic: Topic, at: datetime.datetime) -> Audience:
    """Say whom the topic would reach if it went out at that moment; a fixed number of queries."""
    rows = candidates(topic, at).values_list("district", "refusal").annotate(people=Count("pk"))
    reached: Counter[int] = Counter()
    kept_back: Counter[str] = Counter()
    for district, refusal, people in rows.order_by():
        if refusal in gate.GOES_OUT:
            reached[district] += people
        else:
            kept_back[refusal] += people
    planned = PlannedAsk.objects.asked().filter(topic=topic).count()
    return Audience(reached=reached.total(), kept_back=dict(kept_back), by_district=dict(reached), planned=planned)


def candidates(topic: Topic, at: datetime.datetime):
    """Everybody whom the topic's audience means, each with its district and what the gate says; a kept place is not asked."""
    twice = gate.second_clearance(topic)
    return segments.candidates(segments.choice_for(topic), topic.area, at, is_twice_cleared=twice)


def release_due(at: datetime.datetime) -> list[Topic]:
    """Release every scheduled topic whose moment has come; two workers at once share them."""
    released = []
    while topic := _release_next(at):
        released.append(topic)
    return released


@transaction.atomic
def _release_next(at: datetime.datetime) -> Topic | None:
    topic = Topic.objects.due(at).select_for_update(skip_locked=True, of=("self",)).select_related("area").first()
    if topic is not None:
        _release(topic, at)
    return topic


@transaction.atomic
def release(topic: Topic, *, at: datetime.datetime) -> Topic:
    """Release one scheduled topic now. Raises RuleBroken when it is not scheduled (any more)."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("area").get(pk=topic.pk)
    if not topic.may_become(Topic.Status.LIVE):
        raise RuleBroken(_("Only a scheduled topic can go out."), code="not_scheduled")
    _release(topic, at)
    return topic


def _release(topic: Topic, at: datetime.datetime) -> None:
    take_turn()
    choose_candidates(topic, at)
    wanted = TopicAudience.objects.filter(topic=topic).values_list("wanted", flat=True).first()
    asked = {"topic": topic.pk, "at": at, "due": gate.quiet_until(at) or at, "wanted": wanted}
    with connection.cursor() as cursor:
        cursor.execute(RELEASE_SQL, asked | {"day": timezone.localdate(topic.release_at)})
        cursor.execute("SELECT refusal, count(*) FROM release_candidate WHERE NOT goes_out GROUP BY refusal")
        topic.kept_back = dict(cursor.fetchall())
        cursor.execute("DROP TABLE release_candidate")
    topic.status, topic.released_at = Topic.Status.LIVE, at
    topic.save(update_fields=["status", "released_at", "kept_back"])
    audit.record("topic.released", topic, by=None, area=topic.area, kept_back=topic.kept_back)
    ring("campaigns.dispatch")
    ring("campaigns.refresh_coverage")


def take_turn() -> None:
    """Wait until nobody else asks people for topics: the gate then knows of every ask, and no week gets one too many."""
    wait_for(Lock.ASKS)


def choose_candidates(topic: Topic, at: datetime.datetime, *, districts: Collection[int] | None = None) -> None:
    """Fill the temporary table release_candidate: one row a person (of some districts), with what the gate says of them."""
    meant = candidates(topic, at)
    if districts is not None:
        meant = meant.filter(district__in=districts)
    rows = meant.values_list("voice", "district", "refusal")
    select, params = rows.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE release_candidate ON COMMIT DROP AS "  # noqa: S608 - Django wrote the inner SELECT
            "SELECT *, refusal = ANY(%s) AS goes_out "
            f"FROM ({select}) AS seat (influencer_id, district_id, refusal)",
            [list(gate.GOES_OUT), *params],
        )
