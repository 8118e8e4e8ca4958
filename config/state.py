"""Makes a state of full size: fictional blocks, panchayats, wards and booths in real districts, people and their offices."""

import datetime
import random
from collections.abc import Callable, Iterator
from itertools import islice

from django.utils import timezone

from config.demo import FAMILY_NAMES, GIVEN_NAMES, gender_of
from network.models import Appointment, Area, AreaKind, Office, Person
from network.services import areas, figures, offices

Say = Callable[[str, int, int], None]
BATCH = 5_000
BLOCKS = 6  # of each district; 55 districts make 330
PANCHAYATS = 70  # of each block: 23,100
TOWNS, WARDS = 4, 18  # of each district and town: 220 and 3,960
BOOTHS, WARD_BOOTHS = 3, 3  # of each panchayat and ward: 69,300 and 11,880
MANDALS = 4  # of each assembly seat: 920
PLACES = [("पिपरिया", "Pipariya"), ("बरखेड़ी", "Barkhedi"), ("खेड़ा", "Kheda"), ("रामपुर", "Rampur"), ("सागोनी", "Sagoni"),
          ("आमला", "Amla"), ("गढ़ी", "Garhi"), ("नयापुरा", "Nayapura"), ("बेलगाँव", "Belgaon"), ("धामनी", "Dhamni")]  # fmt: skip


class StateMaker:
    """The maker: the same `seed` makes the same state; `say` is told what was done of how much."""

    def __init__(self, *, seed: int = 2026, say: Say = lambda *_: None) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - names, no secrets
        self.say = say
        self.today = timezone.localdate()

    def make(self, *, people: int, appointments: int) -> dict[str, int]:
        """Make areas, people and appointments, and count them; return how many of each there are."""
        if not Area.objects.of_kind(AreaKind.DISTRICT).exists():
            areas.load_seed()
        if not Area.objects.of_kind(AreaKind.ASSEMBLY).exists():
            areas.load_seats()
        offices.load_seed()
        self._make_areas()
        self._make_people(people)
        self._make_appointments(appointments)
        figures.refresh()
        return {"areas": Area.objects.count(), "people": people, "appointments": Appointment.objects.count()}

    def _make_areas(self) -> None:
        districts = list(Area.objects.of_kind(AreaKind.DISTRICT).order_by("code"))
        seats: dict[int, list[Area]] = {}
        for seat in Area.objects.of_kind(AreaKind.ASSEMBLY).order_by("code"):
            seats.setdefault(seat.parent_id, []).append(seat)
        blocks = self._below(districts, AreaKind.BLOCK, BLOCKS)
        panchayats = self._below(blocks, AreaKind.PANCHAYAT, PANCHAYATS)
        towns = self._below(districts, AreaKind.URBAN_BODY, TOWNS)
        wards = self._below(towns, AreaKind.WARD, WARDS)
        mandals = self._mandals(seats)
        self._below(panchayats, AreaKind.BOOTH, BOOTHS, mandals)
        self._below(wards, AreaKind.BOOTH, WARD_BOOTHS, mandals)

    def _mandals(self, seats: dict[int, list[Area]]) -> dict[str, list[Area]]:
        """The mandals of each district, by its code, in its assembly seats."""
        rows = [
            self._area(AreaKind.MANDAL, f"M{seat.code}-{number}", seat.parent, seat)
            for found in seats.values()
            for seat in found
            for number in range(MANDALS)
        ]
        made: dict[str, list[Area]] = {}
        for area in self._save("mandal", rows):
            made.setdefault(area.parent.code, []).append(area)
        return made

    def _below(
        self, parents: list[Area], kind: AreaKind, size: int, mandals: dict[str, list[Area]] | None = None
    ) -> list[Area]:
        rows = []
        for parent in parents:
            district = parent.path.partition("/di")[2].partition("/")[0]
            for number in range(size):
                seat = self.chance.choice(mandals[district]) if mandals else None
                rows.append(self._area(kind, f"F{parent.code.lstrip('F')}{number:02}{parent.kind[0]}", parent, seat))
        return self._save(kind, rows)

    def _area(self, kind: AreaKind, code: str, parent: Area, seat: Area | None) -> Area:
        name_hi, name_en = self.chance.choice(PLACES)
        number = self.chance.randrange(1, 500)
        area = Area(kind=kind, code=code, parent=parent, electoral_parent=seat)
        area.name_hi, area.name_en = f"{name_hi} {number}", f"{name_en} {number}"
        area.path, area.electoral_path = area.path_under(parent), area.electoral_path_under(seat)
        return area

    def _save(self, what: str, rows: list) -> list:
        made, lines = [], iter(rows)
        while batch := list(islice(lines, BATCH)):
            made += batch[0].__class__.objects.bulk_create(batch)
            self.say(what, len(made), len(rows))
        return made

    def _make_people(self, count: int) -> None:
        """Most live in panchayats, as the committees do; each third in a town's ward."""
        homes = list(Area.objects.of_kind(AreaKind.PANCHAYAT).order_by("pk"))
        wards = list(Area.objects.of_kind(AreaKind.WARD).order_by("pk"))
        rows = [
            self._person(self.chance.choice(wards if number % 3 == 0 else homes), number) for number in range(count)
        ]
        self._save("people", rows)

    def _person(self, home: Area, number: int) -> Person:
        given, family = self.chance.choice(GIVEN_NAMES), self.chance.choice(FAMILY_NAMES)
        return Person(
            name_hi=f"{given[0]} {family[0]}",
            name_en=f"{given[1]} {family[1]}",
            gender=gender_of(given[1]),
            email=f"state-{number:06}@samvad.example",
            home_area=home,
            is_adult_confirmed=True,
            is_fictional=True,
        )

    def _make_appointments(self, count: int) -> None:
        rows = list(islice(self._appointments(), count))
        self._save("appointments", rows)

    def _appointments(self) -> Iterator[Appointment]:
        """Committees are filled one after the other; everybody may sit in several, nobody twice in one office there."""
        committee = list(Office.objects.filter(committee="panchayat_committee").order_by("pk"))
        people = list(Person.objects.filter(is_fictional=True).order_by("pk").values_list("pk", flat=True))
        panchayats = list(Area.objects.of_kind(AreaKind.PANCHAYAT).order_by("pk").values_list("pk", flat=True))
        self.chance.shuffle(panchayats)
        begins = self.today - datetime.timedelta(days=90)
        for panchayat in panchayats:
            size = self.chance.choice([0, 3, 9, 14, 25])
            seats = [(office.pk, seat) for office in committee for seat in range(1, office.seats + 1)][:size]
            members = self.chance.sample(people, min(len(seats), len(people)))
            for (office, seat), person in zip(seats, members, strict=False):
                yield Appointment(
                    person_id=person, office_id=office, area_id=panchayat, seat=seat, starts_on=begins, reason="demo"
                )
