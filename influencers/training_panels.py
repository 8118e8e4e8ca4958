"""Decides what pages of people tell of their trainings."""

from influencers.models import Attendance
from network.models import Person, User
from network.panels import PERSON, Panel
from network.rights import Feature

MOST = 20


def of_person(person: Person, user: User) -> list[Attendance] | None:
    """The newest trainings of the person; None where there is none. One query."""
    rows = Attendance.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(person=person)
    found = rows.select_related("training__course", "training__area").order_by("-training__starts_at")
    return list(found[:MOST]) or None


PERSON.register(Panel("influencers/_person_trainings.html", Feature.PEOPLE_VIEW, of_person, place=60))
