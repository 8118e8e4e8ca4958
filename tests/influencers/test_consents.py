"""Consent: the person's own, for each purpose, refused below 18, taken back at any time; invitations have an end."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from influencers.models import Consent
from influencers.services import consents, influencers, invitations, pipeline, rosters
from network.errors import RightMissing, RuleBroken
from tests import factories


@pytest.fixture
def asked(party):
    consents.load_seed()
    voice = factories.make_influencer(party.district, consents=False, phone="+919826012345")
    voice.stage = "contacted"
    voice.save()
    return voice


def test_a_yes_makes_the_person_active(asked, district_lead):
    token = invitations.make(asked, by=district_lead)
    invitations.accept(invitations.find(token), purposes=["briefs"], is_adult=True)
    assert list(Consent.objects.live().values_list("purpose", flat=True)) == ["briefs"]
    asked.refresh_from_db()
    assert asked.stage == "active"
    assert invitations.find(token) is None, "an answered invitation opens nothing"


def test_below_18_nobody_takes_part(asked, district_lead):
    token = invitations.make(asked, by=district_lead)
    with pytest.raises(RuleBroken) as broken:
        invitations.accept(invitations.find(token), purposes=["briefs"], is_adult=False)
    assert broken.value.code == "not_adult"
    assert not Consent.objects.exists()


def test_a_no_erases_the_contact_data(asked, district_lead):
    invitations.refuse(invitations.find(invitations.make(asked, by=district_lead)))
    asked.person.refresh_from_db()
    assert (asked.person.phone, asked.person.email, asked.person.status) == (None, "", "left")
    assert not asked.seats.live().exists()


def test_nobody_is_asked_a_fourth_time(asked, district_lead):
    for _ in range(3):
        invitations.make(asked, by=district_lead)
    with pytest.raises(RuleBroken) as broken:
        invitations.make(asked, by=district_lead)
    assert broken.value.code == "asked_enough"


def test_an_older_invitation_dies_with_a_newer_one_and_with_time(asked, district_lead):
    first, second = invitations.make(asked, by=district_lead), invitations.make(asked, by=district_lead)
    assert invitations.find(first) is None
    assert invitations.find(second)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
        assert invitations.find(second) is None


def test_a_neighbour_invites_nobody(asked, neighbour_lead):
    with pytest.raises(RightMissing):
        invitations.make(asked, by=neighbour_lead)


def test_the_invitation_page_records_the_persons_own_answer(asked, district_lead, client_of):
    path = f"/i/{invitations.make(asked, by=district_lead)}/"
    client = client_of(None)
    assert "18" in client.get(path).content.decode()
    assert not Consent.objects.exists(), "looking answers nothing"
    refused = client.post(path, {"answer": "yes", "purposes": ["briefs"]})
    assert "18" in refused.content.decode()
    assert not Consent.objects.exists()
    client.post(path, {"answer": "yes", "purposes": ["briefs"], "is_adult": "on"})
    assert Consent.objects.live().filter(person=asked.person).exists()


def test_a_team_has_a_most(party, district_lead):
    roster = party.district.roster
    for _ in range(roster.most):
        factories.make_influencer(party.district)
    one_more = factories.make_influencer(party.district, seated=False)
    with pytest.raises(RuleBroken) as broken:
        rosters.join(roster, one_more, by=district_lead)
    assert broken.value.code == "team_full"


def test_one_person_sits_in_one_team(party, district_lead, operator):
    voice = factories.make_influencer(party.district)
    with pytest.raises(RuleBroken):
        rosters.join(party.neighbour.roster, voice, by=operator)
    rosters.leave(voice.seats.live().get(), by=district_lead)
    assert rosters.join(party.neighbour.roster, voice, by=operator).roster == party.neighbour.roster


def test_an_account_belongs_to_one_person(party, district_lead):
    first, second = factories.make_influencer(party.district), factories.make_influencer(party.district)
    influencers.declare_handle(first, "https://x.com/Some_One", platform="x", by=district_lead)
    with pytest.raises(RuleBroken) as broken:
        influencers.declare_handle(second, "@some_one", platform="x", by=district_lead)
    assert broken.value.code == "handle_taken"


def test_stages_have_an_order(party, district_lead):
    voice = factories.make_influencer(party.district)
    with pytest.raises(RuleBroken):
        pipeline.move(voice, "spotted", by=district_lead, reason="a test")
