"""Decides what the board of an area's or a cell's offices shows: every seat, who holds it, what ends soon, who is asleep."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum

from network.models import Appointment, Area, Cell, Office, Person, User
from network.rights import Feature

ENDS_SOON = datetime.timedelta(days=30)
BENCH = 25
FORMER_SHOWN = 50


@dataclass
class Seat:
    """One seat of an office: the appointment that holds it, or None, and what is to be said about it."""

    number: int
    appointment: Appointment | None = None
    ends_soon: bool = False
    is_waiting: bool = False  # for the second person, or for its first day
    is_confirmable: bool = False
    deputies: list[Appointment] = field(default_factory=list)


@dataclass
class OfficeBoard:
    """One office with all its seats."""

    office: Office
    seats: list[Seat]

    @property
    def held(self) -> list[Seat]:
        """The seats that somebody holds."""
        return [seat for seat in self.seats if seat.appointment]


@dataclass
class Board:
    """All offices of an area or of a cell, and the figures above them."""

    offices: list[OfficeBoard]

    @property
    def held(self) -> list[Seat]:
        """The seats that somebody holds, of all offices."""
        return [seat for office in self.offices for seat in office.held]

    @property
    def seat_count(self) -> int:
        """How many seats there are."""
        return sum(len(office.seats) for office in self.offices)

    @property
    def vacant_count(self) -> int:
        """How many nobody holds."""
        return self.seat_count - len(self.held)

    @property
    def ending_count(self) -> int:
        """How many terms end within 30 days."""
        return sum(seat.ends_soon for seat in self.held)

    @property
    def women_share(self) -> int | None:
        """Women among those whose gender is known, in whole per cent; None where it is known of nobody."""
        told = [seat.appointment.person.gender for seat in self.held if seat.appointment.person.gender]
        return 100 * told.count(Person.Gender.WOMAN) // len(told) if told else None

    @property
    def last_active_at(self) -> datetime.datetime | None:
        """When somebody of the board last signed in."""
        return max(
            (user.last_login for seat in self.held if (user := seat.appointment.person.user) and user.last_login),
            default=None,
        )


@dataclass(frozen=True)
class CellFigures:
    """One cell, how many of its seats are held, and how many it has."""

    cell: Cell
    held: int
    seats: int


def board_of(area: Area, user: User, on: datetime.date, cell: Cell | None = None) -> Board:
    """The board of an area, or of one of its cells, as the reader may see it: seats without the names of people beyond their
    scope stay empty.
    """
    rows = Appointment.objects.visible_to(user, Feature.PEOPLE_VIEW).open_at(on).filter(area=area, cell=cell)
    held: dict[tuple[int, int], Appointment] = {}
    deputies: dict[int, list[Appointment]] = {}
    for row in rows.select_related("person__user", "office", "area", "cell").order_by("starts_on"):
        if row.deputy_for_id is None:
            held.setdefault((row.office_id, row.seat), row)
        else:
            deputies.setdefault(row.deputy_for_id, []).append(row)
    offices = Office.objects.filter(area_kind=area.kind, is_for_cells=cell is not None).order_by("-committee", "pk")
    return Board(
        [
            OfficeBoard(
                office,
                [
                    _seat(number, held.get((office.pk, number)), deputies, user, on)
                    for number in range(1, office.seats + 1)
                ],
            )
            for office in offices
        ]
    )


def bench(area: Area, user: User, text: str, cell: Cell | None = None) -> list[Person]:
    """Who could be appointed: the best for what was typed, else people at home in the area who held no office there, or none
    in its cell.
    """
    people = Person.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(status=Person.Status.ACTIVE)
    people = people.select_related("home_area")
    if text:
        return people.find(text, most=BENCH)
    held = {"appointments__cell": cell} if cell else {"appointments__area": area}
    return list(people.filter(home_area=area).exclude(**held).order_by("name_hi", "pk")[:BENCH])


def cell_seats(area: Area) -> int:
    """How many seats a cell of the area has; 0 where there can be none."""
    offices = Office.objects.filter(area_kind=area.kind, is_for_cells=True)
    return offices.aggregate(all=Sum("seats", default=0))["all"]


def cell_figures(cells: Iterable[Cell], area: Area, user: User, on: datetime.date, *, seats: int) -> list[CellFigures]:
    """How many of its seats are held in each of the area's cells, as far as the reader sees the area; open ones first."""
    rows = Appointment.objects.visible_to(user, Feature.AREA_VIEW).open_at(on).seated().filter(area=area)
    held = Counter(cell for cell, _office, _seat in set(rows.exclude(cell=None).values_list("cell", "office", "seat")))
    found = [CellFigures(cell, held[cell.pk], seats) for cell in cells]
    return sorted(found, key=lambda entry: entry.cell.is_closed)


def former_of(cell: Cell, user: User) -> list[Appointment]:
    """Who sat in a cell, as far as the reader sees it, those who left last first."""
    rows = Appointment.objects.visible_to(user, Feature.PEOPLE_VIEW).seated().filter(cell=cell, ends_on__isnull=False)
    return list(rows.select_related("person", "office").order_by("-ends_on", "office", "seat")[:FORMER_SHOWN])


def _seat(
    number: int, row: Appointment | None, deputies: dict[int, list[Appointment]], user: User, on: datetime.date
) -> Seat:
    if row is None:
        return Seat(number)
    needs_second = row.office.needs_second_person and row.confirmed_by_id is None
    return Seat(
        number,
        row,
        ends_soon=row.ends_on is not None and row.ends_on <= on + ENDS_SOON,
        is_waiting=needs_second or row.starts_on > on,
        is_confirmable=needs_second and user.pk not in (row.appointed_by_id, row.person.user_id),
        deputies=deputies.get(row.pk, []),
    )
