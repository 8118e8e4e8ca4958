"""Joining: the open page tells nobody whether a number is known; programs and crowds are kept out; a lead calls, then decides."""

import re
from unittest import mock

import pytest
from django.core import signing
from django.core.cache import cache
from django.utils import timezone

from influencers.join_forms import SALT
from influencers.models import JoinRequest
from influencers.services import consents, joins
from influencers.views import joins as pages
from network.errors import RightMissing
from network.models import AuditEntry, Person
from tests import factories

PHONE = "9826012345"


def began(seconds: int = 10) -> str:
    """A page that was opened so long ago."""
    with mock.patch.object(signing.time, "time", return_value=timezone.now().timestamp() - seconds):
        return signing.TimestampSigner(salt=SALT).sign("join")


def entered(**changes: object) -> dict[str, object]:
    return {
        "name": "आशा नमूना",
        "phone": PHONE,
        "profile": "https://m.youtube.com/@asha_writes?si=junk",
        "purposes": ["briefs", "coverage"],
        "is_adult": "on",
        "website": "",
        "began": began(),
    } | changes


def said(answer) -> tuple[int, str]:
    """What a reader learns: everything but the token that each form has of its own."""
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.fixture
def open_page(party):
    consents.load_seed()
    return f"/join/{party.district.code}/"


def test_the_page_shows_the_notice_word_for_word_and_sets_no_tick(open_page, client):
    page = client.get(open_page).content.decode()
    assert consents.newest_notice().text_hi.splitlines()[0] in page
    assert "checked" not in page
    client.cookies["samvad_language"] = "en"
    assert "I am 18 years or older" in client.get(open_page).content.decode()


def test_what_was_entered_waits_with_the_notice_and_the_language(open_page, client, party):
    assert client.post(open_page, entered()).status_code == 200
    row = JoinRequest.objects.get()
    assert (row.name_hi, row.phone, row.purposes, row.language) == (
        "आशा नमूना",
        "+919826012345",
        ["briefs", "coverage"],
        "hi",
    )
    assert (row.notice, row.status, row.district) == (consents.newest_notice(), "waiting", party.district)
    assert not Person.objects.exists(), "nobody is entered before a lead spoke with them"
    assert "9826012345" not in row.phone_sealed


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"is_adult": ""}, "18"),
        ({"purposes": ["naming"]}, "ब्रीफ"),
        ({"purposes": []}, "ब्रीफ"),
        ({"profile": "nothing"}, ""),
        ({"profile": "https://www.youtube.com/watch?v=abcdefghijk"}, ""),
        ({"phone": "12345"}, ""),
        ({"name": ""}, ""),
        ({"name": "http://spam.example"}, ""),
    ],
)
def test_what_is_not_sound_is_refused_with_its_reason(open_page, client, changes, word):
    answer = client.post(open_page, entered(**changes))
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not JoinRequest.objects.exists()


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(open_page, client):
    good = said(client.post(open_page, entered(phone="9826000001")))
    assert said(client.post(open_page, entered(website="https://spam.example"))) == good
    assert JoinRequest.objects.count() == 1


@pytest.mark.parametrize("moment", ["", "forged:1abc:def", 0, 2, 13 * 3600])
def test_nobody_reads_the_notice_in_three_seconds(open_page, client, moment, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    answer = client.post(open_page, entered(began=began(moment) if isinstance(moment, int) else moment))
    assert answer.status_code == 422
    assert not JoinRequest.objects.exists()


def test_who_was_too_quick_sends_the_same_page_once_more(open_page, client):
    quick = began(0)
    assert quick in client.post(open_page, entered(began=quick)).content.decode()


def test_known_waiting_refused_and_unknown_numbers_get_the_same_answer(open_page, client, party):
    factories.make_person(party.district, phone="+919826000001")
    factories.make_person(party.neighbour, phone="+919826000002")
    factories.make_join_request(party.district, phone="+919826000003")
    now = timezone.now()
    factories.make_join_request(
        party.district, phone="+919826000004", status="refused", refusal="known", decided_at=now
    )
    answers = {said(client.post(open_page, entered(phone=f"982600000{number}"))) for number in range(1, 6)}
    assert len(answers) == 1
    assert JoinRequest.objects.filter(status="waiting").count() == 5, "who waits already is not entered twice"


def test_a_number_asks_three_times_a_day_and_hears_the_same(open_page, client):
    pages_seen = {said(client.post(open_page, entered())) for _ in range(6) if _refuse_all()}
    assert len(pages_seen) == 1
    assert JoinRequest.objects.count() == joins.MOST_OF_A_NUMBER


def _refuse_all() -> bool:
    JoinRequest.objects.filter(status="waiting").update(
        status="refused", refusal="not_reached", decided_at=timezone.now()
    )
    return True


def test_an_address_has_a_limit_whatever_it_enters(open_page, client, monkeypatch):
    monkeypatch.setattr(pages, "MOST_OF_AN_ADDRESS", 3)
    codes = [client.post(open_page, entered(phone=f"982600000{number - 10}")).status_code for number in range(10, 15)]
    assert codes == [200, 200, 200, 429, 429]
    assert client.get(open_page).status_code == 200, "reading is free"
    other = client.post(open_page, entered(phone="9826000099"), REMOTE_ADDR="10.9.8.7")
    assert other.status_code == 200


def test_a_forged_header_is_no_new_address(open_page, client, monkeypatch):
    monkeypatch.setattr(pages, "MOST_OF_AN_ADDRESS", 1)
    codes = [
        client.post(open_page, entered(), headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(2)
    ]
    assert codes == [200, 429]


def test_a_district_has_a_limit_in_the_database(open_page, client, monkeypatch, party):
    monkeypatch.setattr(joins, "MOST_OF_A_DISTRICT", 2)
    codes = [client.post(open_page, entered(phone=f"982600008{number}")).status_code for number in range(4)]
    assert codes == [200, 200, 429, 429]
    cache.clear()
    assert client.post(open_page, entered(phone="9826000089")).status_code == 429, "an empty cache opens nothing"


def test_the_lead_closes_and_opens_the_page(open_page, client, client_of, party, district_lead, neighbour_lead):
    lead = client_of(district_lead)
    lead.post("/rosters/390/join-page/switch/", {"is_open": "no"})
    assert client.get(open_page).status_code == client.post(open_page, entered()).status_code == 404
    missing = said(client.get("/join/no-such/"))
    assert (missing[0], missing[1].replace("/join/no-such/", open_page)) == said(client.get(open_page))
    lead.post("/rosters/390/join-page/switch/", {"is_open": "yes"})
    assert client.get(open_page).status_code == 200
    with pytest.raises(RightMissing):
        joins.switch(party.district, is_open=False, by=neighbour_lead)


def test_the_short_link_and_its_code(open_page, client, client_of, party, district_lead):
    short = joins.page_of(party.district).short_code
    assert client.get(f"/j/{short}/").headers["Location"] == open_page
    assert client.get(f"/j/{short.upper()}/").headers["Location"] == open_page
    assert client.get("/j/aaaaaa/").status_code == 404
    lead = client_of(district_lead)
    page = lead.get("/rosters/390/join-page/").content.decode()
    assert f"/j/{short}/" in page
    answer = lead.get("/rosters/390/join-page/code.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert b"<path" in answer.content


def test_the_audit_log_holds_no_name_and_no_number(open_page, client, district_lead):
    client.post(open_page, entered())
    joins.approve(JoinRequest.objects.get(), has_spoken=True, by=district_lead)
    kept = " ".join(str(details) for details in AuditEntry.objects.values_list("details", flat=True))
    assert "नमूना" not in kept
    assert "9826012345" not in kept
