"""Erasing: what takes one person out of each table of the network and of the influencers app.

Rows that tell only about the person are deleted. Rows that others need (a team's history, a step of the funnel) stay, and
tell of nobody: the person's row keeps its number and loses everything else.
"""

from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from influencers.models import (
    Attendance,
    AudienceSample,
    Consent,
    Handle,
    Influencer,
    Invitation,
    JoinRequest,
    Note,
    ScoreCard,
    Snooze,
    StageChange,
    StoredFile,
    Touchpoint,
)
from network.models import Area, ImportBatch, ImportRow, Merge, Person
from network.models.people import PHONE_FIELDS
from network.scope import district_path
from network.services import logins, visibility

NAME_HI, NAME_EN = "मिटाया गया", "erased"
Counts = dict[str, int]


def erase_profile(person: Person) -> Counts:
    """Take name, contact data and everything personal off the person, the influencer and the login; blank their histories."""
    rows = _import_rows(person).delete()[0]
    Merge.objects.filter(Q(kept=person) | Q(gone=person)).update(changes=[])
    influencer = Influencer.objects.filter(person=person).first()
    _forget_in_admin_log("network.person", [person.pk])
    _forget_in_admin_log("network.appointment", person.appointments.values_list("pk", flat=True))
    if influencer is not None:
        _forget_in_admin_log("influencers.influencer", [influencer.pk])
        _forget_in_admin_log("influencers.rosterseat", influencer.seats.values_list("pk", flat=True))
        _blank_influencer(influencer)
    if person.user is not None:
        logins.close(person.user)
    person.appointments.exclude(reason="").update(reason="")
    _blank_person(person)
    _call("samvad_blank_history", person.pk)
    if influencer is not None:
        _call("samvad_blank_influencer_history", influencer.pk)
    return {"person": 1, "influencer": int(influencer is not None), "import_row": rows}


def erase_accounts(person: Person) -> Counts:
    """Delete accounts with what was read of them, screenshots too."""
    samples = AudienceSample.objects.filter(handle__influencer__person=person)
    _forget_in_admin_log(
        "influencers.handle", Handle.objects.filter(influencer__person=person).values_list("pk", flat=True)
    )
    files = list(samples.exclude(screenshot=None).values_list("screenshot", flat=True))
    read = samples.delete()[0]
    accounts = Handle.objects.filter(influencer__person=person).delete()[0]
    shots = StoredFile.objects.filter(pk__in=files).delete()[0]
    return {"audience_sample": read, "handle": accounts, "screenshot": shots}


def log_consents(person: Person) -> list[dict[str, object]]:
    """What the sealed log keeps of consents: purpose, notice, language, way, from when until when."""
    return [
        {
            "purpose": row.purpose,
            "notice": row.notice.version,
            "language": row.language,
            "channel": row.channel,
            "given_at": row.given_at.isoformat(),
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        }
        for row in Consent.objects.filter(person=person).select_related("notice").order_by("pk")
    ]


def log_openings(person: Person) -> list[dict[str, object]]:
    """When and by which office contact data was opened."""
    rows = visibility.openings(person, most=None)
    names = visibility.offices_of([row.by_id for row in rows], timezone.localdate())
    return [{"at": row.at.isoformat(), "office": names[row.by_id]} for row in rows]


def erase_consents(person: Person) -> Counts:
    """Delete consents; the sealed log keeps their times."""
    return {"consent": Consent.objects.filter(person=person).delete()[0]}


def erase_invitations(person: Person) -> Counts:
    """Delete invitations; their links open nothing."""
    return {"invitation": Invitation.objects.filter(person=person).delete()[0]}


def erase_joins(person: Person) -> Counts:
    """Delete requests to join of the person and of their number."""
    own = Q(person=person)
    if person.phone_hash:
        own |= Q(phone_hash=person.phone_hash)
    return {"join_request": JoinRequest.objects.filter(own).delete()[0]}


def erase_steps(person: Person) -> Counts:
    """Steps stay for the funnel, without the reasons that were written down."""
    rows = StageChange.objects.filter(influencer__person=person).exclude(reason="")
    return {"reason_of_step": rows.update(reason="")}


def erase_cards(person: Person) -> Counts:
    """Delete score cards with their scores."""
    return {"score_card": ScoreCard.objects.filter(influencer__person=person).delete()[0]}


def erase_touchpoints(person: Person) -> Counts:
    """Delete conversations and snoozes."""
    spoken = Touchpoint.objects.filter(influencer__person=person).delete()[0]
    return {"touchpoint": spoken, "snooze": Snooze.objects.filter(influencer__person=person).delete()[0]}


def erase_notes(person: Person) -> Counts:
    """Delete what others noted."""
    return {"note": Note.objects.filter(influencer__person=person).delete()[0]}


def erase_trainings(person: Person) -> Counts:
    """Delete the person's places in trainings."""
    return {"attendance": Attendance.objects.filter(person=person).delete()[0]}


def _blank_person(person: Person) -> None:
    home = Area.objects.filter(path=district_path(person.home_area.path)).first() or person.home_area
    fields: dict[str, object] = {
        "name_hi": NAME_HI,
        "name_en": NAME_EN,
        "gender": "",
        "phone": None,
        "email": "",
        "home_area": home,
        "languages": ["hi"],
        "status": Person.Status.LEFT,
        "is_adult_confirmed": False,
        "birth_month": None,
        "birth_day": None,
        "quiet_from": None,
        "quiet_until": None,
    }
    for name, value in fields.items():
        setattr(person, name, value)
    own = [*(set(fields) - {"phone"}), *PHONE_FIELDS]
    person.save(update_fields=[*own, "search_words"])
    Person.objects.filter(pk=person.pk).update(name_key="")  # nobody looks like an erased person


def _blank_influencer(influencer: Influencer) -> None:
    Influencer.objects.filter(pk=influencer.pk).update(
        subjects=[],
        declared_followers=None,
        remark="",
        owner=None,
        setting="",
        writing_style="",
        public_contact="",
        public_contact_url="",
        audience=None,
        last_touched_at=None,
        paused_until=None,
    )


def _import_rows(person: Person):
    """Rows of sheets, kept for 30 days, that name the person or their number; those of sheets that wait stay as they are."""
    digits = (person.phone or "")[-10:]
    found = Q(text__contains=person.name_hi)
    if person.name_en:
        found |= Q(text__contains=person.name_en)
    if digits:
        found |= Q(text__contains=digits) | Q(text__contains=f"{digits[:5]} {digits[5:]}")
    rows = ImportRow.objects.exclude(batch__status__in=[*ImportBatch.RUNNING, ImportBatch.Status.PREVIEWED])
    return rows.annotate(text=Cast("raw", TextField())).filter(found)


def _forget_in_admin_log(model: str, pks: Iterable[int]) -> None:
    """The admin's own log repeats names; it keeps the act, not the name."""
    app, _dot, name = model.partition(".")
    rows = LogEntry.objects.filter(content_type__app_label=app, content_type__model=name)
    rows.filter(object_id__in=[str(pk) for pk in pks]).update(object_repr=NAME_EN, change_message="")


def _call(function: str, key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])  # the name is one of ours
