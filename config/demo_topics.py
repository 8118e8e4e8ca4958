"""Makes the demo's topics: over, out and corrected, rapid, and one that waits to be cleared, so no page is empty."""

import datetime
import random
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from campaigns.models import Angle, Assignment, CalendarEntry, Post, Topic
from campaigns.services import briefs, corrections, drafting, occurrences, polls, topics
from campaigns.services.briefs import AngleText, BriefText, FactText, Line
from campaigns.services.polls import PollDay
from config import demo_media
from influencers.models import RosterSeat
from network.models import Area, AreaKind, User

STEPS = ["offered", "seen", "accepted", "declined", "claimed", "verified", "verified", "verified"]
REACHED = {"offered": 0, "seen": 1, "declined": 2, "accepted": 2, "claimed": 3, "verified": 3}

DISCLOSURE = {"disclosure_hi": "मैं पार्टी का स्वयंसेवक हूँ।", "disclosure_en": "I volunteer for the party."}
READING = BriefText(
    why_today_hi="स्कूलों में पुस्तकालय का घंटा शुरू हुआ है। लोग पूछ रहे हैं कि उनके गाँव के स्कूल में क्या बदला।",
    why_today_en="Schools have begun a library hour. People ask what changed in the school of their village.",
    facts=[
        FactText(
            "शिक्षा का अधिकार क़ानून की अनुसूची हर स्कूल में पुस्तकालय की बात करती है।",
            "शिक्षा का अधिकार अधिनियम 2009, अनुसूची",
            text_en="The schedule of the Right to Education Act speaks of a library in every school.",
            source_title_en="Right to Education Act 2009, schedule",
            source_on=datetime.date(2009, 8, 26),
        ),
        FactText("यह डेमो के लिए लिखा गया ब्रीफ़ है; तथ्य जाँचकर ही लिखें।", "संवाद डेमो"),
    ],
    angles=[
        AngleText(
            "माता-पिता की नज़र से",
            "आपके बच्चे ने पिछले महीने कौन-सी किताब पढ़ी?",
            title_en="As a parent",
            question_en="Which book did your child read last month?",
            key_facts=[1],
        ),
        AngleText("शिक्षक की नज़र से", "पुस्तकालय के घंटे में कक्षा कैसी दिखती है?", key_facts=[1], subjects=["education"]),
        AngleText("पूर्व छात्र की नज़र से", "आपको स्कूल में कौन-सी किताब मिली जो आज भी याद है?", subjects=["education", "youth"]),
    ],
    do_not_say=[Line("किसी बच्चे का नाम या चेहरा न दिखाएँ।", "Show no child's name or face.")],
    **DISCLOSURE,
)
WATER = BriefText(
    why_today_hi="सर्दियों में तालाबों की सफ़ाई का समय है। हर ज़िले में लोग अपने जल-स्रोत के बारे में लिख सकते हैं।",
    why_today_en="Winter is the time to clean ponds. In every district people can write about their own water.",
    facts=[
        FactText(
            "संविधान का अनुच्छेद 51क नागरिकों से प्राकृतिक पर्यावरण की रक्षा की अपेक्षा करता है।",
            "भारत का संविधान, अनुच्छेद 51क(ग)",
            text_en="Article 51A of the Constitution expects citizens to protect the natural environment.",
            source_title_en="Constitution of India, article 51A(c)",
        )
    ],
    angles=[
        AngleText(
            "याद",
            "आपके बचपन में यह तालाब कैसा था?",
            title_en="Memory",
            question_en="How was this pond when you were a child?",
        ),
        AngleText(
            "आज",
            "आज इसका पानी किस काम आता है?",
            title_en="Today",
            question_en="What is its water used for today?",
            key_facts=[1],
        ),
        AngleText(
            "काम",
            "आपके मोहल्ले में कौन इसकी देखभाल करता है?",
            title_en="Work",
            question_en="Who looks after it where you live?",
        ),
    ],
    do_not_say=[
        Line("किसी अधिकारी पर बिना प्रमाण आरोप न लगाएँ।", "Blame no official without proof."),
        Line("किसी जाति या धर्म का नाम न लें।", "Name no caste and no religion."),
    ],
    platforms=["facebook", "instagram", "x"],
    **DISCLOSURE,
)
RUMOUR = BriefText(
    why_today_hi="एक पुरानी तस्वीर आज की बताकर फैलाई जा रही है। लोग सच जानना चाहते हैं।",
    why_today_en="An old picture goes round as if it were of today. People want to know what is true.",
    facts=[
        FactText(
            "डेमो: तस्वीर तीन साल पुरानी है।",
            "संवाद डेमो",
            text_en="Demo: the picture is three years old.",
            source_title_en="Samvad demo",
        )
    ],
    angles=[
        AngleText("तस्वीर की तारीख़", "आपने यह तस्वीर पहली बार कब देखी?", key_facts=[1]),
        AngleText("आज का हाल", "आज उसी जगह पर आपको क्या दिखता है?", settings=["urban"]),
    ],
    do_not_say=[Line("किसी व्यक्ति पर हमला न करें।", "Attack no person.")],
    platforms=["x", "facebook", "whatsapp"],
    **DISCLOSURE,
)


@transaction.atomic
def make(seed: int = 2026) -> int:
    """Make the topics and, for those that went out, what people made of them; return how many topics."""
    chance = random.Random(seed)  # noqa: S311 - a demo, no secrets
    now = timezone.now()
    day = datetime.timedelta(days=1)
    over = _topic("पुस्तकालय का घंटा", "The library hour", READING, kind="policy", closes_at=now + day)
    _went_out(over, at=now - 4 * day, chance=chance, share=1.0)
    Topic.objects.filter(pk=over.pk).update(status=Topic.Status.CLOSED, closes_at=now - day, closed_at=now - day)
    live = _topic("हमारा तालाब", "Our pond", WATER, kind="event", closes_at=now + 2 * day)
    demo_media.add_picture(live)
    _went_out(live, at=now - datetime.timedelta(hours=5), chance=chance, share=0.6)
    demo_media.write_sheets(live)
    live.refresh_from_db()  # the picture made another version of it
    _correct(live)
    _topic(
        "पुरानी तस्वीर, नई अफ़वाह", "Old picture, new rumour", RUMOUR, kind="rapid_response", closes_at=now + day,
        opens_at=now,
    )  # fmt: skip
    today = timezone.localdate()
    found = occurrences.between(CalendarEntry.objects.filter(kind="birth"), today, today + 30 * day)[0]
    day_of_calendar = _topic(
        found.entry.title_hi, found.entry.title_en, READING, kind=drafting.topic_kind(found.entry),
        closes_at=drafting.closing_time(found.on), calendar_entry=found.entry, occurs_on=found.on,
    )  # fmt: skip
    demo_media.add_picture_by_ai(day_of_calendar)
    _poll(now + 25 * day)
    return 4


def _poll(closes_at: datetime.datetime) -> None:
    """A fictional by-election in one district, with its silence and its model code, to be seen among the windows to come."""
    ujjain = Area.objects.of_kind(AreaKind.DISTRICT).get(name_en="Ujjain")
    poll = PollDay(
        body="sec", title_hi="नगर परिषद उपचुनाव (डेमो)", title_en="Town council by-election (demo)", places=[ujjain],
        closes_at=closes_at, code_from=closes_at - datetime.timedelta(days=14), code_until=closes_at + datetime.timedelta(days=3),
    )  # fmt: skip
    polls.announce(Area.objects.of_kind(AreaKind.STATE).get(), poll, by=User.objects.get(username="state"))


def _topic(title_hi: str, title_en: str, brief: BriefText, **fields: object) -> Topic:
    writer = User.objects.get(username="content")
    area = Area.objects.of_kind(AreaKind.STATE).get()
    return topics.draft(area=area, brief=brief, by=writer, title_hi=title_hi, title_en=title_en, **fields)


def _correct(topic: Topic) -> None:
    """Publish a correction of the first fact, and leave another one waiting for its second person."""
    (fact,) = briefs.text_of(topic.brief).facts
    writer, boss = User.objects.get(username="content"), User.objects.get(username="state")
    correction = corrections.write(
        topic,
        version=topic.version,
        wrong_hi="ब्रीफ़ में अनुच्छेद 51क का खंड (ग) लिखा था।",
        wrong_en="The brief named clause (c) of article 51A.",
        right_hi="प्राकृतिक पर्यावरण की बात खंड (छ) में है।",
        right_en="It is clause (g) that speaks of the natural environment.",
        facts={
            1: replace(
                fact,
                source_title_hi="भारत का संविधान, अनुच्छेद 51क(छ)",
                source_title_en="Constitution of India, article 51A(g)",
            )
        },
        by=writer,
    )
    corrections.publish(correction, by=boss)
    topic.refresh_from_db()
    corrections.write(
        topic,
        version=topic.version,
        wrong_hi="डेमो: तालाबों की सफ़ाई का समय ग़लत था।",
        right_hi="डेमो: सफ़ाई जनवरी तक चलती है।",
        by=writer,
    )


def _went_out(topic: Topic, *, at: datetime.datetime, chance: random.Random, share: float) -> None:
    """Put the topic into the state it has some days after its release, without sending anybody anything."""
    boss = User.objects.get(username="state")
    Topic.objects.filter(pk=topic.pk).update(
        status=Topic.Status.LIVE, cleared_by=boss, cleared_at=at, release_at=at, released_at=at, scheduled_by=boss,
        scheduled_at=at, written_at=at - datetime.timedelta(hours=3),
    )  # fmt: skip
    topic.versions.update(at=at - datetime.timedelta(hours=3))
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
