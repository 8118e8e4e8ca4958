"""Builders of days, topics, assignments, plans, messages, polls and posts."""

import datetime
import hashlib
from dataclasses import replace

from django.utils import timezone

from campaigns.models import (
    Angle,
    Assignment,
    Blackout,
    BriefMedia,
    CalendarEntry,
    Correction,
    Delivery,
    OwnDraft,
    Plan,
    PlannedAsk,
    Poll,
    Post,
    Segment,
    Topic,
)
from campaigns.services import briefs, compose
from campaigns.services.briefs import AngleText, BriefText, FactText, Line
from influencers.models import Influencer, StoredFile
from network.models import Area, User
from tests.factories.network import numbers

TEXT = BriefText(
    why_today_hi="आज का दिन",
    facts=[FactText("एक तथ्य", "एक स्रोत", source_url="https://example.org/source")],
    angles=[AngleText("पहला पहलू", "आप क्या सोचते हैं?"), AngleText("दूसरा पहलू", "आपने क्या देखा?")],
    do_not_say=[Line("यह न कहें")],
    disclosure_hi="मैं स्वयंसेवक हूँ।",
)


def make_entry(area: Area, **fields: object) -> CalendarEntry:
    number = next(numbers)
    defaults = {
        "kind": "birth",
        "title_hi": f"जयंती {number}",
        "title_en": f"Birth {number}",
        "certainty": "sure",
    }
    if fields.get("recurrence", "yearly") == "yearly":
        defaults |= {"month": 11, "day": 14}
    return CalendarEntry.objects.create(area=area, **(defaults | fields))


def make_topic(area: Area, *, status: str = "draft", angles: int = 2, **fields: object) -> Topic:
    """A topic with its brief, in any status; whatever that status needs is filled in."""
    number, now = next(numbers), timezone.now()
    defaults: dict[str, object] = {
        "kind": "event",
        "title_hi": f"विषय {number}",
        "title_en": f"Topic {number}",
        "closes_at": now + datetime.timedelta(days=2),
        "status": status,
    }
    if status in ("cleared", "scheduled", "live", "closed"):
        defaults["cleared_at"] = now
    if status in ("scheduled", "live", "closed"):
        defaults["release_at"] = now
    if status in ("live", "closed"):
        defaults["released_at"] = now
    topic = Topic.objects.create(area=area, **(defaults | fields))
    brief = briefs.write(topic, replace(TEXT, angles=[]))
    for place in range(angles):
        Angle.objects.create(brief=brief, position=place, title_hi=f"पहलू {place}", question_hi=f"सवाल {place}?")
    return topic


def make_correction(topic: Topic, *, written_by: User | None = None, **fields: object) -> Correction:
    """A correction of the topic's brief that waits for its second person."""
    defaults = {"wrong_hi": "ग़लत बात", "right_hi": "सही बात", "corrects": topic.version, "written_by": written_by}
    return Correction.objects.create(topic=topic, **(defaults | fields))


def make_assignment(influencer, topic: Topic | None = None, *, status: str = "offered", **fields: object) -> Assignment:
    topic = topic or make_topic(influencer.district, status="live")
    defaults = {
        "angle": topic.brief.angles.first(),
        "district": influencer.district,
        "offered_at": timezone.now(),
        "status": status,
    }
    return Assignment.objects.create(topic=topic, influencer=influencer, **(defaults | fields))


def make_segment(area: Area, **fields: object) -> Segment:
    """A segment of everybody in the teams of the area."""
    return Segment.objects.create(area=area, **({"name": f"समूह {next(numbers)}"} | fields))


def make_planned_ask(topic: Topic, influencer: Influencer, **fields: object) -> PlannedAsk:
    """Somebody who is planned for a scheduled topic, on the day it goes out."""
    day = timezone.localdate(topic.release_at)
    made = {"made_at": timezone.now()}
    plan, _created = Plan.objects.get_or_create(day=day, district=influencer.district, defaults=made)
    plan.topics.add(topic)
    defaults = {"angle": topic.brief.angles.first(), "district": influencer.district, "why": [["load", 0]]}
    return PlannedAsk.objects.create(plan=plan, topic=topic, influencer=influencer, **(defaults | fields))


def make_post(assignment: Assignment, *, status: str = "claimed", **fields: object) -> Post:
    number = next(numbers)
    defaults: dict[str, object] = {
        "district": assignment.district,
        "platform": "x",
        "key": str(number),
        "url": f"https://x.com/i/status/{number}",
        "handle_match": "unknown",
        "status": status,
    }
    if status != "claimed":
        defaults |= {"judged_at": timezone.now(), "reason": "नहीं" if status == "rejected" else ""}
    return Post.objects.create(assignment=assignment, **(defaults | fields))


def make_delivery(
    assignment: Assignment, *, channel: str = "in_app", status: str = "sent", **fields: object
) -> Delivery:
    """A message about the assignment's brief."""
    now = timezone.now()
    defaults = {
        "key": f"brief:{assignment.pk}:{channel}",
        "person": assignment.influencer.person,
        "area": assignment.district,
        "purpose": "brief",
        "due_at": now,
        "sent_at": now if status == "sent" else None,
    }
    return Delivery.objects.create(assignment=assignment, channel=channel, status=status, **(defaults | fields))


def make_blackout(area: Area, *, reason: str = "silence", hours: int = 1) -> Blackout:
    now = timezone.now()
    span = datetime.timedelta(hours=hours)
    return Blackout.objects.create(area=area, starts_at=now - span, ends_at=now + span, reason=reason)


def make_poll(area: Area, *, places: list[Area] | None = None, days: int = 20, **fields: object) -> Poll:
    """A poll of so many days from now, without its windows."""
    closes_at = timezone.now() + datetime.timedelta(days=days)
    poll = Poll.objects.create(area=area, closes_at=closes_at, **({"body": "sec", "title_hi": "मतदान"} | fields))
    poll.places.set(places or [area])
    return poll


def make_media(topic: Topic) -> BriefMedia:
    """A PDF beside the brief of a topic in any status."""
    content = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
    file = StoredFile.objects.create(
        area=topic.area,
        name="परचा.pdf",
        content_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
    )
    return BriefMedia.objects.create(brief=topic.brief, file=file, kind="pdf", title="परचा", is_ai=False)


def make_own_draft(assignment: Assignment, text: str = "") -> OwnDraft:
    """What the person wrote beside the brief; without a text one that nobody else wrote."""
    text = text or " ".join(f"{number} मेरी अपनी बात {next(numbers)}" for number in range(9))
    return compose.save(assignment, text=text, by=None)


def make_verified_post(influencer: Influencer, *, days_ago: int = 0) -> Post:
    """A post of the influencer that was verified so many days ago."""
    judged_at = timezone.now() - datetime.timedelta(days=days_ago)
    topic = Topic.objects.filter(area=influencer.district, status="live").exclude(assignments__influencer=influencer)
    assignment = make_assignment(influencer, topic.first(), status="verified")
    return make_post(assignment, status="verified", judged_at=judged_at)
