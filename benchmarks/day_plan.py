"""The plan of a day from end to end: people and topics read from the database, allocated, and written back."""

import datetime
from unittest import mock

from django.utils import timezone

from benchmarks import outbox
from benchmarks.timing import seconds
from campaigns.models import PlannedAsk, Topic, TopicAudience
from campaigns.services import allocate, topics
from influencers.models import Subject
from network.models import Area, AreaKind

TOPICS = 20
WANTED = (9, 15, 30)  # people for each district, by turns


def run(people: int) -> None:
    """Print how long the whole plan takes beside the allocator's own part of it, in the same run."""
    first = outbox.prepare(people)
    tomorrow = timezone.localtime().replace(hour=9) + datetime.timedelta(days=1)
    state = Area.objects.of_kind(AreaKind.STATE).get()
    fields = {"kind": "event", "title_hi": "माप", "closes_at": tomorrow + datetime.timedelta(days=2)}
    made = [topics.draft(area=state, brief=outbox.TEXT, by=None, **fields) for _ in range(TOPICS - 1)]
    ours = Topic.objects.filter(pk__in=[first.pk, *(topic.pk for topic in made)])
    ours.update(status="scheduled", cleared_at=timezone.now(), release_at=tomorrow)
    for number, topic in enumerate(ours):
        subjects = [Subject.values[number % len(Subject.values)]]
        TopicAudience.objects.create(topic=topic, wanted=WANTED[number % len(WANTED)], subjects=subjects)
    inner: list[float] = []
    plain = allocate.allocate

    def timed(*given: object, **named: object) -> object:
        found: list[object] = []
        inner.append(seconds(lambda: found.append(plain(*given, **named))))
        return found[0]

    with mock.patch.object(allocate, "allocate", timed):
        whole = seconds(lambda: allocate.plan_day(tomorrow.date(), by=None))
    print(
        f"plan of a day for {people} people and {TOPICS} topics, {PlannedAsk.objects.count()} asks:\n"
        f"    whole {whole:8.2f} s   the allocator's part {inner[0]:8.2f} s   ratio {whole / inner[0]:6.1f}",
        flush=True,
    )
