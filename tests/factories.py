"""Plain builders of rows: every argument has a sound default, so that a test names only what it is about."""

import datetime
from itertools import count

from django.utils import timezone

from campaigns.models import (
    Angle,
    Assignment,
    Blackout,
    Brief,
    CalendarEntry,
    Fact,
    Plan,
    PlannedAsk,
    Post,
    Segment,
    Topic,
)
from campaigns.services.topics import BriefText
from influencers.models import (
    Attendance,
    Consent,
    ConsentNotice,
    Course,
    Handle,
    Influencer,
    JoinRequest,
    Material,
    Note,
    Roster,
    RosterSeat,
    RosterTarget,
    Touchpoint,
    Training,
)
from influencers.services import materials
from network.models import Appointment, Area, AreaKind, Cell, Office, Person, User

_numbers = count(1)
PASSWORD = "correct horse battery"
TEXT = BriefText(
    why_today="आज का दिन",
    facts=[("एक तथ्य", "एक स्रोत", "https://example.org/source")],
    angles=[("पहला पहलू", "आप क्या सोचते हैं?"), ("दूसरा पहलू", "आपने क्या देखा?")],
    do_not_say="यह न कहें",
    disclosure="मैं स्वयंसेवक हूँ।",
)


def make_area(kind: str, code: str, parent: Area | None = None, **fields: object) -> Area:
    area = Area(
        kind=AreaKind(kind),
        code=code,
        parent=parent,
        **({"name_hi": f"क्षेत्र {code}", "name_en": f"Area {code}"} | fields),
    )
    area.path, area.electoral_path = area.path_under(parent), area.electoral_path_under(area.electoral_parent)
    area.save()
    if kind == "district":
        Roster.objects.create(district=area)
    return area


def make_cell(area: Area, **fields: object) -> Cell:
    number = next(_numbers)
    defaults = {"kind": "it", "name_hi": f"प्रकोष्ठ {number}", "name_en": f"Cell {number}"}
    return Cell.objects.create(area=area, **(defaults | fields))


def make_user(username: str = "", **fields: object) -> User:
    return User.objects.create_user(username or f"user-{next(_numbers)}", password=PASSWORD, **fields)


def make_person(home_area: Area, **fields: object) -> Person:
    number = next(_numbers)
    defaults = {"name_hi": f"व्यक्ति {number}", "name_en": f"Person {number}", "email": f"person-{number}@example.org"}
    return Person.objects.create(home_area=home_area, **(defaults | fields))


def make_office_holder(office: str, area: Area, username: str = "", *, cell: Cell | None = None) -> User:
    """A login whose person holds the office in the area, or in its cell, today."""
    user = make_user(username)
    person = make_person(area, user=user)
    held = Appointment.objects.filter(office__code=office, area=area, cell=cell).count()
    Appointment.objects.create(
        person=person,
        office=Office.objects.get(code=office),
        area=area,
        cell=cell,
        seat=held + 1,
        starts_on=timezone.localdate() - datetime.timedelta(days=1),
        confirmed_by=User.objects.filter(is_superuser=True).first() or make_user(is_superuser=True, is_staff=True),
    )
    return user


def make_influencer(
    district: Area, *, consents: bool = True, seated: bool = True, user: User | None = None, **person_fields: object
):
    """A public voice of the district: by default a member of the team, active, with their own consent to briefs.

    Without consent a seat is a place kept, not a member.
    """
    person = make_person(district, user=user, **person_fields)
    influencer = Influencer.objects.create(person=person, district=district, stage="active")
    if consents:
        give_consent(person)
    if seated:
        joined_on = timezone.localdate() if consents else None
        RosterSeat.objects.create(roster=district.roster, influencer=influencer, joined_on=joined_on)
    return influencer


def make_handle(influencer, platform: str = "x", handle: str = "") -> Handle:
    """An account of the influencer."""
    handle = handle or f"voice_{next(_numbers)}"
    return Handle.objects.create(
        influencer=influencer, platform=platform, handle=handle, url=f"https://{platform}.example/{handle}"
    )


def make_target(area: Area, *, days: int = 90, member_count: int = 8) -> RosterTarget:
    due_on = timezone.localdate() + datetime.timedelta(days=days)
    return RosterTarget.objects.create(area=area, due_on=due_on, member_count=member_count)


def give_consent(person: Person, purpose: str = "briefs") -> Consent:
    notice, _ = ConsentNotice.objects.get_or_create(version=1, defaults={"text_hi": "सूचना", "text_en": "notice"})
    return Consent.objects.create(person=person, purpose=purpose, notice=notice, language="hi", channel="test")


def make_join_request(district: Area, **fields: object) -> JoinRequest:
    """Somebody asks to join the team of the district."""
    number = next(_numbers)
    notice, _ = ConsentNotice.objects.get_or_create(version=1, defaults={"text_hi": "सूचना", "text_en": "notice"})
    phone = fields.pop("phone", f"+9198{number:08}")
    defaults = {
        "name_hi": f"इच्छुक {number}",
        "profile": f"https://x.com/joins_{number}",
        "purposes": ["briefs", "coverage"],
        "notice": notice,
        "language": "hi",
    }
    request = JoinRequest(district=district, **(defaults | fields))
    request.phone = phone
    request.save()
    return request


def make_entry(area: Area, **fields: object) -> CalendarEntry:
    number = next(_numbers)
    defaults = {
        "kind": "birth",
        "title_hi": f"जयंती {number}",
        "title_en": f"Birth {number}",
        "month": 11,
        "day": 14,
        "certainty": "sure",
    }
    return CalendarEntry.objects.create(area=area, **(defaults | fields))


def make_topic(area: Area, *, status: str = "draft", angles: int = 2, **fields: object) -> Topic:
    """A topic with its brief, in any status; whatever that status needs is filled in."""
    number, now = next(_numbers), timezone.now()
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
    brief = Brief.objects.create(
        topic=topic, why_today=TEXT.why_today, do_not_say=TEXT.do_not_say, disclosure=TEXT.disclosure
    )
    Fact.objects.create(brief=brief, text="एक तथ्य", source_title="एक स्रोत", source_url="https://example.org/source")
    for place in range(angles):
        Angle.objects.create(brief=brief, position=place, title=f"पहलू {place}", question=f"सवाल {place}?")
    return topic


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
    return Segment.objects.create(area=area, **({"name": f"समूह {next(_numbers)}"} | fields))


def make_planned_ask(topic: Topic, influencer: Influencer, **fields: object) -> PlannedAsk:
    """Somebody who is planned for a scheduled topic, on the day it goes out."""
    day = timezone.localdate(topic.release_at)
    made = {"made_at": timezone.now()}
    plan, _created = Plan.objects.get_or_create(day=day, district=influencer.district, defaults=made)
    plan.topics.add(topic)
    defaults = {"angle": topic.brief.angles.first(), "district": influencer.district, "why": [["load", 0]]}
    return PlannedAsk.objects.create(plan=plan, topic=topic, influencer=influencer, **(defaults | fields))


def make_post(assignment: Assignment, *, status: str = "claimed", **fields: object) -> Post:
    number = next(_numbers)
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


def make_blackout(area: Area, *, reason: str = "silence", hours: int = 1) -> Blackout:
    now = timezone.now()
    span = datetime.timedelta(hours=hours)
    return Blackout.objects.create(area=area, starts_at=now - span, ends_at=now + span, reason=reason)


def make_course(code: str = "") -> Course:
    number = next(_numbers)
    return Course.objects.create(code=code or f"course-{number}", title_hi=f"पाठ {number}", title_en=f"Course {number}")


def make_training(
    area: Area,
    *,
    course: Course | None = None,
    office: str = "",
    starts_at: datetime.datetime | None = None,
    begins_in: datetime.timedelta = datetime.timedelta(days=3),
    **fields: object,
) -> Training:
    """A planned training of two hours, by default for the members of the teams, in three days."""
    begins = starts_at or timezone.now() + begins_in
    defaults: dict[str, object] = {
        "audience": "office" if office else "roster",
        "office": Office.objects.get(code=office) if office else None,
        "starts_at": begins,
        "ends_at": begins + datetime.timedelta(hours=2),
        "place": "पार्टी कार्यालय",
        "trainer": "कविता नमूना",
    }
    return Training.objects.create(course=course or make_course(), area=area, **(defaults | fields))


def make_attendance(training: Training, person: Person, *, was_there: bool = False) -> Attendance:
    at = timezone.now()
    return Attendance.objects.create(
        training=training, person=person, invited_at=at, attended_at=at if was_there else None
    )


def make_material(training: Training) -> Material:
    content = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
    return materials.add(training, title="परचा", name="परचा.pdf", content=content, by=None)


def make_touchpoint(influencer: Influencer, **fields: object) -> Touchpoint:
    """Somebody called an influencer just now; the last word of the influencer is left as it is."""
    return Touchpoint.objects.create(influencer=influencer, **({"kind": "call", "at": timezone.now()} | fields))


def make_note(influencer: Influencer, *, author: User, visibility: str = "state") -> Note:
    """A note of that circle, written in no office."""
    return Note.objects.create(influencer=influencer, author=author, visibility=visibility, text="a word")


def make_verified_post(influencer: Influencer, *, days_ago: int = 0) -> Post:
    """A post of the influencer that was verified so many days ago."""
    judged_at = timezone.now() - datetime.timedelta(days=days_ago)
    topic = Topic.objects.filter(area=influencer.district, status="live").exclude(assignments__influencer=influencer)
    assignment = make_assignment(influencer, topic.first(), status="verified")
    return make_post(assignment, status="verified", judged_at=judged_at)
