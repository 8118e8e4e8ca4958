"""Decides who can look after an influencer: whoever forms teams in the reader's areas."""

from django.utils import timezone

from network.models import Appointment, User
from network.rights import Feature


def owners(by: User) -> list[User]:
    """The reader first, then the logins of the reader's areas that form teams there, by name. One query."""
    rows = Appointment.objects.visible_to(by, Feature.PEOPLE_VIEW).live(timezone.localdate())
    rows = rows.filter(office__features__contains=[Feature.ROSTER_EDIT], person__user__is_active=True)
    rows = rows.exclude(person__user=by).select_related("person__user").order_by("person__name_hi", "pk")
    return [by, *{row.person.user_id: _with_person(row) for row in rows}.values()]


def _with_person(row: Appointment) -> User:
    user = row.person.user
    user.person = row.person
    return user
