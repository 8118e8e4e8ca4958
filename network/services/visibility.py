"""Visibility: tells a person who can see them, and who opened their contact data (DPDP Act 2023, s. 11)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from network.models import Appointment, AuditEntry, Person
from network.rights import Feature

MOST_OPENINGS = 100


@dataclass(frozen=True)
class Onlooker:
    """One appointment whose office sees the person, and whether it may also open their contact data."""

    appointment: Appointment
    opens_contact: bool


def who_sees(person: Person, on: datetime.date) -> list[Onlooker]:
    """The appointments that grant sight of the person on the day, the nearest area first; one query."""
    area = person.home_area
    grants = Q(office__features__contains=[Feature.PEOPLE_VIEW]) | Q(office__features__contains=[Feature.CONTACT_OPEN])
    above = Q(area__path__in=[*area.paths_above(), area.path])
    above |= Q(area__electoral_path__in=area.electoral_paths_above())
    rows = Appointment.objects.live(on).filter(grants, above).exclude(person=person)
    rows = rows.select_related("person", "office", "area", "cell").order_by("-area__path", "office", "pk")
    return [Onlooker(row, Feature.CONTACT_OPEN in row.office.features) for row in rows]


def offices_of(users: Iterable[int | None], on: datetime.date) -> dict[int | None, str]:
    """By the key of each login: the office it acts in, with its area. People are told by which office, not by whose name."""
    rows = Appointment.objects.live(on).filter(person__user__in=[pk for pk in users if pk is not None])
    rows = rows.select_related("office", "area", "person").order_by("-area__path", "pk")
    found: dict[int | None, str] = dict.fromkeys(users, str(_("an office that is over, or the operators")))
    found |= {row.person.user_id: f"{row.office.title}, {row.area.name}" for row in rows}
    return found | {None: str(_("the system"))}


def openings(person: Person, *, most: int | None = MOST_OPENINGS) -> list[AuditEntry]:
    """When the person's contact data was opened, by whom and why, the newest first."""
    rows = AuditEntry.objects.filter(
        verb="person.contact_opened", subject_model=person._meta.label_lower, subject_id=person.pk
    )
    return list(rows.select_related("by__person")[:most])
