"""Laws of appointments: whoever appoints, ends, confirms and names deputies, in any order and for any days, these hold."""

import datetime
from dataclasses import dataclass
from itertools import combinations

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from network.errors import RightMissing, RuleBroken
from network.models import Appointment, Area, Cell, Office, Person, User
from network.rights import Feature
from network.services import appointments
from tests import factories

OPEN_END = datetime.date.max
# who usually fills it, and the office, area and cell by name: places that exist, and below them some that don't
PLACES = [
    ("state", "state_coordinator", "state", None),
    ("state", "auditor", "state", None),
    ("second", "state_cell_member", "state", "state_it"),
    ("state_convener", "state_cell_member", "state", "state_it"),
    ("state", "district_lead", "neighbour", None),
    ("state", "district_deputy", "district", None),
    ("lead", "district_cell_lead", "district", "it"),
    ("state", "district_cell_lead", "district", "women"),
    ("lead", "district_cell_member", "district", "it"),
    ("convener", "district_cell_member", "district", "women"),
    ("lead", "block_coordinator", "block", None),
    ("block", "block_cell_lead", "block", "block_it"),
    ("block", "panchayat_secretary", "panchayat", None),
    ("lead", "panchayat_member", "panchayat", None),
    ("lead", "district_cell_member", "district", "closed"),
    ("lead", "district_cell_lead", "district", None),
    ("neighbour", "district_cell_lead", "neighbour", "it"),
    ("state", "district_lead", "district", "it"),
    ("state", "district_lead", "block", None),
]
PERSONAS = [
    "nobody",
    "operator",
    "state",
    "second",
    "lead",
    "deputy",
    "neighbour",
    "block",
    "convener",
    "state_convener",
    "incharge",
]
ACTORS = [*PERSONAS, "operator", "operator", "state", "state", "lead", "lead"]  # who may do most is drawn most
PEOPLE = [*PERSONAS[2:], *["somebody", "somebody_else"] * 4]

soon = st.integers(1, 95).map(lambda days: timezone.localdate() + datetime.timedelta(days=days))
past = st.integers(-120, -1).map(lambda days: timezone.localdate() + datetime.timedelta(days=days))
near = st.integers(-120, 120).map(lambda days: timezone.localdate() + datetime.timedelta(days=days))
days = st.one_of(near, st.dates())
terms = st.one_of(
    st.just((None, None)),
    st.tuples(past, past).map(sorted),
    st.tuples(near, near).map(sorted),
    st.tuples(st.one_of(st.none(), days), st.one_of(st.none(), days)),
)
rows = st.one_of(st.integers(-3, -1), st.integers(0, 40))  # the last ones most
by = st.sampled_from(ACTORS)
deeds = st.one_of(
    st.tuples(
        st.just("appoint"),
        st.one_of(st.just("usual"), by),
        st.sampled_from(PEOPLE),
        st.sampled_from(PLACES),
        terms,
    ),
    st.tuples(
        st.just("deputise"),
        by,
        st.sampled_from(PEOPLE),
        rows,
        st.sampled_from([["area_view"], ["people_view"], ["appoint"], ["appoint", "area_view"], ["export"], []]),
        st.one_of(soon, soon, days),
    ),
    st.tuples(st.just("end"), by, rows),
    st.tuples(st.just("confirm"), by, rows),
)


@dataclass
class World:
    """Who and what there is, by name; everything is read anew before each deed, as a request does."""

    users: dict[str, int]
    people: dict[str, int]
    areas: dict[str, int]
    cells: dict[str, int]

    def do(self, deed: tuple) -> Appointment:
        """Let one of the personas do it; return the appointment that it was done to."""
        what, by, *rest = deed
        by = rest[1][0] if by == "usual" else by
        actor = User.objects.get(pk=self.users[by])
        if what == "appoint":
            return self._appoint(actor, *rest)
        row = self._row(rest[1] if what == "deputise" else rest[0])
        if what == "deputise":
            return self._deputise(actor, rest[0], row, *rest[2:])
        return getattr(appointments, what)(row, by=actor)

    def _appoint(self, by, person, place, term) -> Appointment:
        _usual, office, area, cell = place
        starts_on, ends_on = term
        area = Area.objects.get(pk=self.areas[area])
        cell = Cell.objects.get(pk=self.cells[cell]) if cell else None
        may_fill = fills(by, area, cell)
        made = appointments.appoint(
            Person.objects.get(pk=self.people[person]),
            Office.objects.get(code=office),
            area,
            cell=cell,
            starts_on=starts_on,
            ends_on=ends_on,
            by=by,
        )
        assert may_fill, "appointed by somebody outside, beside or above"
        return made

    def _deputise(self, by, person, row, features, ends_on) -> Appointment:
        may_fill = row.person.user_id == by.pk or fills(by, row.area, row.cell)
        person = Person.objects.get(pk=self.people[person])
        made = appointments.deputise(row, person, features=features, ends_on=ends_on, by=by)
        assert may_fill, "a deputy named by somebody outside, beside or above"
        return made

    def _row(self, number: int) -> Appointment:
        found = Appointment.objects.order_by("pk")
        return found[number % len(found)]


@pytest.fixture
def world(
    party, operator, nobody, state_lead, district_lead, neighbour_lead, panchayat_incharge, content_desk
) -> World:
    cells = {
        "state_it": factories.make_cell(party.state),
        "it": factories.make_cell(party.district),
        "women": factories.make_cell(party.district),
        "closed": factories.make_cell(party.district, is_closed=True),
        "block_it": factories.make_cell(party.block),
    }
    for kind in ("state", "district"):
        convener = Office.objects.get(code=f"{kind}_cell_lead")
        convener.features = [*convener.features, Feature.APPOINT]  # as an admin may: they still stand above no cell
        convener.save()
        Office.objects.get(code=f"{kind}_cell_member").appointers.clear()
    users = {"nobody": nobody, "operator": operator, "state": state_lead, "lead": district_lead}
    users |= {"neighbour": neighbour_lead, "incharge": panchayat_incharge}
    users["second"] = factories.make_office_holder("state_coordinator", party.state)
    users["block"] = factories.make_office_holder("block_coordinator", party.block)
    users["convener"] = factories.make_office_holder("district_cell_lead", party.district, cell=cells["it"])
    users["state_convener"] = factories.make_office_holder("state_cell_lead", party.state, cell=cells["state_it"])
    users["deputy"] = factories.make_user()
    deputy = factories.make_person(party.district, user=users["deputy"])
    until = timezone.localdate() + datetime.timedelta(days=30)
    held = district_lead.person.appointments.get()
    appointments.deputise(held, deputy, features=["appoint"], ends_on=until, by=district_lead)
    people = {name: user.person.pk for name, user in users.items() if hasattr(user, "person")}
    people |= {name: factories.make_person(party.panchayat).pk for name in ("somebody", "somebody_else")}
    return World(
        {name: user.pk for name, user in users.items()},
        people,
        {name: getattr(party, name).pk for name in ("state", "district", "block", "panchayat", "neighbour")},
        {name: cell.pk for name, cell in cells.items()},
    )


def fills(by: User, area: Area, cell: Cell | None) -> bool:
    """Whether `by` stands above the place today, told anew from the rows: above the area, over it for one of its cells, or in
    the topmost area, which has nobody above.
    """
    if by.is_superuser:
        return True
    for own in Appointment.objects.filter(person__user=by).select_related("area", "office", "person"):
        if not (counts(own) and Feature.APPOINT in own.features and area.path.startswith(own.area.path)):
            continue
        is_above = own.area_id != area.pk
        leads_the_cell = cell is not None and own.cell_id is None
        is_topmost = cell is None and area.parent_id is None
        if is_above or leads_the_cell or is_topmost:
            return True
    return False


def counts(row: Appointment) -> bool:
    """Whether the appointment grants something today."""
    today = timezone.localdate()
    confirmed = row.confirmed_by_id is not None or not row.office.needs_second_person
    return row.starts_on <= today < (row.ends_on or OPEN_END) and confirmed and row.person.status == "active"


def overlap(one: Appointment, other: Appointment) -> bool:
    last_start = max(one.starts_on, other.starts_on)
    return last_start < min(one.ends_on or OPEN_END, other.ends_on or OPEN_END)


def assert_lawful() -> None:
    found = list(Appointment.objects.select_related("office", "person", "deputy_for"))
    for one, other in combinations(found, 2):
        same_place = (one.office_id, one.area_id, one.cell_id) == (other.office_id, other.area_id, other.cell_id)
        if same_place and overlap(one, other):
            assert one.person_id != other.person_id, "one person twice in one office"
            assert one.deputy_for_id or other.deputy_for_id or one.seat != other.seat, "two on one seat"
    for row in found:
        assert 1 <= row.seat <= row.office.seats
        assert row.person.user_id is None or row.person.user_id not in (row.appointed_by_id, row.confirmed_by_id)
        assert row.confirmed_by_id is None or row.confirmed_by_id != row.appointed_by_id
        if row.deputy_for_id:
            assert row.ends_on - row.starts_on <= datetime.timedelta(days=90)
            assert row.ends_on <= (row.deputy_for.ends_on or OPEN_END)
            assert row.deputy_for.deputy_for_id is None
            assert set(row.deputy_features) <= set(row.office.features) - {Feature.EXPORT}


def assert_granted_what_counts(world: World) -> None:
    """What logins may do is what the rows say, no more."""
    rows = [row for row in Appointment.objects.select_related("office", "person", "area") if counts(row)]
    for name in set(PERSONAS) - {"operator"}:
        pk = world.users[name]
        granted = {(grant.path, grant.features) for grant in User.objects.get(pk=pk).live_grants}
        assert granted == {(row.area.path, frozenset(row.features)) for row in rows if row.person.user_id == pk}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(deeds, min_size=8, max_size=20))
def test_appointments_stay_lawful_whatever_is_done(world, found):
    with transaction.atomic():
        for deed in found:
            before = list(Appointment.objects.order_by("pk").values())
            try:
                row = world.do(deed)
            except (RuleBroken, RightMissing) as refusal:  # and nothing else
                event(f"{deed[0]}: {getattr(refusal, 'code', 'right_missing')}")
                assert list(Appointment.objects.order_by("pk").values()) == before
                continue
            event(f"{deed[0]}: done")
            assert_lawful()
            if deed[0] == "end":
                assert_over(row, {old["id"]: old["ends_on"] for old in before})
        assert_granted_what_counts(world)
        transaction.set_rollback(True)


def assert_over(row: Appointment, before: dict[int, datetime.date | None]) -> None:
    """It counts no more, with its deputies, and nothing ends later than it did."""
    deputies = row.deputies.select_related("office", "person")
    assert not any(counts(each) for each in [Appointment.objects.get(pk=row.pk), *deputies])
    for pk, ends_on in Appointment.objects.values_list("pk", "ends_on"):
        assert (ends_on or OPEN_END) <= (before[pk] or OPEN_END)
