"""Attendances: who sees them, who was there, and on which day somebody completed a course."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from influencers.certificates import CertificateKind, certificate
from influencers.models import Attendance, StoredFile, Training
from influencers.services import trainings
from network.errors import RuleBroken
from network.models import Person, User
from network.rights import Feature, may, require
from network.services import audit

MOST_NOT_LISTED = 5


def seen_by(user: User) -> QuerySet[Attendance]:
    """One's own, those of the people in one's areas, and those of the trainings that one's office holds."""
    held = Training.objects.visible_to(user, Feature.TRAIN, with_handed_down=False)
    people = Attendance.objects.visible_to(user, Feature.TRAIN)
    return Attendance.objects.filter(Q(training__in=held.values("pk")) | Q(pk__in=people.values("pk")))


def of_training(training: Training, user: User) -> QuerySet[Attendance]:
    """The list of one training: all of it for who holds it, otherwise the people of the reader's own areas."""
    rows = training.attendances.select_related("person__home_area").order_by("person__name_hi", "pk")
    if may(user, Feature.TRAIN, training.area):
        return rows
    return rows.filter(pk__in=Attendance.objects.visible_to(user, Feature.TRAIN).values("pk"))


def counts(training: Training, user: User) -> dict[str, int]:
    """How many of the list, as the reader sees it, are invited and were there; one query."""
    rows = of_training(training, user).order_by()
    return rows.aggregate(invited_count=Count("pk"), present_count=Count("attended_at"))


def called(rows: QuerySet[Attendance], text: str) -> QuerySet[Attendance]:
    """Those of the rows whose person is found by what somebody typed."""
    return rows.filter(person__in=Person.objects.search(text).order_by().values("pk"))


def not_listed(training: Training, text: str, *, by: User) -> list[Person]:
    """People of the actor's areas who are found by what was typed, and are not on the list of the training."""
    people = Person.objects.visible_to(by, Feature.PEOPLE_VIEW).filter(status=Person.Status.ACTIVE)
    unlisted = people.exclude(pk__in=training.attendances.values("person")).select_related("home_area")
    return unlisted.find(text, most=MOST_NOT_LISTED)


@transaction.atomic
def check_in(attendance: Attendance, *, by: User | None, was_there: bool = True) -> Attendance:
    """Note that the person is there, or take that back. Raises RuleBroken before the day and once the list is final."""
    require(by, Feature.TRAIN, attendance.training.area)
    _refuse_unless_open(trainings.lock(attendance.training))
    attendance = (
        Attendance.objects.select_for_update(of=("self",)).select_related("training__area").get(pk=attendance.pk)
    )
    if was_there != (attendance.attended_at is not None):
        attendance.attended_at, attendance.checked_by = (timezone.now(), by) if was_there else (None, None)
        attendance.save(update_fields=["attended_at", "checked_by"])
        audit.record("attendance.checked", attendance, by=by, area=attendance.training.area, was_there=was_there)
    return attendance


@transaction.atomic
def check_in_many(training: Training, wanted: Mapping[str, bool], *, by: User | None) -> set[str]:
    """Note for many places, by their codes, whether the person is there; return the codes that are on the list.

    Set by set, with one line in the audit log. Raises RuleBroken as `check_in` does.
    """
    require(by, Feature.TRAIN, training.area)
    _refuse_unless_open(trainings.lock(training))
    rows = training.attendances.filter(code__in=wanted)
    found = set(rows.values_list("code", flat=True))
    here = [code for code in found if wanted[code]]
    away = [code for code in found if not wanted[code]]
    rows.filter(code__in=here, attended_at__isnull=True).update(attended_at=timezone.now(), checked_by=by)
    rows.filter(code__in=away).update(attended_at=None, checked_by=None)
    audit.record("training.checked_in", training, by=by, area=training.area, here=sorted(here), away=sorted(away))
    return found


@transaction.atomic
def add(training: Training, person: Person, *, by: User | None) -> Attendance:
    """Put somebody on the list who came without an invitation, and check them in.

    The actor sees people where this one lives. Raises RuleBroken as `check_in` does.
    """
    require(by, Feature.TRAIN, training.area)
    require(by, Feature.PEOPLE_VIEW, person.home_area)
    training = trainings.lock(training)
    _refuse_unless_open(training)
    place, _is_new = Attendance.objects.get_or_create(
        training=training, person=person, defaults={"invited_at": timezone.now()}
    )
    return check_in(place, by=by)


def own(user: User) -> QuerySet[Attendance]:
    """The reader's own trainings, the latest first."""
    rows = Attendance.objects.visible_to(user).select_related("training__course", "training__area", "person")
    material = Prefetch("training__materials__file", StoredFile.objects.defer("content"))
    return rows.prefetch_related("training__materials", material).order_by("-training__starts_at", "-pk")


def completed_on(people: Iterable[int], course: str) -> dict[int, datetime.date]:
    """By the id of each of the people who completed the course: the latest day; one query."""
    rows = Attendance.objects.completed(course).filter(person__in=list(people)).order_by().values_list("person")
    return {pk: timezone.localdate(at) for pk, at in rows.annotate(at=Max("training__starts_at"))}


def certificate_of(attendance: Attendance) -> bytes:
    """The certificate of who was there, as PDF in both scripts. Raises RuleBroken before the list is closed."""
    if not attendance.is_certified:
        raise RuleBroken(
            _("There is a certificate once the list is closed, for those who were there."), code="not_certified"
        )
    training, person = attendance.training, attendance.person
    lines = {}
    for language in ("hi", "en"):
        with override(language):
            lines[language] = [
                gettext("for the training “%(course)s”") % {"course": training.course.title},
                date_format(timezone.localtime(training.starts_at), "DATE_FORMAT")
                + (f", {training.place}" if training.place else ""),
                gettext("Trainer: %(name)s") % {"name": training.trainer},
            ]
    return certificate(
        CertificateKind.TRAINING,
        person.name_hi,
        person.name_en,
        lines["hi"],
        lines["en"],
        attendance.code,
        timezone.localdate(training.starts_at),
    )


def _refuse_unless_open(training: Training) -> None:
    if training.status != Training.Status.PLANNED:
        raise RuleBroken(_("The list of this training is final."), code="list_final")
    if timezone.localdate() < timezone.localdate(training.starts_at):
        raise RuleBroken(_("People are checked in on the day of the training."), code="too_early")
