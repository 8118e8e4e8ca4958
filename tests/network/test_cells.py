"""Cells: opened, named and closed by who leads the area, and by nobody who sits in one of them."""

import pytest

from network.errors import RightMissing, RuleBroken
from network.models import Area, AuditEntry, Cell, Office, User
from network.rights import Feature
from network.services import appointments, area_changes, areas, cells
from tests import factories


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def refusal_of(act, *args, **kwargs) -> str:
    """The code of the rule that forbids it."""
    with pytest.raises(RuleBroken) as broken:
        act(*args, **kwargs)
    return broken.value.code


@pytest.fixture
def convener(party, operator) -> User:
    """Sits in the district's IT cell, in an office that an admin let appoint."""
    lead = office("district_cell_lead")
    lead.features = [*lead.features, Feature.APPOINT]
    lead.save()
    return factories.make_office_holder("district_cell_lead", party.district, cell=factories.make_cell(party.district))


def test_a_lead_opens_cells_in_the_own_district_and_below_and_nowhere_else(party, district_lead):
    opened = [
        cells.open(area, kind="it", name_hi=" आईटी  सेल ", name_en="IT team", by=district_lead)
        for area in (party.district, party.block)
    ]

    assert [(cell.area, cell.name_hi, cell.name_en) for cell in opened] == [
        (party.district, "आईटी सेल", "IT team"),
        (party.block, "आईटी सेल", "IT team"),
    ]
    assert AuditEntry.objects.filter(verb="cell.opened", by=district_lead).count() == 2
    for area in (party.state, party.neighbour):
        with pytest.raises(RightMissing):
            cells.open(area, kind="it", by=district_lead)


def test_offices_without_the_right_open_nothing(party, panchayat_incharge, content_desk, neighbour_lead):
    for by in (panchayat_incharge, content_desk, neighbour_lead):
        with pytest.raises(RightMissing):
            cells.open(party.district, kind="it", by=by)
        assert not cells.may_open(party.district, by)


def test_who_sits_in_a_cell_opens_and_fills_none_beside_it(party, convener):
    own = Cell.objects.get()
    other = factories.make_cell(party.district)
    person = factories.make_person(party.district)

    codes = [refusal_of(cells.open, party.district, kind="women", by=convener)]
    codes += [refusal_of(cells.rename, own, name_hi="क", name_en="A", by=convener)]
    codes += [refusal_of(cells.close, other, by=convener)]
    for cell in (own, other):
        member = office("district_cell_member")
        codes.append(refusal_of(appointments.appoint, person, member, party.district, cell=cell, by=convener))

    assert codes == ["not_below"] * 5
    assert not cells.may_open(party.district, convener)


def test_who_sits_in_a_cell_of_the_state_is_not_above_its_cells(party, operator):
    lead = office("state_cell_lead")
    lead.features = [*lead.features, Feature.APPOINT]
    lead.save()
    by = factories.make_office_holder("state_cell_lead", party.state, cell=factories.make_cell(party.state))

    assert refusal_of(cells.open, party.state, kind="women", by=by) == "not_below"


def test_a_cell_without_a_name_is_called_as_its_kind(party, district_lead):
    cell = cells.open(party.district, kind="women", by=district_lead)

    codes = [
        refusal_of(cells.open, party.district, kind="other", by=district_lead),
        refusal_of(cells.open, party.district, kind="it", name_hi="आईटी", by=district_lead),
    ]

    assert (cell.name_hi, cell.name_en) == ("महिला मोर्चा", "Women's wing")
    assert codes == ["name_missing"] * 2


def test_a_name_is_taken_once_in_an_area_until_its_cell_is_closed(party, district_lead):
    first = cells.open(party.district, kind="it", by=district_lead)
    second = cells.open(party.district, kind="youth", by=district_lead)
    cells.open(party.block, kind="it", by=district_lead)

    codes = [
        refusal_of(cells.open, party.district, kind="media", name_hi=first.name_hi, name_en="Media", by=district_lead),
        refusal_of(cells.rename, second, name_hi=first.name_hi, name_en="Youth", by=district_lead),
    ]
    cells.close(first, by=district_lead)
    again = cells.open(party.district, kind="it", by=district_lead)

    assert codes == ["name_known"] * 2
    assert (again.name_hi, Cell.objects.filter(name_hi=first.name_hi, area=party.district).count()) == (
        first.name_hi,
        2,
    )


def test_cells_exist_where_there_are_offices_for_them(party, operator, district_lead):
    merged = areas.place("block", "3601", parent=party.district, name_hi="पुराना", name_en="Old")
    area_changes.merge(merged, into=party.block, by=operator)

    codes = [
        refusal_of(cells.open, area, kind="it", by=operator)
        for area in (party.division, party.panchayat, Area.objects.get(pk=merged.pk))
    ]

    assert codes == ["wrong_area_kind", "wrong_area_kind", "ended"]
    assert [cells.may_open(area, operator) for area in (party.division, party.block)] == [False, True]


def test_a_rename_is_told_in_the_log_and_changes_nothing_twice(party, district_lead):
    cell = cells.open(party.district, kind="it", by=district_lead)

    for _ in range(2):
        cell = cells.rename(cell, name_hi="तकनीकी प्रकोष्ठ", name_en="Technical cell", by=district_lead)

    line = AuditEntry.objects.get(verb="cell.renamed")
    assert (cell.name_hi, cell.name_en) == ("तकनीकी प्रकोष्ठ", "Technical cell")
    assert line.details == {"before": "आईटी प्रकोष्ठ", "name": "तकनीकी प्रकोष्ठ"}


def test_cells_have_a_history_of_their_own(party, district_lead):
    cell = cells.open(party.district, kind="it", by=district_lead)
    cells.rename(cell, name_hi="तकनीकी", name_en="Technical", by=district_lead)
    cells.close(cell, by=district_lead)

    found = Cell.pgh_event_model.objects.filter(pgh_obj_id=cell.pk).order_by("pgh_id")

    assert [(row.pgh_label, row.name_en, row.is_closed) for row in found] == [
        ("insert", "IT cell", False),
        ("update", "Technical", False),
        ("update", "Technical", True),
    ]
