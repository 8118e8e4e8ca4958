"""History: every write leaves an event with its origin, whichever way it came; nobody changes it; the pages keep the scope."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from campaigns.models import Topic
from network.models import Appointment, AuditEntry, Person
from network.origins import came_from
from network.services import imports, people
from tests import factories
from tests.world import key_of


def events(row) -> list[tuple[str, str]]:
    rows = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id").select_related("pgh_context")
    return [
        (event.pgh_label, (event.pgh_context.metadata if event.pgh_context else {}).get("from", "")) for event in rows
    ]


def test_a_page_an_api_call_and_the_admin_are_told_apart(party, district_lead, state_lead, operator, client_of):
    client_of(district_lead).post(
        "/areas/panchayat/120001/people/new/",
        {"name_hi": "रेखा कल्पित", "languages": ["hi"], "preferred_channel": "email"},
    )
    person = Person.objects.get(name_hi="रेखा कल्पित")
    client_of(operator).post(
        f"/admin/network/person/{person.pk}/change/",
        {
            "name_hi": "रेखा",
            "home_area": party.panchayat.pk,
            "languages": "hi",
            "preferred_channel": "email",
            "status": "active",
        },
    )
    assert events(person) == [("insert", "page"), ("update", "admin")]
    office = factories.make_office_holder("panchayat_member", party.panchayat).person.appointments.get()
    client_of(None).post(
        f"/api/v1/appointments/{office.code}/end/", headers={"Authorization": f"Token {key_of(district_lead)}"}
    )
    event = Appointment.pgh_event_model.objects.filter(pgh_obj_id=office.pk).latest("pgh_id")
    assert event.pgh_context.metadata["from"] == "api"
    assert event.pgh_context.metadata["user"] == district_lead.pk


def test_bulk_statements_raw_sql_and_deleting_are_kept(party):
    rows = Person.objects.bulk_create(Person(name_hi=f"व्यक्ति {n}", home_area=party.district) for n in range(3))
    Person.objects.filter(pk__in=[row.pk for row in rows]).update(status="paused")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE network_person SET name_en = 'Raw' WHERE id = %s", [rows[0].pk])
        cursor.execute("DELETE FROM network_person WHERE id = %s", [rows[0].pk])
    assert [label for label, _origin in events(rows[0])] == ["insert", "update", "update", "delete"]
    assert [label for label, _origin in events(rows[1])] == ["insert", "update"]


def test_commands_tasks_and_imports_are_named(party, district_lead):
    with came_from("command", "shell"):
        person = factories.make_person(party.district)
    assert events(person) == [("insert", "command")]
    from config.celery import app

    app.loader.import_default_modules()
    imports.upload("people", files=[("a.csv", "नाम,ज़िला\nमोहन उदाहरण,भोपाल\n".encode())], by=district_lead)
    app.tasks["network.run_imports"]()
    batch = imports.ImportBatch.objects.get()
    imports.confirm(batch, ticked=[], by=district_lead)
    app.tasks["network.run_imports"]()
    assert events(Person.objects.get(name_hi="मोहन उदाहरण")) == [("insert", "task")]


def test_numbers_and_addresses_are_told_as_changed_and_never_kept(party, district_lead):
    person = people.create(name_hi="अ", home_area=party.district, by=district_lead, phone="9826012345", email="a@b.in")
    people.update(person, by=district_lead, phone="9826012346")
    assert [label for label, _origin in events(person)] == ["insert", "update"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM network_personevent e")
        kept = cursor.fetchone()[0]
    assert "a@b.in" not in kept
    assert person.phone_hash not in kept


@pytest.mark.parametrize(
    "statement", ["UPDATE network_personevent SET name_hi = 'x'", "DELETE FROM network_personevent"]
)
def test_nobody_changes_the_history(party, statement):
    factories.make_person(party.district)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_page_tells_who_changed_what(party, district_lead, client_of):
    client = client_of(district_lead)
    person = factories.make_person(party.panchayat, name_hi="पहला नाम", gender="woman")
    home = party.block.pk
    form = {"name_hi": "दूसरा नाम", "languages": ["hi"], "preferred_channel": "email", "status": "active", "home": home}
    client.post(f"{person.get_absolute_url()}edit/", form)
    page = client.get(f"/history/people/{person.code}/").content.decode()
    assert "पहला नाम → दूसरा नाम" in page
    assert f"{party.panchayat} → {party.block}" in page
    assert "महिला → –" in page
    assert district_lead.name in page


@pytest.mark.parametrize("kind", ["teams", "topics", "posts", "influencers", "appointments"])
def test_histories_of_other_rows_open(party, district_lead, client_of, kind):
    topic = factories.make_topic(party.district)
    voice = factories.make_influencer(party.district)
    post = factories.make_post(factories.make_assignment(voice, topic))
    Topic.objects.filter(pk=topic.pk).update(title_hi="नया नाम")
    code = {
        "teams": party.district.code,
        "topics": topic.code,
        "posts": post.code,
        "influencers": voice.code,
        "appointments": district_lead.person.appointments.get().code,
    }[kind]
    assert client_of(district_lead).get(f"/history/{kind}/{code}/").status_code == 200
    assert client_of(district_lead).get("/history/nothing/x/").status_code == 404


def test_sign_ins_are_noted(party, district_lead, client):
    client.post("/login/", {"username": district_lead.username, "password": factories.PASSWORD})
    client.post("/logout/")
    verbs = AuditEntry.objects.filter(by=district_lead).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["login.signed_in", "login.signed_out"]


def test_an_offices_activity_is_scoped(party, district_lead, neighbour_lead, state_lead, client_of):
    people.create(name_hi="यहाँ", home_area=party.district, by=district_lead)
    people.create(name_hi="वहाँ", home_area=party.neighbour, by=neighbour_lead)
    seen = {}
    for reader in (district_lead, state_lead):
        lines = client_of(reader).get("/offices/district_lead/activity/").context["lines"]
        seen[reader] = [entry["line"].by for entry in lines if entry["line"].verb == "person.created"]
    assert seen == {district_lead: [district_lead], state_lead: [neighbour_lead, district_lead]}


def test_prepare_leaves_its_name(db, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("SAMVAD_HOME", str(tmp_path))
    call_command("prepare")
    event = Person.pgh_event_model.objects.select_related("pgh_context").first()
    assert event.pgh_context.metadata == {"from": "command", "name": "prepare"}
