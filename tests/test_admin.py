"""The Django admin: operators see and edit everything, through the same services, and nothing is deleted."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Post, Topic
from campaigns.services import dispatch, release, rollups
from network.models import Appointment, AuditEntry, Office, Person
from tests import factories
from tests.influencers.reviews import hand_in, make_prospect
from tests.world import Place

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def full(party, operator, district_lead, volunteer, state_lead):
    """A place with one of everything, and messages that went out."""
    place = Place(party.district, district_lead, volunteer)
    factories.make_blackout(party.neighbour)
    hand_in(make_prospect(party.district), operator)  # a card of another is not shown before one's own is in
    release.release(factories.make_topic(party.district, status="scheduled"), at=timezone.now())
    dispatch.drain()
    rollups.refresh()
    return place


@pytest.fixture
def desk(operator, client_of):
    return client_of(operator)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_and_every_row_opens(model, full, desk):
    place = f"{model._meta.app_label}_{model._meta.model_name}"
    settings = admin.site._registry[model]
    assert desk.get(reverse(f"admin:{place}_changelist")).status_code == 200
    if settings.search_fields:
        assert desk.get(reverse(f"admin:{place}_changelist"), {"q": "अ"}).status_code == 200
    add = desk.get(reverse(f"admin:{place}_add"))
    assert add.status_code in (200, 403)
    row = model._default_manager.first()
    if row is not None:
        assert desk.get(reverse(f"admin:{place}_change", args=[row.pk])).status_code == 200
        assert desk.post(reverse(f"admin:{place}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_a_person_is_entered_through_the_service(full, party, desk):
    fields = {
        "name_hi": "नई व्यक्ति",
        "name_en": "",
        "gender": "woman",
        "phone": "98260-12345",
        "email": "",
        "home_area": party.district.pk,
    }
    fields |= {"languages": "hi", "preferred_channel": "in_app", "status": "active", "user": ""}
    answer = desk.post(reverse("admin:network_person_add"), fields)
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    person = Person.objects.get(name_hi="नई व्यक्ति")
    assert person.phone == "+919826012345"
    assert AuditEntry.objects.filter(verb="person.created", subject_id=person.pk).exists()


def test_a_broken_rule_is_said_and_not_a_failure(full, party, desk):
    factories.make_person(party.district, phone="+919826012345")
    fields = {
        "name_hi": "नई व्यक्ति",
        "name_en": "",
        "gender": "",
        "phone": "9826012345",
        "email": "",
        "home_area": party.district.pk,
    }
    fields |= {"languages": "hi", "preferred_channel": "in_app", "status": "active", "user": ""}
    page = desk.post(reverse("admin:network_person_add"), fields, follow=True).content.decode()
    assert not Person.objects.filter(name_hi="नई व्यक्ति").exists()
    assert "पहले से" in page


def test_opening_contact_data_in_the_admin_is_logged(full, desk):
    person = Person.objects.first()
    desk.get(reverse("admin:network_person_change", args=[person.pk]))
    assert AuditEntry.objects.filter(verb="person.contact_opened", subject_id=person.pk).exists()


def test_an_appointment_is_made_and_confirmed_by_two(full, party, desk, client_of):
    person = factories.make_person(party.state)
    fields = {"person": person.pk, "office": Office.objects.get(code="auditor").pk, "area": party.state.pk}
    fields |= {"starts_on": timezone.localdate().isoformat(), "ends_on": "", "reason": ""}
    assert desk.post(reverse("admin:network_appointment_add"), fields).status_code == 302
    appointment = Appointment.objects.get(person=person)
    confirm = {"action": "confirm", "_selected_action": [appointment.pk]}
    desk.post(reverse("admin:network_appointment_changelist"), confirm)
    appointment.refresh_from_db()
    assert appointment.confirmed_by is None, "not by the one who made it"
    second = factories.make_user(is_superuser=True, is_staff=True)
    client_of(second).post(reverse("admin:network_appointment_changelist"), confirm)
    appointment.refresh_from_db()
    assert appointment.confirmed_by == second


def test_posts_are_verified_by_an_action(full, desk):
    post = Post.objects.get()
    desk.post(reverse("admin:campaigns_post_changelist"), {"action": "verify", "_selected_action": [post.pk]})
    post.refresh_from_db()
    assert post.status == "verified"


def test_a_title_is_changed_and_the_clearance_falls(full, desk):
    topic = full.cleared
    fields = {"kind": topic.kind, "title_hi": "सुधरा शीर्षक", "title_en": "", "occurs_on": ""}
    closes = timezone.localtime(topic.closes_at)
    fields |= {"closes_at_0": f"{closes:%Y-%m-%d}", "closes_at_1": f"{closes:%H:%M:%S}"}
    answer = desk.post(reverse("admin:campaigns_topic_change", args=[topic.pk]), fields)
    assert answer.status_code == 302, answer.context["errors"]
    assert (Topic.objects.get(pk=topic.pk).title_hi, Topic.objects.get(pk=topic.pk).status) == ("सुधरा शीर्षक", "draft")


def test_the_outbox_page_shows_what_was_sent(full, desk, settings, client_of):
    settings.DEVELOPER_PAGES = True
    page = client_of(None).get("/developers/outbox/").content.decode()
    name = next(settings.OUTBOX_DIR.glob("*.eml")).name
    assert name in page
    message = client_of(None).get(f"/developers/outbox/{name}/").content.decode()
    assert "/b/" in message
    for wrong in ("nothing.eml", "..%2F..%2Fsecret_key"):
        assert client_of(None).get(f"/developers/outbox/{wrong}/").status_code == 404
