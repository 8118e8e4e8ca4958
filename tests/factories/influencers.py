"""Builders of voices, accounts, consents, conversations and trainings."""

import datetime

from django.utils import timezone

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
    RosterSeat,
    RosterTarget,
    Touchpoint,
    Training,
)
from influencers.services import materials
from network.models import Area, Office, Person, User
from tests.factories.network import make_person, numbers


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
    handle = handle or f"voice_{next(numbers)}"
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
    number = next(numbers)
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


def make_course(code: str = "") -> Course:
    number = next(numbers)
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
