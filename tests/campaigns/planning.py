"""What tests of plans, boards and reserves need besides the factories."""

import datetime

from django.utils import timezone

from campaigns.models import Restraint, Topic, TopicAudience
from tests import factories


def tomorrow(hour: int = 11) -> datetime.datetime:
    day = timezone.localdate() + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def scheduled(area, *, at: datetime.datetime | None = None, **fields) -> Topic:
    """A topic that goes out tomorrow and is open for two days more."""
    moment = at or tomorrow()
    fields = {"release_at": moment, "closes_at": moment + datetime.timedelta(days=2)} | fields
    return factories.make_topic(area, status="scheduled", **fields)


def aimed(topic: Topic, **fields) -> TopicAudience:
    return TopicAudience.objects.create(topic=topic, **fields)


def restrain(influencer, **fields) -> Restraint:
    return Restraint.objects.create(influencer=influencer, **fields)
