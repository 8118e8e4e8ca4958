"""Builders of areas, people, logins and offices."""

import datetime
from itertools import count

from django.utils import timezone

from influencers.models import Roster
from network.models import Appointment, Area, AreaKind, Cell, Office, Person, User

numbers = count(1)
PASSWORD = "correct horse battery"


def make_area(kind: str, code: str, parent: Area | None = None, **fields: object) -> Area:
    area = Area(
        kind=AreaKind(kind),
        code=code,
        parent=parent,
        **({"name_hi": f"क्षेत्र {code}", "name_en": f"Area {code}"} | fields),
    )
    area.path, area.electoral_path = area.path_under(parent), area.electoral_path_under(area.electoral_parent)
    area.save()
    if kind == "district":
        Roster.objects.create(district=area)
    return area


def make_cell(area: Area, **fields: object) -> Cell:
    number = next(numbers)
    defaults = {"kind": "it", "name_hi": f"प्रकोष्ठ {number}", "name_en": f"Cell {number}"}
    return Cell.objects.create(area=area, **(defaults | fields))


def make_user(username: str = "", **fields: object) -> User:
    return User.objects.create_user(username or f"user-{next(numbers)}", password=PASSWORD, **fields)


def make_person(home_area: Area, **fields: object) -> Person:
    number = next(numbers)
    defaults = {"name_hi": f"व्यक्ति {number}", "name_en": f"Person {number}", "email": f"person-{number}@example.org"}
    return Person.objects.create(home_area=home_area, **(defaults | fields))


def make_office_holder(office: str, area: Area, username: str = "", *, cell: Cell | None = None) -> User:
    """A login whose person holds the office in the area, or in its cell, today."""
    user = make_user(username)
    person = make_person(area, user=user)
    held = Appointment.objects.filter(office__code=office, area=area, cell=cell).count()
    Appointment.objects.create(
        person=person,
        office=Office.objects.get(code=office),
        area=area,
        cell=cell,
        seat=held + 1,
        starts_on=timezone.localdate() - datetime.timedelta(days=1),
        confirmed_by=User.objects.filter(is_superuser=True).first() or make_user(is_superuser=True, is_staff=True),
    )
    return user
