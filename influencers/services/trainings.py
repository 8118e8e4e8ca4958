"""Trainings: planning a session, inviting its audience, changing it, calling it off, closing it."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers import announcing
from influencers.announcing import Occasion
from influencers.models import Consent, Course, RosterSeat, Training
from network.codes import ALPHABET
from network.errors import RuleBroken
from network.models import Appointment, Area, Office, Person, User
from network.models.areas import inside
from network.rights import Feature, require
from network.services import audit

INVITE_SQL = (Path(__file__).parent / "training_invite.sql").read_text(encoding="utf-8")
EDITABLE = ("starts_at", "ends_at", "place", "link", "trainer")
WORTH_TELLING = {"starts_at", "ends_at", "place", "link"}

Status, Whom = Training.Status, Training.Audience


@dataclass(frozen=True)
class Reach:
    """Whom a training would invite: how many, and how many of a team are left out until they say yes to messages."""

    invited: int
    left_out: int


@transaction.atomic
def plan(
    course: Course,
    area: Area,
    *,
    audience: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    trainer: str,
    by: User | None,
    office: Office | None = None,
    place: str = "",
    link: str = "",
) -> Training:
    """Plan a session of the course for holders of the office in the area, or for the members of its teams.

    Nobody is told before `invite`. Raises RuleBroken for times that are past or in the wrong order, for neither place nor
    link, and for an audience that does not say which office.
    """
    require(by, Feature.TRAIN, area)
    if (audience == Whom.OFFICE) != (office is not None):
        raise RuleBroken(_("Say which office it is for; a training for teams names none."), code="office_missing")
    training = Training(
        course=course,
        area=area,
        audience=audience,
        office=office,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        link=link.strip(),
        trainer=trainer.strip(),
        made_by=by,
    )
    _refuse_unsound(training)
    training.save()
    audit.record("training.planned", training, by=by, area=area, course=course.code)
    return training


@transaction.atomic
def change(training: Training, *, by: User | None, **changes: object) -> Training:
    """Change time, place, link or trainer of a planned session; who was told of it already is told of the change.

    Raises RuleBroken as `plan` does, and for a session that is held or called off.
    """
    training = _lock_planned(training, by)
    if not set(changes) <= set(EDITABLE):
        raise RuleBroken(
            _("Only time, place, link and trainer can be changed; otherwise call it off and plan anew."),
            code="not_changeable",
        )
    changed = [name for name in EDITABLE if name in changes and getattr(training, name) != changes[name]]
    for name in changed:
        value = changes[name]
        setattr(training, name, value.strip() if isinstance(value, str) else value)
    if not changed:
        return training
    _refuse_unsound(training)
    training.save(update_fields=changed)
    audit.record("training.changed", training, by=by, area=training.area, fields=changed)
    if WORTH_TELLING.intersection(changed):
        announcing.tell(training, Occasion.CHANGED, timezone.now())
    return training


def reach(area: Area, audience: str, office: Office | None, *, listed: Training | None = None) -> Reach:
    """How many people a training would invite today, besides those whom it has `listed` already; at most three queries."""
    people = invitees(area, audience, office)
    members = people.count()
    left_out = (
        0 if audience == Whom.OFFICE else _members(area).values("influencer__person").distinct().count() - members
    )
    if listed is None:
        return Reach(members, left_out)
    return Reach(people.exclude(pk__in=listed.attendances.values("person")).count(), left_out)


def invitees(area: Area, audience: str, office: Office | None) -> QuerySet[Person]:
    """The people whom a training for that audience invites today, by either hierarchy.

    For an office its holders; for teams the members who said yes to messages themselves: a team is a friendship, an office
    is a duty (docs/decisions/0007).
    """
    people = Person.objects.filter(status=Person.Status.ACTIVE)
    if audience == Whom.OFFICE:
        held = Appointment.objects.live(timezone.localdate()).filter(inside(area, "area__"), office=office)
        return people.filter(pk__in=held.values("person"))
    said_yes = Consent.objects.live().filter(person=OuterRef("pk"), purpose=Consent.Purpose.BRIEFS)
    return people.filter(Exists(said_yes), pk__in=_members(area).values("influencer__person"))


@transaction.atomic
def invite(training: Training, *, by: User | None) -> int:
    """Give everybody of the audience a place and have them told; return how many are new.

    Again later it invites only who came to the audience since, and tries once more to reach those whom it did not reach.
    Raises RuleBroken when the session has begun, and when there is nobody to invite.
    """
    training = _lock_planned(training, by)
    now = timezone.now()
    if training.starts_at <= now:
        raise RuleBroken(_("This training has begun already."), code="begun")
    count = _give_places(training, now)
    if not training.attendances.exists():
        raise RuleBroken(_("There is nobody to invite."), code="nobody_to_invite")
    announcing.tell(training, Occasion.INVITED, now)
    audit.record("training.invited", training, by=by, area=training.area, count=count)
    return count


@transaction.atomic
def call_off(training: Training, *, reason: str, by: User | None) -> Training:
    """Call a planned session off: what waits is stopped, and everybody who was told of it is told why.

    Raises RuleBroken without a reason.
    """
    training = _lock_planned(training, by)
    if not reason.strip():
        raise RuleBroken(_("Say why it is called off: everybody who was invited reads it."), code="reason_missing")
    training.status, training.call_off_reason = Status.CANCELLED, reason.strip()[:200]
    training.save(update_fields=["status", "call_off_reason"])
    audit.record("training.called_off", training, by=by, area=training.area, reason=training.call_off_reason)
    announcing.tell(training, Occasion.CALLED_OFF, timezone.now())
    return training


@transaction.atomic
def close(training: Training, *, by: User | None) -> Training:
    """Say that it was held: the list is final, and who was there has completed the course.

    Raises RuleBroken before it began, and when nobody was checked in.
    """
    training = _lock_planned(training, by)
    if training.starts_at > timezone.now():
        raise RuleBroken(_("It has not begun yet."), code="not_begun")
    present = training.attendances.present().count()
    if not present:
        raise RuleBroken(_("Nobody is checked in: tick who was there, or call it off."), code="nobody_there")
    training.status = Status.HELD
    training.save(update_fields=["status"])
    audit.record("training.held", training, by=by, area=training.area, present=present)
    return training


def lock(training: Training) -> Training:
    """The session as it stands now, locked until the transaction ends."""
    rows = Training.objects.select_for_update(of=("self",)).select_related("area", "course", "office")
    return rows.get(pk=training.pk)


def _lock_planned(training: Training, by: User | None) -> Training:
    require(by, Feature.TRAIN, training.area)
    training = lock(training)
    if training.status != Status.PLANNED:
        raise RuleBroken(
            _("This is not possible: the training is “%(status)s”.") % {"status": training.get_status_display()},
            code="wrong_step",
        )
    return training


def _members(area: Area) -> QuerySet[RosterSeat]:
    return RosterSeat.objects.live().filter(
        inside(area, "roster__district__"), influencer__stage="active", influencer__person__status="active"
    )


def _give_places(training: Training, at: datetime.datetime) -> int:
    people = invitees(training.area, training.audience, training.office).order_by().values_list("pk")
    select, params = people.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            INVITE_SQL.replace("{audience}", select),  # Django wrote the inner SELECT
            [*params, ALPHABET, ALPHABET, training.pk, at],
        )
        return cursor.rowcount


def _refuse_unsound(training: Training) -> None:
    if training.starts_at <= timezone.now():
        raise RuleBroken(_("It can't begin in the past."), code="past")
    if training.ends_at <= training.starts_at:
        raise RuleBroken(_("The end lies before the beginning."), code="ends_before_it_starts")
    if not training.place and not training.link:
        raise RuleBroken(_("Say where it is: a place, a link, or both."), code="place_missing")
    if training.link and not training.link.startswith(("https://", "http://")):
        raise RuleBroken(_("A link begins with https://."), code="link_refused")
