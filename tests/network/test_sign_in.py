"""Signing in: links that work once and not for previews, the second factor that offices demand, and what ends both."""

import datetime
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from network.errors import RightMissing, RuleBroken
from network.models import Appointment, AuditEntry, User
from network.services import logins, people, sign_in_links
from tests import factories

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


@pytest.fixture
def link(party, district_lead):
    """A fresh link of a person who was just entered."""
    person = factories.make_person(party.panchayat)
    return f"/sign-in/{sign_in_links.make(person, by=district_lead)}/"


def test_a_link_signs_in_once_and_only_by_its_button(link):
    preview = Client()
    for _look in range(3):
        assert preview.get(link).status_code == 200
    person = Client()
    assert person.post(link).status_code == 302
    assert is_signed_in(person)
    assert Client().get(link).status_code == 410
    assert Client().post(link).status_code == 410


def test_a_link_is_too_old_after_ten_minutes(link):
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=9)):
        assert Client().get(link).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11)):
        assert Client().post(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "0.x", "0.", ".", "0.AAAAAAAAAAAAAAAAAAAAAAAA", "nonsense" * 40, "१.क"])
def test_nonsense_is_no_link(db, token):
    assert Client().get(f"/sign-in/{token}/").status_code == 410


def test_what_ends_sessions_ends_links(party, district_lead):
    person = factories.make_person(party.panchayat)
    link = f"/sign-in/{sign_in_links.make(person, by=district_lead)}/"
    person.refresh_from_db()
    logins.end_sessions([person.user], by=None)
    assert Client().post(link).status_code == 410
    link = f"/sign-in/{sign_in_links.make(person, by=district_lead)}/"
    people.update(person, by=district_lead, status="paused")
    assert Client().post(link).status_code == 410
    with pytest.raises(RuleBroken):
        sign_in_links.make(person, by=district_lead)


def test_no_link_leads_above_or_beside_ones_own_area(party, district_lead, neighbour_lead, state_lead, operator):
    neighbour = neighbour_lead.person
    neighbour.home_area = party.district
    neighbour.save()
    with pytest.raises((RightMissing, RuleBroken)):
        sign_in_links.make(neighbour, by=district_lead)
    chief = state_lead.person
    chief.home_area = party.district
    chief.save()
    with pytest.raises(RuleBroken) as broken:
        sign_in_links.make(chief, by=district_lead)
    assert broken.value.code == "second_factor"
    boss = factories.make_person(party.district, user=operator)
    with pytest.raises(RuleBroken):
        sign_in_links.make(boss, by=district_lead)
    with pytest.raises(RuleBroken):
        sign_in_links.make(district_lead.person, by=district_lead)
    with pytest.raises(RightMissing):
        sign_in_links.make(factories.make_person(party.neighbour), by=district_lead)


def test_a_link_dies_when_its_person_gets_an_office_with_a_second_factor(party, district_lead):
    person = factories.make_person(party.district)
    link = f"/sign-in/{sign_in_links.make(person, by=district_lead)}/"
    office = Appointment._meta.get_field("office").related_model.objects.get(code="auditor")
    Appointment.objects.create(
        person=person,
        office=office,
        area=party.state,
        starts_on=timezone.localdate(),
        confirmed_by=factories.make_user(),
    )
    assert Client().post(link).status_code == 410


def test_the_first_sign_in_of_a_guarded_office_leads_to_password_and_second_factor(
    party, state_lead, operator, settings
):
    settings.SECOND_FACTOR = True
    auditor = factories.make_office_holder("auditor", party.state).person
    auditor.user.set_unusable_password()
    auditor.user.save()
    with pytest.raises(RuleBroken) as broken:
        sign_in_links.make(auditor, by=state_lead)
    link = f"/sign-in/{sign_in_links.make(auditor, by=operator)}/"

    client = Client()
    client.post(link)
    before = client.get("/people/").url
    client.post("/account/password/", {"new_password1": "नया-पासवर्ड-42", "new_password2": "नया-पासवर्ड-42"})

    assert broken.value.code == "second_factor"
    assert (before, client.get("/people/").url) == ("/account/password/", "/account/second-factor/totp/activate/")
    assert Client().get(link).status_code == 410
    with pytest.raises(RuleBroken):
        sign_in_links.make(auditor, by=operator)


def test_the_page_of_a_person_hands_a_link_over_and_logs_it(party, district_lead, client_of):
    person = factories.make_person(party.panchayat)
    response = client_of(district_lead).post(f"{person.get_absolute_url()}link/")
    assert "/sign-in/" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert AuditEntry.objects.filter(verb="login.link_made", by=district_lead).count() == 1


def test_who_came_by_a_link_sets_a_first_password(link):
    client = Client()
    client.post(link)
    new = {"new_password1": "नया-पासवर्ड-लंबा-42", "new_password2": "नया-पासवर्ड-लंबा-42"}
    assert client.post("/account/password/", new).status_code == 302
    assert is_signed_in(client)


def test_an_office_that_demands_it_is_led_to_the_second_factor_first(party, state_lead, district_lead, settings):
    settings.SECOND_FACTOR = True
    client = Client()
    client.post("/login/", {"username": state_lead.username, "password": factories.PASSWORD})
    for path in ("/", "/people/", "/account/", "/admin/", "/api/v1/people/"):
        assert client.get(path).url == "/account/second-factor/totp/activate/", path
    proof = client.get("/account/second-factor/totp/activate/").url
    assert client.post(proof, {"password": "not it"}).status_code == 200
    assert client.post(proof, {"password": factories.PASSWORD}).url == "/account/second-factor/totp/activate/"
    page = client.get("/account/second-factor/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    wrong = client.post("/account/second-factor/totp/activate/", {"code": "000000"})
    assert (wrong.status_code, Authenticator.objects.count()) == (200, 0)
    assert client.post("/account/second-factor/totp/activate/", {"code": code}).status_code == 302
    assert is_signed_in(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    other = Client()
    other.post("/login/", {"username": district_lead.username, "password": factories.PASSWORD})
    assert is_signed_in(other)


def test_operators_need_it_and_can_not_take_it_away(operator, settings):
    settings.SECOND_FACTOR = True
    client = Client()
    client.post("/login/", {"username": operator.username, "password": factories.PASSWORD})
    assert client.get("/admin/").url == "/account/second-factor/totp/activate/"
    TOTP.activate(operator, SECRET)
    assert client.get("/admin/").status_code == 200
    client.post("/account/second-factor/totp/deactivate/")
    assert Authenticator.objects.filter(user=operator, type="totp").exists()


def test_a_password_alone_is_not_enough_where_there_is_a_second_factor(district_lead):
    TOTP.activate(district_lead, SECRET)
    client = Client()
    response = client.post("/login/", {"username": district_lead.username, "password": factories.PASSWORD})
    assert response.url == "/account/second-factor/authenticate/"
    assert not is_signed_in(client)
    assert client.post("/account/second-factor/authenticate/", {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)
    client.post("/account/second-factor/authenticate/", {"code": code_now()})
    assert is_signed_in(client)


def test_a_code_works_once(district_lead):
    TOTP.activate(district_lead, SECRET)
    code = code_now()
    for expected in (True, False):
        client = Client()
        client.post("/login/", {"username": district_lead.username, "password": factories.PASSWORD})
        client.post("/account/second-factor/authenticate/", {"code": code})
        assert is_signed_in(client) == expected


def test_guessing_codes_is_slowed_down(district_lead):
    TOTP.activate(district_lead, SECRET)
    client = Client()
    client.post("/login/", {"username": district_lead.username, "password": factories.PASSWORD})
    for guess in range(8):
        client.post("/account/second-factor/authenticate/", {"code": f"{guess:06}"})
    client.post("/account/second-factor/authenticate/", {"code": code_now()})
    assert not is_signed_in(client)


def test_the_admin_has_no_sign_in_of_its_own(db):
    response = Client().get("/admin/login/?next=/admin/")
    assert response.url.startswith("/login/")


def test_nobody_signs_up(db):
    for path in ("/signup/", "/account/signup/", "/accounts/signup/"):
        assert Client().get(path).status_code in (302, 404)
        assert Client().post(path, {"username": "new", "password1": "x" * 12}).status_code in (302, 404)
    assert not User.objects.filter(username="new").exists()


def test_second_factors_are_sealed_anew_with_the_phones(district_lead, settings):
    from cryptography.fernet import Fernet

    TOTP.activate(district_lead, SECRET)
    old, new = settings.PHONE_KEYS[0], Fernet.generate_key().decode()
    settings.PHONE_KEYS = [new, old]
    call_command("reseal_phones")
    settings.PHONE_KEYS = [new]
    factor = Authenticator.objects.get(user=district_lead, type="totp")
    assert factor.wrap().validate_code(code_now())
