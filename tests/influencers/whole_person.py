"""A volunteer of whom everything there is holds something: what an erasure has to find."""

import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from campaigns.models import Delivery, Notice, Post
from campaigns.services import brief_links, compose, posts
from influencers.models import (
    AudienceSample,
    Course,
    Criterion,
    Influencer,
    JoinRequest,
    Note,
    Rubric,
    Score,
    ScoreCard,
    Snooze,
    StageChange,
    Touchpoint,
    Training,
)
from influencers.services import handles
from network.models import ImportBatch, ImportRow, Person, User
from network.services import people
from tests import factories

NAME_HI, NAME_EN, ACCOUNT = "विलक्षणा अनोखीवाल", "Vilakshana Anokhiwal", "vilakshana_a"
PHONE, EMAIL = "+919826077712", "vilakshana@samvad.example"
WORDS = ["विलक्षणा", "अनोखीवाल", "Vilakshana", "Anokhiwal", "vilakshana", "anokhiwal", "9826077712", "SECRET-WORDS"]


def make(party, lead: User, operator: User) -> Influencer:
    user = factories.make_user("vilakshana", email=EMAIL)
    made = factories.make_influencer(
        party.district, user=user, name_hi=NAME_HI, name_en=NAME_EN, phone=PHONE, email=EMAIL
    )
    made.person.home_area = party.panchayat
    made.person.birth_day, made.person.birth_month, made.person.gender = 29, 2, "woman"
    made.person.quiet_from, made.person.quiet_until = datetime.time(21), datetime.time(8)
    made.person.save()
    fill(made, lead)
    LogEntry.objects.create(
        user=operator, content_type=ContentType.objects.get_for_model(Person), object_id=str(made.person_id),
        object_repr=NAME_HI, action_flag=CHANGE,
    )  # fmt: skip
    batch = ImportBatch.objects.create(
        kind="roster", area=party.district, file_name="list.xlsx", sha256="0" * 64, uploaded_by=lead,
        status="confirmed", confirmed_at=timezone.now(),
    )  # fmt: skip
    ImportRow.objects.create(
        batch=batch, number=2, raw={"नाम": NAME_HI, "मोबाइल": PHONE[-10:]}, cleaned={}, verdict="good"
    )
    ImportRow.objects.create(batch=batch, number=3, raw={"नाम": "कोई और"}, cleaned={}, verdict="good")
    return made


def fill(voice: Influencer, lead: User) -> None:
    person, now = voice.person, timezone.now()
    Influencer.objects.filter(pk=voice.pk).update(
        remark="SECRET-WORDS",
        writing_style="SECRET-WORDS",
        public_contact="vilakshana",
        public_contact_url="https://x.com",
    )
    handle = handles.declare(voice, f"https://x.com/{ACCOUNT}", platform=None, by=lead)
    AudienceSample.objects.create(handle=handle, taken_at=now, followers=5, grade="self", source="SECRET-WORDS")
    person.invitations.create(token_hash="1" * 64, expires_at=now)
    request = JoinRequest(district=voice.district, name_hi=NAME_HI, profile=f"x.com/{ACCOUNT}", purposes=["briefs"],
                          notice=person.consents.first().notice, language="hi")  # fmt: skip
    request.phone = PHONE
    request.save()
    StageChange.objects.create(influencer=voice, before="", stage="spotted", at=now, reason="SECRET-WORDS")
    rubric = Rubric.objects.create(version=99)
    line = Criterion.objects.create(rubric=rubric, code="reach", position=1, name_hi="पहुँच", name_en="reach")
    card = ScoreCard.objects.create(influencer=voice, rubric=rubric, reviewer=lead)
    Score.objects.create(card=card, criterion=line, points=3, reason="SECRET-WORDS", links=["https://x.com/vilakshana"])
    Touchpoint.objects.create(influencer=voice, kind="call", at=now, by=lead, summary="SECRET-WORDS")
    Note.objects.create(influencer=voice, text="SECRET-WORDS", visibility="mine", author=lead)
    Snooze.objects.create(influencer=voice, until=now.date(), reason="SECRET-WORDS", by=lead)
    course = Course.objects.create(code="basics", title_hi="आरंभ", title_en="Basics")
    training = Training.objects.create(course=course, area=voice.district, audience="roster", starts_at=now,
                                       ends_at=now + datetime.timedelta(hours=1), place="Bhopal", trainer="A")  # fmt: skip
    training.attendances.create(person=person, invited_at=now)
    people.open_contact(person, reason="called Vilakshana SECRET-WORDS", by=lead)
    for number, status in ((1, "accepted"), (2, "accepted"), (3, "accepted")):
        work = factories.make_assignment(voice, status=status)
        token = brief_links.ensure([work])[work.pk]
        assert token
        compose.save(work, text=f"SECRET-WORDS {NAME_HI} {NAME_EN}", by=None)
        posts.submit(work, link=f"https://x.com/{ACCOUNT}/status/123456789012{number}", by=None)
        row = {"assignment": work, "person": person, "area": voice.district, "due_at": now}
        Delivery.objects.create(
            key=f"brief:{work.pk}", channel="in_app", purpose="brief", status="sent", sent_at=now, **row
        )
        Notice.objects.create(key=f"n{work.pk}", person=person, assignment=work, purpose="brief", at=now)
    first, second, _third = Post.objects.order_by("pk")
    posts.verify(first, by=lead)
    posts.reject(second, reason="SECRET-WORDS", by=lead)


def everything() -> str:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}: ' || t::text FROM {table} AS t" for table in tables))
        return "\n".join(text for (text,) in cursor.fetchall())
