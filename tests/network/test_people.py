"""People: contact data is masked, opened with a reason only, and logged; the log can't be rewritten."""

import pytest
from django.db import DatabaseError, transaction

from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry
from network.services import areas, people
from tests import factories


def test_contact_data_is_opened_with_a_reason_and_logged(party, district_lead):
    person = people.create(name_hi="अ", home_area=party.district, by=district_lead, phone="9826012345")
    with pytest.raises(RuleBroken):
        people.open_contact(person, reason=" ", by=district_lead)
    assert people.open_contact(person, reason="बैठक की सूचना", by=district_lead)["phone"] == "+919826012345"
    assert AuditEntry.objects.filter(verb="person.contact_opened", by=district_lead).count() == 1


def test_a_neighbour_opens_nothing(party, neighbour_lead):
    with pytest.raises(RightMissing):
        people.open_contact(factories.make_person(party.district), reason="क्यों", by=neighbour_lead)


def test_a_phone_number_is_entered_once(party, district_lead):
    people.create(name_hi="अ", home_area=party.district, by=district_lead, phone="9826012345")
    with pytest.raises(RuleBroken) as broken:
        people.create(name_hi="आ", home_area=party.district, by=district_lead, phone="+91 98260 12345")
    assert broken.value.code == "phone_known"


def test_the_audit_log_is_append_only(party, district_lead):
    people.create(name_hi="अ", home_area=party.district, by=district_lead)
    for change in (lambda rows: rows.update(verb="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(AuditEntry.objects.all())


def test_the_seed_is_the_real_tree(db):
    from network.models import Area

    assert areas.load_seed() == 55
    assert areas.load_seed() == 55, "loading again doubles nothing"
    assert {kind: Area.objects.of_kind(kind).count() for kind in ("state", "division", "district")} == {
        "state": 1,
        "division": 10,
        "district": 55,
    }
    assert (
        Area.objects.of_kind("district").exclude(grid_col=None).values("grid_col", "grid_row").distinct().count() == 55
    )


def test_ones_own_password_is_changed(party, nobody, client_of):
    client = client_of(nobody)
    fields = {
        "old_password": factories.PASSWORD,
        "new_password1": "a much longer one",
        "new_password2": "a much longer one",
    }
    assert client.post("/account/password/", fields | {"old_password": "wrong"}).status_code == 200
    assert client.post("/account/password/", fields).status_code == 302
    nobody.refresh_from_db()
    assert nobody.check_password("a much longer one")
