"""Makes the demo's trainings: one that was held, one that people are checked in to today, one that is invited to."""

import datetime

from django.db import transaction
from django.utils import timezone

from influencers.models import Attendance, Course, Training
from influencers.services import courses, materials, trainings
from network.models import Area, AreaKind, Office, User

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
HANDOUT = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 420 300] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj
4 0 obj << /Length 70 >> stream
BT /F 18 Tf 40 200 Td (Basics of Samvad: a handout of the demo) Tj ET
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
trailer << /Root 1 0 R >>
%%EOF
"""


@transaction.atomic
def make() -> int:
    """Make the trainings, without telling anybody anything; return how many."""
    courses.load_seed()
    state = Area.objects.of_kind(AreaKind.STATE).get()
    bhopal = Area.objects.of_kind(AreaKind.DISTRICT).get(name_en="Bhopal")
    boss, lead = User.objects.get(username="state"), User.objects.get(username="lead-bhopal")
    basics, law = (Course.objects.get(code=code) for code in ("basics", "social-media-law"))
    leads = Office.objects.get(code="district_lead")
    held = _training(basics, state, boss, -20 * DAY, office=leads, place="प्रदेश कार्यालय, भोपाल", trainer="मीना मिसाल")
    _list(held, there=lambda number: number % 5 != 0)
    Training.objects.filter(pk=held.pk).update(status=Training.Status.HELD)
    today = _training(basics, bhopal, lead, -HOUR / 2, place="ज़िला कार्यालय, भोपाल", trainer="सलीम नमूना")
    _list(today, there=lambda number: number % 2 == 0)
    soon = _training(law, bhopal, lead, 5 * DAY, link="https://meet.example.org/samvad", trainer="नेहा उदाहरण")
    _list(soon, there=lambda _number: False)
    for training in (held, today):
        materials.add(training, title="पहला परचा", name="handout.pdf", content=HANDOUT, by=None)
    return 3


def _training(
    course: Course,
    area: Area,
    by: User,
    begins_in: datetime.timedelta,
    *,
    trainer: str,
    office: Office | None = None,
    place: str = "",
    link: str = "",
) -> Training:
    starts_at = (timezone.localtime() + begins_in).replace(second=0, microsecond=0)
    if abs(begins_in) >= DAY:
        starts_at = starts_at.replace(hour=11, minute=0)
    return Training.objects.create(
        course=course,
        area=area,
        audience=Training.Audience.OFFICE if office else Training.Audience.ROSTER,
        office=office,
        starts_at=starts_at,
        ends_at=starts_at + 3 * HOUR,
        place=place,
        link=link,
        trainer=trainer,
        made_by=by,
    )


def _list(training: Training, *, there) -> None:
    """Put the audience on the list; `there(number)` says who of them came."""
    people = trainings.invitees(training.area, training.audience, training.office).order_by("pk")
    Attendance.objects.bulk_create(
        Attendance(
            training=training,
            person=person,
            invited_at=training.starts_at - 7 * DAY,
            attended_at=training.starts_at if there(number) else None,
            checked_by=training.made_by if there(number) else None,
        )
        for number, person in enumerate(people)
    )
