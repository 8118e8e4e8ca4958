"""Makes the demo's topics: one that is over, one that is out and one that waits to be cleared, so no page is empty."""

import datetime
import random

from django.db import transaction
from django.utils import timezone

from campaigns.models import Angle, Assignment, CalendarEntry, Post, Topic
from campaigns.services import drafting, occurrences, rollups, topics
from campaigns.services.topics import BriefText
from influencers.models import RosterSeat
from network.models import Area, AreaKind, User

STEPS = ["offered", "seen", "accepted", "declined", "claimed", "verified", "verified", "verified"]
REACHED = {"offered": 0, "seen": 1, "declined": 2, "accepted": 2, "claimed": 3, "verified": 3}

READING = BriefText(
    why_today="स्कूलों में पुस्तकालय का घंटा शुरू हुआ है। लोग पूछ रहे हैं कि उनके गाँव के स्कूल में क्या बदला।",
    facts=[
        ("शिक्षा का अधिकार क़ानून की अनुसूची हर स्कूल में पुस्तकालय की बात करती है।", "शिक्षा का अधिकार अधिनियम 2009, अनुसूची", ""),
        ("यह डेमो के लिए लिखा गया ब्रीफ़ है; तथ्य जाँचकर ही लिखें।", "संवाद डेमो", ""),
    ],
    angles=[
        ("माता-पिता की नज़र से", "आपके बच्चे ने पिछले महीने कौन-सी किताब पढ़ी?"),
        ("शिक्षक की नज़र से", "पुस्तकालय के घंटे में कक्षा कैसी दिखती है?"),
        ("पूर्व छात्र की नज़र से", "आपको स्कूल में कौन-सी किताब मिली जो आज भी याद है?"),
    ],
    do_not_say="किसी बच्चे का नाम या चेहरा न दिखाएँ।",
    disclosure="मैं पार्टी का स्वयंसेवक हूँ।",
)
WATER = BriefText(
    why_today="सर्दियों में तालाबों की सफ़ाई का समय है। हर ज़िले में लोग अपने जल-स्रोत के बारे में लिख सकते हैं।",
    facts=[
        ("संविधान का अनुच्छेद 51क नागरिकों से प्राकृतिक पर्यावरण की रक्षा की अपेक्षा करता है।", "भारत का संविधान, अनुच्छेद 51क(छ)", "")
    ],
    angles=[
        ("याद", "आपके बचपन में यह तालाब कैसा था?"),
        ("आज", "आज इसका पानी किस काम आता है?"),
        ("काम", "आपके मोहल्ले में कौन इसकी देखभाल करता है?"),
    ],
    do_not_say="किसी अधिकारी पर बिना प्रमाण आरोप न लगाएँ।",
    disclosure="मैं पार्टी का स्वयंसेवक हूँ।",
)


@transaction.atomic
def make(seed: int = 2026) -> int:
    """Make the topics and, for those that went out, what people made of them; return how many topics."""
    chance = random.Random(seed)  # noqa: S311 - a demo, no secrets
    now = timezone.now()
    day = datetime.timedelta(days=1)
    over = _topic("पुस्तकालय का घंटा", "The library hour", READING, kind="policy", closes_at=now + day)
    _went_out(over, at=now - 4 * day, chance=chance, share=1.0)
    Topic.objects.filter(pk=over.pk).update(status=Topic.Status.CLOSED, closes_at=now - day)
    live = _topic("हमारा तालाब", "Our pond", WATER, kind="event", closes_at=now + 2 * day)
    _went_out(live, at=now - datetime.timedelta(hours=5), chance=chance, share=0.6)
    today = timezone.localdate()
    found = occurrences.between(CalendarEntry.objects.filter(kind="birth"), today, today + 30 * day)[0]
    _topic(
        found.entry.title_hi, found.entry.title_en, READING, kind=drafting.topic_kind(found.entry),
        closes_at=drafting.closing_time(found.on), calendar_entry=found.entry, occurs_on=found.on,
    )  # fmt: skip
    rollups.rebuild()
    return 3


def _topic(title_hi: str, title_en: str, brief: BriefText, **fields: object) -> Topic:
    writer = User.objects.get(username="content")
    area = Area.objects.of_kind(AreaKind.STATE).get()
    return topics.draft(area=area, brief=brief, by=writer, title_hi=title_hi, title_en=title_en, **fields)


def _went_out(topic: Topic, *, at: datetime.datetime, chance: random.Random, share: float) -> None:
    """Put the topic into the state it has some days after its release, without sending anybody anything."""
    boss = User.objects.get(username="state")
    Topic.objects.filter(pk=topic.pk).update(
        status=Topic.Status.LIVE, cleared_by=boss, cleared_at=at, release_at=at, released_at=at, scheduled_by=boss
    )
    angles = list(Angle.objects.filter(brief__topic=topic))
    seats = RosterSeat.objects.members().select_related("roster", "influencer__person").order_by("pk")
    rows = [_assignment(topic, seat, angles[seat.pk % len(angles)], at, chance, share) for seat in seats]
    made = Assignment.objects.bulk_create(rows, batch_size=1000)
    Post.objects.bulk_create(
        [_post(row, boss, at) for row in made if row.status in ("claimed", "verified")], batch_size=1000
    )


def _assignment(
    topic, seat: RosterSeat, angle: Angle, at: datetime.datetime, chance: random.Random, share: float
) -> Assignment:
    status = chance.choice(STEPS) if chance.random() < share else "offered"
    if share == 1 and seat.influencer.person.user_id:
        status = "verified"  # who signs in finds a post of their own that counts
    later = [at + datetime.timedelta(minutes=chance.randrange(20, 250)) for _ in range(3)]
    moments = dict(zip(["seen_at", "answered_at", "claimed_at"], sorted(later)[: REACHED[status]], strict=False))
    return Assignment(
        topic=topic, influencer_id=seat.influencer_id, angle=angle, district_id=seat.roster.district_id,
        status=status, offered_at=at, **moments,
    )  # fmt: skip


def _post(assignment: Assignment, judge: User, at: datetime.datetime) -> Post:
    key = f"{1_900_000_000_000_000_000 + assignment.pk}"
    is_verified = assignment.status == "verified"
    return Post(
        assignment=assignment,
        district_id=assignment.district_id,
        platform="x",
        key=key,
        url=f"https://x.com/i/status/{key}",
        handle_match=Post.HandleMatch.UNKNOWN,
        status=assignment.status,
        judged_by=judge if is_verified else None,
        judged_at=at + datetime.timedelta(hours=5) if is_verified else None,
    )
