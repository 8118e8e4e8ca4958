"""Appointments: who may put whom into which office, and when an appointment begins to count."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.errors import RuleBroken
from network.models import Appointment, Area, Office, Person, User
from network.rights import Feature, require
from network.services import audit


@transaction.atomic
def appoint(
    person: Person,
    office: Office,
    area: Area,
    *,
    by: User | None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    reason: str = "",
) -> Appointment:
    """Give the person a seat of the office in the area.

    Raises RuleBroken for oneself, for an area that is not strictly below the actor's own, for an area of the wrong
    kind and for a full office. An office that needs a second person counts only after `confirm`.
    """
    require(by, Feature.APPOINT, area)
    starts_on = starts_on or timezone.localdate()
    Office.objects.select_for_update().get(pk=office.pk)  # two appointments at once count seats one after the other
    _refuse_oneself(person, by)
    _refuse_beside_or_above(area, by)
    if office.area_kind != area.kind:
        raise RuleBroken(_("This office does not exist in an area of this kind."), code="wrong_area_kind")
    taken = Appointment.objects.filter(office=office, area=area).live(starts_on).exclude(person=person)
    if taken.count() >= office.seats:
        raise RuleBroken(_("Every seat of this office is taken here."), code="office_full")
    appointment = Appointment(
        person=person, office=office, area=area, starts_on=starts_on, ends_on=ends_on, appointed_by=by, reason=reason
    )
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise RuleBroken(_("This person already holds the office here."), code="held_already") from error
    audit.record("appointment.made", appointment, by=by, area=area, office=office.code)
    return appointment


@transaction.atomic
def confirm(appointment: Appointment, *, by: User) -> Appointment:
    """Confirm an appointment as the second person. Raises RuleBroken for the one who made it and the one it is about."""
    require(by, Feature.APPOINT, appointment.area)
    _refuse_oneself(appointment.person, by)
    if appointment.appointed_by_id == by.pk:
        raise RuleBroken(_("Somebody else has to confirm what you appointed."), code="second_person_needed")
    appointment.confirmed_by = by
    appointment.save(update_fields=["confirmed_by"])
    audit.record("appointment.confirmed", appointment, by=by, area=appointment.area)
    return appointment


@transaction.atomic
def end(appointment: Appointment, *, by: User | None, reason: str = "") -> Appointment:
    """End an appointment today; its rights end with it. One that begins today or later never counts at all."""
    require(by, Feature.APPOINT, appointment.area)
    appointment.ends_on = max(timezone.localdate(), appointment.starts_on)
    appointment.save(update_fields=["ends_on"])
    audit.record("appointment.ended", appointment, by=by, area=appointment.area, reason=reason)
    return appointment


def _refuse_oneself(person: Person, by: User | None) -> None:
    if by is not None and person.user_id == by.pk:
        raise RuleBroken(_("Nobody appoints themselves."), code="oneself")


def _refuse_beside_or_above(area: Area, by: User | None) -> None:
    """Only strictly downward, except in the topmost area, where there is nobody above (a second person confirms)."""
    if by is None or by.is_superuser or area.parent_id is None:
        return
    own_paths = by.paths_with(Feature.APPOINT)
    if not any(area.path.startswith(path) and area.path != path for path in own_paths):
        raise RuleBroken(_("You can appoint only in areas below your own."), code="not_below")
