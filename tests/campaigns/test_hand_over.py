"""Handing over: one link for one person by one human; the gate is asked, and it is noted who did it and when."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import Assignment, Delivery, HandOver
from campaigns.services import dispatch, hand_over
from influencers.services import consents
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry
from tests import factories
from tests.campaigns import channel_cast as cast
from tests.campaigns.test_gate import QUIET, at


@pytest.fixture
def unreached(party) -> Assignment:
    """A brief that stands in Samvad only: the person has no other way."""
    factories.make_influencer(party.district, email="")
    cast.send_out(party.district)
    dispatch.drain()
    return Assignment.objects.get()


def test_a_lead_sees_whom_no_message_reached_in_their_own_area(party, unreached, district_lead, neighbour_lead):
    factories.make_influencer(party.district)
    factories.make_influencer(party.neighbour, email="")
    cast.send_out(party.state)
    dispatch.drain()
    waiting = list(hand_over.waiting(district_lead))
    assert waiting[0] == unreached
    assert {row.influencer.person.email for row in waiting} == {""}
    assert {row.district for row in waiting} == {party.district}
    assert {row.district for row in hand_over.waiting(neighbour_lead)} == {party.neighbour}


def test_the_page_of_the_messages_leads_there(unreached, district_lead, client_of):
    client, address = client_of(district_lead), f"/topics/{unreached.topic.code}/dispatch/"
    assert client.get(address).context["unreached_count"] == 1
    assert 'href="/hand-over/"' in client.get(address).content.decode().partition("<main")[2]

    hand_over.give(unreached, by=district_lead)

    assert client.get(address).context["unreached_count"] == 0


def test_who_waits_for_a_message_is_not_on_the_list(party, district_lead):
    factories.make_influencer(party.district)
    cast.send_out(party.district)
    assert not hand_over.waiting(district_lead).exists(), "the e-mail is on its way"
    Delivery.objects.filter(channel="email").update(status="failed")
    assert hand_over.waiting(district_lead).count() == 1


def test_the_link_opens_the_one_brief_and_whatsapp_with_the_link_alone(unreached, district_lead, client_of):
    client = client_of(district_lead)
    page = client.post(f"/hand-over/{unreached.code}/").content.decode()
    given = hand_over.give(unreached, by=district_lead)
    assert f'href="{given.whatsapp}"' in page
    assert given.whatsapp.startswith("https://wa.me/?text=http")
    assert "%20" not in given.whatsapp, "no words of ours"
    assert client_of(None).get(given.link.partition("8000")[2] or given.link).status_code == 200
    row = HandOver.objects.get()
    assert (row.assignment, row.by, row.at <= timezone.now()) == (unreached, district_lead, True)
    assert AuditEntry.objects.filter(verb="brief.handed_over").count() == 1
    assert not hand_over.waiting(district_lead).exists()


def test_looking_makes_no_link(unreached, district_lead, client_of):
    page = client_of(district_lead).get(f"/hand-over/{unreached.code}/").content.decode()
    assert "wa.me" not in page
    assert not HandOver.objects.exists()


def test_two_leads_do_not_hand_over_the_same(unreached, district_lead, state_lead):
    hand_over.give(unreached, by=district_lead)
    with pytest.raises(RuleBroken) as error:
        hand_over.give(unreached, by=state_lead)
    assert error.value.code == "handed_over"


def test_a_stranger_may_not(unreached, neighbour_lead, nobody):
    for user in (neighbour_lead, nobody):
        with pytest.raises(RightMissing):
            hand_over.give(unreached, by=user)


@pytest.mark.parametrize("reason", ["silence", "own_pause", "no_consent", "topic_over", "quiet_hours"])
def test_what_the_gate_keeps_back_is_not_handed_over_either(
    party, unreached, district_lead, settings, time_machine, reason
):
    if reason in ("silence", "own_pause"):
        factories.make_blackout(party.district, reason=reason)
    elif reason == "no_consent":
        consents.withdraw(unreached.influencer.person, by=None)
    elif reason == "topic_over":
        type(unreached.topic).objects.update(status="withdrawn")
    else:
        settings.QUIET_HOURS = QUIET
        time_machine.move_to(at(23), tick=False)
    before = Delivery.objects.count()
    with pytest.raises(RuleBroken) as error:
        hand_over.give(unreached, by=district_lead)
    assert error.value.code == reason
    assert (HandOver.objects.count(), Delivery.objects.count()) == (0, before)


def test_never_in_bulk(party, district_lead, monkeypatch, time_machine):
    time_machine.move_to(at(12))
    monkeypatch.setattr(hand_over, "MOST_PER_HOUR", 2)
    for _ in range(3):
        factories.make_influencer(party.district, email="")
    cast.send_out(party.district)
    first, second, third = Assignment.objects.order_by("pk")
    for one in (first, second):
        hand_over.give(one, by=district_lead)
    with pytest.raises(RuleBroken) as error:
        hand_over.give(third, by=district_lead)
    assert error.value.code == "too_many"
    hand_over.give(first, by=district_lead)  # the same again is no more
    time_machine.shift(datetime.timedelta(hours=1, seconds=1))
    hand_over.give(third, by=district_lead)


def test_nobody_hands_over_to_themselves(party, district_lead, client_of):
    voice = factories.make_influencer(party.district, email="")
    type(voice.person).objects.filter(user=district_lead).update(user=None)
    voice.person.user = district_lead
    voice.person.save()
    factories.make_assignment(voice)
    assert not hand_over.waiting(district_lead).exists()
