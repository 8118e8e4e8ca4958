"""Appointments: who may put whom into which office, and when an appointment begins and ceases to count."""

import datetime
from collections.abc import Collection
from itertools import count

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import training_proof
from network.errors import RuleBroken
from network.models import Appointment, Area, Cell, Office, Person, User
from network.models.offices import DEPUTY_DAYS
from network.rights import Feature, require
from network.services import audit, logins

# Lists leave the system with whoever exports them, so this stays with the holder of the office.
NEVER_DELEGATED = {Feature.EXPORT}


@transaction.atomic
def appoint(
    person: Person,
    office: Office,
    area: Area,
    *,
    by: User | None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    cell: Cell | None = None,
    trained_on: datetime.date | None = None,
    reason: str = "",
) -> Appointment:
    """Give the person the lowest free seat of the office in the area, or in its cell.

    Raises RuleBroken for oneself, for an area that is not strictly below the actor's own (a cell of the own area is), for an
    office that the actor's does not fill, for a wrong area or cell, for a training that is missing and for a full office. An
    office with a second person counts only after `confirm`. `trained_on` is what the actor says where no list proves it.
    """
    require(by, Feature.APPOINT, area)
    starts_on = starts_on or timezone.localdate()
    # one after the other takes a seat, and nobody one in a cell that is being closed
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    cell = cell and Cell.objects.select_for_update(no_key=True).get(pk=cell.pk)
    _refuse_oneself(person, by)
    _refuse_wrong_place(office, area, cell)
    refuse_beside_or_above(area, by, in_cell=cell is not None)
    refuse_other_appointers(office, area, by)
    trained_on, how_known = _trained(person, office, trained_on)
    if ends_on is not None and ends_on <= starts_on:
        raise RuleBroken(_("The end lies before the beginning."), code="ends_before_it_starts")
    appointment = Appointment(
        person=person,
        office=office,
        area=area,
        cell=cell,
        seat=_free_seat(office, area, cell, starts_on),
        starts_on=starts_on,
        ends_on=ends_on,
        trained_on=trained_on,
        appointed_by=by,
        reason=reason,
    )
    _save(appointment)
    audit.record("appointment.made", appointment, by=by, area=area, office=office.code, **how_known)
    return appointment


@transaction.atomic
def deputise(
    appointment: Appointment,
    person: Person,
    *,
    features: Collection[str],
    ends_on: datetime.date,
    by: User,
    reason: str = "",
) -> Appointment:
    """Let the person stand in for the holder, with some of the office's features, for at most 90 days.

    The holder does it, or who may appoint there. Raises RuleBroken for features that the office lacks or that are never
    handed over (exports), for a longer time, for oneself, for a deputy of a deputy, and for the one who confirmed an office
    that needs a second person: the deputy counts by that confirmation.
    """
    if appointment.person.user_id != by.pk:
        require(by, Feature.APPOINT, appointment.area)
        refuse_beside_or_above(appointment.area, by, in_cell=appointment.cell_id is not None)
    _lock(appointment)
    _refuse_oneself(person, by)
    today = timezone.localdate()
    confirmed_by = appointment.confirmed_by if appointment.office.needs_second_person else None
    if confirmed_by == by:
        raise RuleBroken(
            _("You confirmed this office as the second person, so somebody else names the deputy."),
            code="second_person_needed",
        )
    _refuse_deputy(appointment, person, set(features), today, ends_on)
    deputy = Appointment(
        person=person,
        office=appointment.office,
        area=appointment.area,
        cell=appointment.cell,
        deputy_for=appointment,
        deputy_features=sorted(features),
        starts_on=today,
        ends_on=ends_on,
        appointed_by=by,
        confirmed_by=confirmed_by,
        reason=reason,
    )
    _save(deputy)
    audit.record("appointment.deputised", deputy, by=by, area=deputy.area, features=deputy.deputy_features)
    return deputy


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
    """End an appointment and its deputies today; rights, sessions and API keys end with it.

    One that begins today or later never counts. Raises RuleBroken for one that is over: when it ended stays as it was.
    """
    require(by, Feature.APPOINT, appointment.area)
    _lock(appointment)
    today = timezone.localdate()
    if appointment.is_over(today):
        raise RuleBroken(_("This appointment is over already."), code="over")
    for ending in [appointment, *appointment.deputies.open_at(today)]:
        ending.ends_on = max(today, ending.starts_on)
        ending.save(update_fields=["ends_on"])
        audit.record("appointment.ended", ending, by=by, area=ending.area, reason=reason)
        logins.end_sessions(User.objects.filter(person=ending.person_id), by=by)
    return appointment


def _refuse_deputy(
    appointment: Appointment, person: Person, features: set[str], today: datetime.date, ends_on: datetime.date
) -> None:
    if appointment.deputy_for_id is not None:
        raise RuleBroken(_("A deputy can't hand the office on."), code="deputy_of_a_deputy")
    if not Appointment.objects.live(today).filter(pk=appointment.pk).exists():
        raise RuleBroken(_("This appointment does not count today."), code="not_live")
    if person.pk == appointment.person_id:
        raise RuleBroken(_("This person already holds the office here."), code="held_already")
    if not features or not features <= set(appointment.office.features) - NEVER_DELEGATED:
        raise RuleBroken(_("This part of the office can't be handed over."), code="not_delegable")
    latest = min(filter(None, [today + datetime.timedelta(days=DEPUTY_DAYS), appointment.ends_on]))
    if not today < ends_on <= latest:
        raise RuleBroken(_("A deputy ends within 90 days, and with the appointment itself."), code="too_long")


def _refuse_oneself(person: Person, by: User | None) -> None:
    if by is not None and person.user_id == by.pk:
        raise RuleBroken(_("Nobody appoints themselves."), code="oneself")


def refuse_beside_or_above(area: Area, by: User | None, *, in_cell: bool = False) -> None:
    """Only strictly downward, except in the topmost area, where there is nobody above (a second person confirms).

    A cell of an area lies below whoever leads the area, and beside those who sit in another of its cells or in itself.
    """
    if by is None or by.is_superuser or (area.parent_id is None and not in_cell):
        return
    grants = [grant for grant in by.live_grants if Feature.APPOINT in grant.features and area.lies_in(grant.path)]
    if not any(grant.path not in area.own_paths() or (in_cell and not grant.in_cell) for grant in grants):
        raise RuleBroken(_("You can appoint only in areas below your own."), code="not_below")


def refuse_other_appointers(office: Office, area: Area, by: User | None) -> None:
    """An office may name which offices fill it; theirs has to be held over the area."""
    if by is None or by.is_superuser:
        return
    appointers = list(office.appointers.all())
    held = Appointment.objects.live(timezone.localdate()).filter(person__user=by, office__in=appointers)
    if appointers and not any(
        Feature.APPOINT in own.features and any(area.lies_in(path) for path in own.area.own_paths())
        for own in held.select_related("area", "office")
    ):
        raise RuleBroken(_("Your office does not fill this one."), code="other_appointers")


def _lock(appointment: Appointment) -> None:
    """Read its term anew while nobody else ends it or names a deputy for it."""
    appointment.refresh_from_db(fields=["ends_on"], from_queryset=Appointment.objects.select_for_update())


def _refuse_wrong_place(office: Office, area: Area, cell: Cell | None) -> None:
    if office.area_kind != area.kind:
        raise RuleBroken(_("This office does not exist in an area of this kind."), code="wrong_area_kind")
    if area.ended_on:
        raise RuleBroken(_("This area was merged already."), code="ended")
    if office.is_for_cells != (cell is not None) or (cell and (cell.area_id != area.pk or cell.is_closed)):
        raise RuleBroken(_("This office belongs into an open cell of the area, or into none."), code="wrong_cell")


def _trained(person: Person, office: Office, told: datetime.date | None) -> tuple[datetime.date | None, dict[str, str]]:
    """The day on which the person completed what the office asks for, and how it is known: proven by a list, or told.

    A proven day counts whatever was typed; a typed one is noted in the audit log as told, with the name of the actor.
    """
    if not office.required_training:
        return told, {}
    proven = training_proof.completed_on([person.pk], office.required_training).get(person.pk)
    if proven is not None:
        return proven, {"training": "proven"}
    if told is not None and told <= timezone.localdate():
        return told, {"training": "told"}
    title = training_proof.title_of(office.required_training)
    raise RuleBroken(
        _("This office asks for the training “%(training)s” first. Without a certificate, say when it was completed.")
        % {"training": title},
        code="not_trained",
    )


def _free_seat(office: Office, area: Area, cell: Cell | None, starts_on: datetime.date) -> int:
    held = Appointment.objects.seated().open_at(starts_on).filter(office=office, area=area, cell=cell)
    taken = set(held.values_list("seat", flat=True))
    if len(taken) >= office.seats:
        raise RuleBroken(_("Every seat of this office is taken here."), code="office_full")
    return next(seat for seat in count(1) if seat not in taken)


def _save(appointment: Appointment) -> None:
    """Save it; the constraints of the database have the last word about seats and terms."""
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise RuleBroken(_("This person already holds the office here."), code="held_already") from error
