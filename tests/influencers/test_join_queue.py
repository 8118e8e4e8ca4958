"""Requests to join: a lead calls, then decides; a known number is that person; what is over is forgotten."""

import datetime

import pytest
from django.utils import timezone

from influencers.models import Consent, Influencer, JoinRequest
from influencers.services import joins
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry, Person
from tests import factories


def approved(request: JoinRequest, by) -> Influencer:
    return joins.approve(request, has_spoken=True, by=by)


def test_a_lead_takes_in_who_they_spoke_with(party, district_lead):
    request = factories.make_join_request(party.district, phone="+919826012345", language="en")
    asked_at = request.asked_at
    with pytest.raises(RuleBroken) as broken:
        joins.approve(request, has_spoken=False, by=district_lead)
    assert broken.value.code == "not_spoken"

    voice = approved(request, district_lead)

    person = voice.person
    person.refresh_from_db()
    voice.refresh_from_db()
    assert (person.name_hi, person.phone, person.is_adult_confirmed) == (request.name_hi, "+919826012345", True)
    assert (voice.stage, voice.district) == ("agreed", party.district)
    assert [handle.platform for handle in voice.current_handles] == ["x"]
    rows = (
        Consent.objects.live().filter(person=person).values_list("purpose", "language", "channel", "given_at", "notice")
    )
    notice = request.notice_id
    assert sorted(rows) == [
        ("briefs", "en", "join form", asked_at, notice),
        ("coverage", "en", "join form", asked_at, notice),
    ]
    request.refresh_from_db()
    assert (request.status, request.person, request.decided_by) == ("approved", person, district_lead)
    assert not voice.seats.exists(), "a seat is another step"


def test_a_known_number_is_that_person(party, district_lead, client_of):
    voice = factories.make_influencer(party.district, consents=False, phone="+919826012345")
    Influencer.objects.filter(pk=voice.pk).update(stage="contacted")
    request = factories.make_join_request(party.district, phone="+919826012345")
    page = client_of(district_lead).get("/joins/").content.decode()
    assert voice.person.get_absolute_url() in page
    assert "+919826012345" not in page

    assert approved(request, district_lead) == voice

    assert Person.objects.filter(phone_hash=request.phone_hash).count() == 1
    voice.refresh_from_db()
    assert voice.stage == "agreed"
    assert Consent.objects.live().filter(person=voice.person).count() == 2


def test_what_a_known_person_allows_already_stays_as_it_was_given(party, district_lead):
    voice = factories.make_influencer(party.district, phone="+919826012345")
    Influencer.objects.filter(pk=voice.pk).update(stage="contacted")
    before = Consent.objects.get(person=voice.person)

    approved(factories.make_join_request(party.district, phone="+919826012345", language="en"), district_lead)

    rows = Consent.objects.filter(person=voice.person).values_list("purpose", "channel", "language", "given_at")
    added = Consent.objects.get(person=voice.person, purpose="coverage")
    assert list(rows) == [
        ("briefs", "test", "hi", before.given_at),
        ("coverage", "join form", "en", added.given_at),
    ]


def test_who_had_left_is_back_by_their_own_wish(party, district_lead):
    voice = factories.make_influencer(
        party.district, consents=False, seated=False, phone="+919826012345", status="left"
    )
    Influencer.objects.filter(pk=voice.pk).update(stage="left")
    approved(factories.make_join_request(party.district, phone="+919826012345"), district_lead)
    voice.refresh_from_db()
    voice.person.refresh_from_db()
    assert voice.person.status == "active"
    assert voice.stage in ("agreed", "active")


def test_a_number_of_another_district_is_left_alone(party, district_lead):
    factories.make_influencer(party.neighbour, phone="+919826012345")
    request = factories.make_join_request(party.district, phone="+919826012345")
    with pytest.raises(RuleBroken) as broken:
        approved(request, district_lead)
    assert broken.value.code == "elsewhere"
    assert JoinRequest.objects.get().status == "waiting"


def test_an_account_of_somebody_else_takes_nobody_in(party, district_lead):
    factories.make_influencer(party.district).handles.create(platform="x", handle="taken", url="https://x.com/taken")
    request = factories.make_join_request(party.district, profile="https://x.com/taken")
    with pytest.raises(RuleBroken) as broken:
        approved(request, district_lead)
    assert broken.value.code == "handle_taken"
    assert not Person.objects.filter(phone_hash=request.phone_hash).exists()


def test_a_request_is_decided_once_and_by_the_districts_lead(party, district_lead, neighbour_lead):
    request = factories.make_join_request(party.district)
    for act in (
        lambda: approved(request, neighbour_lead),
        lambda: joins.refuse(request, refusal="not_asked", by=neighbour_lead),
        lambda: joins.open_contact(request, by=neighbour_lead),
    ):
        with pytest.raises(RightMissing):
            act()
    with pytest.raises(RuleBroken):
        joins.refuse(request, refusal="", by=district_lead)
    assert joins.refuse(request, refusal="not_asked", by=district_lead).status == "refused"
    with pytest.raises(RuleBroken) as broken:
        approved(request, district_lead)
    assert broken.value.code == "decided_already"


def test_the_number_is_shown_for_the_call_and_that_is_logged(party, district_lead, client_of):
    request = factories.make_join_request(party.district, phone="+919826012345")
    page = client_of(district_lead).post(f"/joins/{request.code}/contact/").content.decode()
    assert "tel:+919826012345" in page
    assert AuditEntry.objects.filter(verb="join.contact_opened", by=district_lead, subject_id=request.pk).count() == 1


def test_the_lead_decides_on_the_page(party, district_lead, client_of):
    first, second = (factories.make_join_request(party.district) for _ in range(2))
    lead = client_of(district_lead)
    lead.post(f"/joins/{first.code}/approve/", {})
    assert JoinRequest.objects.get(pk=first.pk).status == "waiting"
    lead.post(f"/joins/{first.code}/approve/", {"has_spoken": "on"})
    lead.post(f"/joins/{second.code}/refuse/", {"refusal": "not_fitting"})
    assert list(JoinRequest.objects.order_by("pk").values_list("status", "refusal")) == [
        ("approved", ""), ("refused", "not_fitting"),
    ]  # fmt: skip
    assert first.name_hi not in lead.get("/joins/").content.decode()


def test_what_is_over_is_forgotten(party):
    now, day = timezone.now(), datetime.timedelta(days=1)
    rows = {
        "undecided": {"asked_at": now - 90 * day},
        "waits": {"asked_at": now - 89 * day},
        "refused": {"status": "refused", "refusal": "known", "decided_at": now - 7 * day},
        "refused lately": {"status": "refused", "refusal": "known", "decided_at": now - 6 * day},
        "taken in": {"status": "approved", "decided_at": now - 89 * day, "asked_at": now - 90 * day},
    }
    for name, changes in rows.items():
        row = factories.make_join_request(party.district, name_hi=name)
        JoinRequest.objects.filter(pk=row.pk).update(**changes)
    assert joins.forget_old(now) == 3
    assert sorted(JoinRequest.objects.values_list("name_hi", flat=True)) == ["refused lately", "waits"]
