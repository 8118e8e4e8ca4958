"""What is told of sending: the page of a topic's messages, posts to follow up, the API, notices to offices."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override
from rest_framework.test import APIClient

from campaigns import sending
from campaigns.channels import office
from campaigns.models import Delivery, OfficeInbox, OfficeNotice
from campaigns.services import dispatch, office_notices, topics
from network.errors import RightMissing, RuleBroken
from tests import factories, stand_ins
from tests.campaigns import channel_cast as cast
from tests.campaigns.test_gate import QUIET, at
from tests.stand_ins import told


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def topic(party, settings, time_machine):
    """Out to one person whose second brief of the day waits, and to one of the neighbours."""
    time_machine.move_to(at(12))
    settings.DIGEST_AT = datetime.time(8)
    factories.make_influencer(party.district)
    cast.send_out(party.district)
    dispatch.drain()
    factories.make_influencer(party.neighbour)
    made = cast.send_out(party.state)
    dispatch.drain()
    return made


def test_the_page_says_what_waits_until_when_and_why(topic, state_lead, client_of):
    client = client_of(state_lead)
    client.cookies["samvad_language"] = "en"
    page = client.get(f"/topics/{topic.code}/dispatch/").content.decode()
    assert "the person had today&#x27;s message: it stands in tomorrow&#x27;s" in page
    assert "Channels that are off:" in page
    assert f"/topics/{topic.code}/dispatch/" in client.get(topic.get_absolute_url()).content.decode()
    with override("en"):
        lines = [(line.channel, line.status, line.count) for line in sending.of_topic(topic, state_lead)]
    assert (
        sorted(lines) == sorted([("e-mail", "queued", 1), ("e-mail", "sent", 1), ("in Samvad", "sent", 2)])
        or len(lines) == 3
    )


def test_a_lead_counts_their_own_area_only(topic, neighbour_lead):
    assert {(line.status, line.count) for line in sending.of_topic(topic, neighbour_lead)} == {("sent", 1)}


def test_posts_made_before_a_withdrawal_are_listed_to_be_followed_up(party, state_lead, neighbour_lead, client_of):
    topic = factories.make_topic(party.state, status="live")
    posts = {}
    for area, status in (
        (party.district, "verified"),
        (party.district, "claimed"),
        (party.district, "rejected"),
        (party.neighbour, "claimed"),
    ):
        voice = factories.make_influencer(area)
        posts[area.code, status] = factories.make_post(
            factories.make_assignment(voice, topic, status="claimed"), status=status
        )
    assert sending.to_follow_up(topic, state_lead) == []
    topics.withdraw(topic, by=state_lead)
    topic.refresh_from_db()
    assert set(sending.to_follow_up(topic, state_lead)) == set(posts.values()) - {posts["390", "rejected"]}
    assert list(sending.to_follow_up(topic, neighbour_lead)) == [posts["407", "claimed"]]
    page = client_of(state_lead).get(topic.get_absolute_url()).content.decode()
    assert posts["390", "verified"].url in page
    assert posts["390", "rejected"].url not in page


# API ----------------------------------------------------------------------------------------------------------------


def test_the_api_lists_deliveries_with_reasons_and_without_addresses(topic, state_lead, party):
    client = api(state_lead)
    rows = client.get("/api/v1/deliveries/", {"topic": topic.code}).json()["results"]
    assert len(rows) == 4
    assert "@" not in str(rows)
    (held,) = client.get("/api/v1/deliveries/", {"held_by": "digest"}).json()["results"]
    assert (held["channel"], held["status"], held["topic"]) == ("email", "queued", topic.code)
    assert held["area"] == party.district.path
    answers = {
        name: len(client.get("/api/v1/deliveries/", {name: value}).json()["results"])
        for name, value in {
            "status": "queued", "channel": "in_app", "within": party.neighbour.path, "due_before": at(13).isoformat(),
            "purpose": "withdrawal",
        }.items()
    }  # fmt: skip
    assert answers == {"status": 1, "channel": 3, "within": 2, "due_before": 5, "purpose": 0}


def test_the_api_is_scoped(topic, neighbour_lead, nobody, party):
    assert {row["area"] for row in api(neighbour_lead).get("/api/v1/deliveries/").json()["results"]} == {
        party.neighbour.path
    }
    assert api(nobody).get("/api/v1/deliveries/").json()["results"] == []
    person = Delivery.objects.filter(area=party.neighbour).first().person
    person.user = nobody
    person.save()
    assert len(api(nobody).get("/api/v1/deliveries/").json()["results"]) == 2, "one's own"


# Offices ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def server():
    with stand_ins.running() as stand_in:
        yield stand_in


def inbox(area, server, by) -> OfficeInbox:
    url = server.address.replace("http://", "json://") + "/inbox"
    return office_notices.enter(OfficeInbox(area=area, name="State office"), url=url, by=by)


@pytest.mark.parametrize(
    "url",
    ["whatsapp://token@123456789012345/14155552671", "WhatsApp://token@123456789012345/14155552671", "syslog://", "file:///tmp/x",
     "dbus://", "nonsense://x", "https://wa.me/", "", "no address"],
)  # fmt: skip
def test_inboxes_that_are_none_are_refused(url, party, state_lead):
    assert office.scheme_of(url) == ""
    assert office.send(url, title="x", body="y") is False
    with pytest.raises(RuleBroken):
        office_notices.enter(OfficeInbox(area=party.state, name="x"), url=url, by=state_lead)


def test_only_whom_it_concerns_enters_an_inbox(party, server, nobody, district_lead):
    for user in (nobody, district_lead):
        with pytest.raises(RightMissing):
            inbox(party.state, server, user)


def test_offices_hear_once_of_a_withdrawal_with_the_posts_that_remain(party, server, state_lead):
    made = inbox(party.state, server, state_lead)
    assert "127.0.0.1" not in made.url_sealed
    topic = factories.make_topic(party.state, status="live")
    voice = factories.make_influencer(party.district)
    factories.make_post(factories.make_assignment(voice, topic, status="claimed"))
    topics.withdraw(topic, by=state_lead)

    assert [office_notices.run(timezone.now()) for _ in range(2)] == [1, 0]

    (heard,) = server.heard
    assert heard.path == "/inbox"
    assert topic.title_hi in heard.json["title"]
    assert "1" in heard.json["message"]
    assert list(OfficeNotice.objects.values_list("status", flat=True)) == ["sent"]


def test_an_inbox_that_is_away_is_tried_again_and_then_given_up(party, server, state_lead):
    inbox(party.state, server, state_lead)
    topics.withdraw(factories.make_topic(party.state, status="live"), by=state_lead)
    server.answer = lambda heard: told(500)
    at_ = timezone.now()
    for _ in range(office_notices.MOST_ATTEMPTS + 2):
        office_notices.run(at_)
        at_ += datetime.timedelta(hours=2)
    assert len(server.heard) == office_notices.MOST_ATTEMPTS
    assert list(OfficeNotice.objects.values_list("status", flat=True)) == ["failed"]


def test_offices_sleep_too(party, server, state_lead, settings):
    settings.QUIET_HOURS = QUIET
    inbox(party.state, server, state_lead)
    topics.withdraw(factories.make_topic(party.state, status="live"), by=state_lead)
    assert office_notices.run(at(23)) == 0
    assert server.heard == []
