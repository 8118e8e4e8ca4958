"""Makes the demo network: fictional people in real places, the same ones for the same seed."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from influencers.models import Consent, ConsentNotice, Handle, Influencer, Roster, RosterSeat, Subject
from network.models import Appointment, Area, AreaKind, Cell, Office, Person, User
from network.services import cells

GIVEN_NAMES = [
    ("अंजलि", "Anjali"), ("अमित", "Amit"), ("आरती", "Aarti"), ("कविता", "Kavita"), ("किरण", "Kiran"), ("गीता", "Geeta"),
    ("जयेश", "Jayesh"), ("दीपक", "Deepak"), ("नेहा", "Neha"), ("पूजा", "Pooja"), ("प्रीति", "Preeti"), ("मनोज", "Manoj"),
    ("मीना", "Meena"), ("रमेश", "Ramesh"), ("राजेश", "Rajesh"), ("रेखा", "Rekha"), ("विकास", "Vikas"), ("शालिनी", "Shalini"),
    ("सलीम", "Salim"), ("सुनीता", "Sunita"), ("सुरेश", "Suresh"), ("संजय", "Sanjay"), ("हेमा", "Hema"), ("ज़ोया", "Zoya"),
]  # fmt: skip
FAMILY_NAMES = [
    ("कल्पित", "Kalpit"),
    ("काल्पनिक", "Kalpanik"),
    ("नमूना", "Namuna"),
    ("उदाहरण", "Udaharan"),
    ("मिसाल", "Misaal"),
]  # fmt: skip - all five say "made up" or "example", so that no line of the demo can be taken for a real person
WOMEN = {
    "Anjali",
    "Aarti",
    "Kavita",
    "Geeta",
    "Neha",
    "Pooja",
    "Preeti",
    "Meena",
    "Rekha",
    "Shalini",
    "Sunita",
    "Hema",
    "Zoya",
}
TEAM_SIZES = [5, 6, 5, 3, 0, 5, 2, 7, 5, 0, 4]  # goes round the districts: full, thin and vacant teams
CELLS = {Cell.Kind.IT: (1, 4), Cell.Kind.WOMEN: (0, 3)}  # of Bhopal: conveners and members
MEMBER, MEMBER_EMAIL = "voice", "voice@samvad.example"


@dataclass(frozen=True)
class Login:
    """A demo login and what it shows."""

    username: str
    says: str


def logins() -> list[Login]:
    """The demo logins that are worth printing."""
    return [
        Login("state", "state coordinator: plans, imports, schedules, watches coverage"),
        Login("content", "state content desk: clears what the coordinator wrote"),
        Login("lead-bhopal", "district lead of Bhopal; every district has one: lead-indore, lead-rewa …"),
        Login(MEMBER, f"influencer of the team of Bhopal: sees their own briefs; e-mails go to {MEMBER_EMAIL}"),
        Login("admin", "operator: the Django admin at /admin/"),
    ]


@dataclass
class Demo:
    """The maker: `seed` decides who everybody is."""

    password: str
    seed: int = 2026

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - names, no secrets
        self.password_hash = make_password(self.password)
        self.number = 0
        self.today = timezone.localdate()

    @transaction.atomic
    def make(self) -> dict[str, int]:
        """Make logins, office holders, teams and the cells of one district; return how many of each."""
        state = Area.objects.of_kind(AreaKind.STATE).get()
        districts = list(Area.objects.of_kind(AreaKind.DISTRICT).order_by("code"))
        User.objects.create(username="admin", password=self.password_hash, is_staff=True, is_superuser=True)
        boss = self._office_holder("state", "state_coordinator", state, confirmed_by=None)
        self._office_holder("content", "state_content", state, confirmed_by=boss)
        for district in districts:
            self._office_holder(f"lead-{slug(district.name_en)}", "district_lead", district, confirmed_by=boss)
        members = self.fill_teams(districts)
        member = Person.objects.filter(influencer__district__name_en="Bhopal").order_by("pk").first()
        member.email = MEMBER_EMAIL
        self._give_login(MEMBER, member)
        bhopal = next(district for district in districts if district.name_en == "Bhopal")
        seats = sum(self._fill_cell(bhopal, kind, *fill) for kind, fill in CELLS.items())
        return {"office holders": len(districts) + 2, "influencers": members, "people in cells": seats}

    def fill_teams(self, districts: list[Area], sizes: list[int] = TEAM_SIZES) -> int:
        """Fill each district's team with people who consented; set-based, for 250 as for 30,000. Returns how many."""
        rosters = {roster.district_id: roster for roster in Roster.objects.all()}
        plan = [district for place, district in enumerate(districts) for _ in range(sizes[place % len(sizes)])]
        people = Person.objects.bulk_create([self.person(district) for district in plan], batch_size=1000)
        influencers = Influencer.objects.bulk_create(
            [self._influencer(*pair) for pair in zip(people, plan, strict=True)], batch_size=1000
        )
        Handle.objects.bulk_create([handle for each in influencers for handle in self._handles(each)], batch_size=1000)
        notice = ConsentNotice.objects.latest("version")
        Consent.objects.bulk_create([row for person in people for row in _consents(person, notice)], batch_size=1000)
        RosterSeat.objects.bulk_create(
            [
                RosterSeat(roster=rosters[each.district_id], influencer=each, kept_on=self.today, joined_on=self.today)
                for each in influencers
            ],
            batch_size=1000,
        )
        return len(people)

    def _office_holder(self, username: str, office: str, area: Area, *, confirmed_by: User | None) -> User:
        person = self.person(area)
        person.save()
        user = self._give_login(username, person)
        Appointment.objects.create(
            person=person,
            office=Office.objects.get(code=office),
            area=area,
            starts_on=self.today - datetime.timedelta(days=30),
            confirmed_by=confirmed_by or User.objects.get(username="admin"),
            reason="demo",
        )
        return user

    def _fill_cell(self, area: Area, kind: str, conveners: int, members: int) -> int:
        cell = cells.open(area, kind=kind, by=None)
        for office, size in (("lead", conveners), ("member", members)):
            for seat in range(1, size + 1):
                person = self.person(area)
                while kind == Cell.Kind.WOMEN and person.gender != Person.Gender.WOMAN:
                    person = self.person(area)
                person.save()
                Appointment.objects.create(
                    person=person,
                    office=Office.objects.get(code=f"district_cell_{office}"),
                    area=area,
                    cell=cell,
                    seat=seat,
                    starts_on=self.today - datetime.timedelta(days=30),
                    reason="demo",
                )
        return conveners + members

    def _give_login(self, username: str, person: Person) -> User:
        user = User.objects.create(username=username, password=self.password_hash, email=person.email)
        person.user = user
        person.save(update_fields=["user", "email"])
        return user

    def person(self, area: Area) -> Person:
        self.number += 1
        given, family = self.chance.choice(GIVEN_NAMES), self.chance.choice(FAMILY_NAMES)
        return Person(
            name_hi=f"{given[0]} {family[0]}",
            name_en=f"{given[1]} {family[1]}",
            gender=gender_of(given[1]),
            email=f"person-{self.number:05}@samvad.example",
            home_area=area,
            is_adult_confirmed=True,
            is_fictional=True,
        )

    def _influencer(self, person: Person, district: Area) -> Influencer:
        return Influencer(
            person=person,
            district=district,
            stage=Influencer.Stage.ACTIVE,
            subjects=sorted(self.chance.sample(Subject.values, 2)),
            declared_followers=self.chance.randrange(800, 90_000),
        )

    def _handles(self, influencer: Influencer) -> Iterator[Handle]:
        name = f"samvad_demo_{influencer.person_id}"
        for platform, address in (("instagram", "https://www.instagram.com/{}/"), ("x", "https://x.com/{}")):
            yield Handle(influencer=influencer, platform=platform, handle=name, url=address.format(name))


def slug(name: str) -> str:
    """The name of a district as part of a login: "Agar Malwa" gives "agar-malwa"."""
    return name.lower().replace(" ", "-")


def gender_of(given_en: str) -> str:
    """The gender of a made-up person; Kiran does not say."""
    if given_en == "Kiran":
        return Person.Gender.NOT_SAID
    return Person.Gender.WOMAN if given_en in WOMEN else Person.Gender.MAN


def _consents(person: Person, notice: ConsentNotice) -> Iterator[Consent]:
    for purpose in (Consent.Purpose.BRIEFS, Consent.Purpose.COVERAGE):
        yield Consent(person=person, purpose=purpose, notice=notice, language="hi", channel="demo")
