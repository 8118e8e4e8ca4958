"""Makes the demo's plan: two segments, two topics that go out tomorrow, and who is to be asked for them in each district."""

import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.models import PlannedAsk, Restraint, Topic
from campaigns.services import allocate, plan_moves, segments
from campaigns.services import topics as topic_services
from campaigns.services.briefs import AngleText, BriefText, FactText, Line
from influencers.models import Influencer
from network.models import Area, AreaKind, User

HEALTH = BriefText(
    why_today_hi="सर्दी बढ़ रही है। स्वास्थ्य केंद्रों में बुज़ुर्गों की जाँच के दिन तय हैं; लोग अपने केंद्र के बारे में लिख सकते हैं।",
    facts=[FactText("यह डेमो के लिए लिखा गया ब्रीफ़ है; तारीख़ अपने केंद्र से पूछकर ही लिखें।", "संवाद डेमो")],
    angles=[
        AngleText("घर के बुज़ुर्ग", "आपके घर के बुज़ुर्ग जाँच के लिए कहाँ जाते हैं?"),
        AngleText("केंद्र पर", "आपके स्वास्थ्य केंद्र में भीड़ किस समय कम रहती है?"),
    ],
    do_not_say=[Line("किसी का रोग या नाम न लिखें।")],
    disclosure_hi="मैं पार्टी का स्वयंसेवक हूँ।",
)
FIELDS = BriefText(
    why_today_hi="रबी की बुवाई चल रही है। किसान बता सकते हैं कि इस साल खेत में क्या नया किया।",
    facts=[FactText("यह डेमो के लिए लिखा गया ब्रीफ़ है; तथ्य जाँचकर ही लिखें।", "संवाद डेमो")],
    angles=[
        AngleText("बीज", "इस साल कौन-सा बीज चुना, और क्यों?"),
        AngleText("पानी", "सिंचाई का पानी कैसे बचाया?"),
        AngleText("मंडी", "पिछली फ़सल बेचने में क्या सीखा?"),
    ],
    do_not_say=[Line("दाम का वादा न करें।")],
    disclosure_hi="मैं पार्टी का स्वयंसेवक हूँ।",
)


@transaction.atomic
def make() -> int:
    """Make segments, topics and the plan of tomorrow; return how many people it asks."""
    content = User.objects.get(username="content")
    state = Area.objects.of_kind(AreaKind.STATE).get()
    writers = segments.save(
        None, name="किसानी और स्वास्थ्य पर लिखने वाले", area=state, by=content,
        choice=segments.Choice(subjects=("farmers", "health")),
    )  # fmt: skip
    bhopal = Area.objects.of_kind(AreaKind.DISTRICT).get(name_en="Bhopal")
    segments.save(
        None, name="भोपाल: X पर हिंदी में", area=bhopal, by=None,
        choice=segments.Choice(platforms=("x",), languages=("hi",)),
    )  # fmt: skip
    _scheduled("जाँच का दिन", "The day of check-ups", HEALTH, hour=11, segment=writers, subjects=["health"], wanted=3)
    _scheduled("रबी की बुवाई", "Sowing for winter", FIELDS, hour=17, segment=None, subjects=["farmers"], wanted=3)
    resting = Influencer.objects.filter(district=bhopal, person__user=None).order_by("pk").first()
    Restraint.objects.create(influencer=resting, rest_days=[7])
    asks = allocate.plan_day(timezone.localdate() + datetime.timedelta(days=1), by=None)
    lead = User.objects.get(username="lead-bhopal")
    for ask in PlannedAsk.objects.filter(district=bhopal)[:1]:
        plan_moves.hold(ask, by=lead)
    return asks


def _scheduled(title_hi: str, title_en: str, brief: BriefText, *, hour: int, **audience: object) -> Topic:
    """A topic that the coordinator wrote, the content desk cleared and that goes out tomorrow."""
    boss, content = (User.objects.get(username=name) for name in ("state", "content"))
    area = Area.objects.of_kind(AreaKind.STATE).get()
    day = timezone.localdate() + datetime.timedelta(days=1)
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
    topic = topic_services.draft(
        area=area, brief=brief, by=boss, title_hi=title_hi, title_en=title_en, kind="event",
        closes_at=at + datetime.timedelta(days=2),
    )  # fmt: skip
    segments.aim(topic, version=topic.version, by=boss, answer_hours=12, **audience)
    topic.refresh_from_db()
    topic_services.clear(topic, version=topic.version, by=content)
    return topic_services.schedule(topic, release_at=at, by=boss)
