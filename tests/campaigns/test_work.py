"""The person's part: the brief link, accepting, handing in a link; and the lead's: checking it."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import BriefLink, CoverageCount, Post
from campaigns.services import assignments, brief_links, posts, rollups, topics
from influencers.models import Consent
from network.errors import RightMissing, RuleBroken
from tests import factories
from tests.world import token_of

LINK = "https://x.com/someone/status/1790000000000000001"


@pytest.fixture
def assignment(party, volunteer):
    return factories.make_assignment(volunteer.person.influencer)


@pytest.fixture
def accepted(assignment):
    return assignments.accept(assignment, by=None)


def test_the_token_is_stored_only_as_its_hash(assignment):
    token = token_of(assignment)
    assert len(token) == 43
    assert not BriefLink.objects.filter(token_hash__contains=token[:10]).exists()
    assert token_of(assignment) == token, "a repeated message carries the same link"


def test_a_link_opens_one_brief_and_nothing_else(assignment, party, client_of):
    other = factories.make_assignment(factories.make_influencer(party.neighbour))
    client = client_of(None)
    page = client.get(f"/b/{token_of(assignment)}/").content.decode()
    assert assignment.topic.title_hi in page
    assert other.topic.title_hi not in page
    assert "sessionid" not in client.cookies
    for path in ("/", "/work/", "/topics/", f"/work/{assignment.code}/", "/api/v1/topics/", "/admin/"):
        assert client.get(path).status_code in (302, 401), path


def test_robots_that_look_change_nothing(assignment, client_of):
    path = f"/b/{token_of(assignment)}/"
    for _ in range(3):
        for ending in ("", "stop/"):
            assert client_of(None).get(path + ending).status_code == 200
            assert client_of(None).head(path + ending).status_code == 200
        for ending in ("accept/", "decline/", "submit/", "seen/"):
            assert client_of(None).get(path + ending).status_code == 405
    assignment.refresh_from_db()
    assert assignment.status == "offered"
    assert Consent.objects.live().exists()


def test_a_person_who_looks_is_noted_once(assignment, client_of):
    path = f"/b/{token_of(assignment)}/seen/"
    client_of(None).post(path)
    assignment.refresh_from_db()
    seen_at = assignment.seen_at
    client_of(None).post(path)
    assignment.refresh_from_db()
    assert (assignment.status, assignment.seen_at) == ("seen", seen_at)


def test_links_die_by_revocation_time_and_withdrawal(assignment, party, operator, state_lead, time_machine):
    token = token_of(assignment)
    assert brief_links.find(token) == assignment
    time_machine.move_to(assignment.topic.closes_at + datetime.timedelta(days=8))
    assert brief_links.find(token) is None
    time_machine.move_to(timezone.now() - datetime.timedelta(days=9))
    brief_links.revoke(assignment, by=operator)
    assert brief_links.find(token) is None
    second = factories.make_assignment(factories.make_influencer(party.district))
    token = token_of(second)
    topics.withdraw(second.topic, by=state_lead)
    assert brief_links.find(token) is None


def test_a_made_up_link_is_a_404_and_a_dead_one_looks_the_same(assignment, operator, client_of):
    token = token_of(assignment)
    brief_links.revoke(assignment, by=operator)
    made_up, dead = client_of(None).get(f"/b/{'A' * 43}/"), client_of(None).get(f"/b/{token}/")
    assert made_up.status_code == dead.status_code == 404


def test_the_way_through_the_link(assignment, client_of):
    client, path = client_of(None), f"/b/{token_of(assignment)}/"
    client.post(path + "accept/")
    refused = client.post(path + "submit/", {"link": "https://example.org/a"})
    assert refused.status_code == 422
    assert "फ़ेसबुक, इंस्टाग्राम" in refused.content.decode()
    assert "https://example.org/a" in refused.content.decode(), "what was typed is kept"
    assert client.post(path + "submit/", {"link": f"यह रही {LINK}?s=20"}).status_code == 302
    post = Post.objects.get()
    assert (post.platform, post.key, post.status) == ("x", "1790000000000000001", "claimed")


def test_stopping_takes_the_consent_back(assignment, client_of):
    path = f"/b/{token_of(assignment)}/stop/"
    client_of(None).post(path)
    assert not Consent.objects.live().filter(purpose="briefs").exists()


def test_saying_no_needs_no_reason_and_can_be_changed(assignment):
    assert assignments.decline(assignment, by=None).status == "declined"
    assert assignments.decline(assignment, by=None).status == "declined"
    assert assignments.accept(assignment, by=None).status == "accepted"


def test_one_link_counts_once_for_one_person(accepted, party):
    posts.submit(accepted, link=LINK, by=None)
    other = factories.make_assignment(factories.make_influencer(party.neighbour), status="accepted")
    with pytest.raises(RuleBroken) as broken:
        posts.submit(other, link="https://mobile.twitter.com/x/status/1790000000000000001?t=1", by=None)
    assert broken.value.code == "link_known"


def test_nothing_is_handed_in_before_it_was_accepted_or_after_the_end(assignment, party):
    with pytest.raises(RuleBroken):
        posts.submit(assignment, link=LINK, by=None)
    over = factories.make_assignment(
        factories.make_influencer(party.district),
        factories.make_topic(party.district, status="closed"),
        status="accepted",
    )
    with pytest.raises(RuleBroken) as broken:
        posts.submit(over, link=LINK, by=None)
    assert broken.value.code == "topic_over"


def test_the_persons_declared_account_is_recognised(accepted, operator):
    from influencers.services import influencers

    influencers.declare_handle(accepted.influencer, "@someone", platform="x", by=operator)
    assert posts.submit(accepted, link=LINK, by=None).handle_match == "own"


def test_a_lead_verifies_and_the_map_counts(accepted, district_lead):
    post = posts.submit(accepted, link=LINK, by=None)
    rollups.refresh()
    posts.verify(post, by=district_lead)
    rollups.refresh()
    count = CoverageCount.objects.get(topic=accepted.topic)
    assert (count.offered, count.accepted, count.claimed, count.verified) == (1, 1, 1, 1)


def test_a_neighbour_and_the_person_themselves_verify_nothing(accepted, neighbour_lead, operator, volunteer):
    post = posts.submit(accepted, link=LINK, by=None)
    with pytest.raises(RightMissing):
        posts.verify(post, by=neighbour_lead)
    volunteer.is_superuser = True
    volunteer.save()
    with pytest.raises(RuleBroken) as broken:
        posts.verify(post, by=volunteer)
    assert broken.value.code == "oneself"


def test_a_rejected_post_frees_its_link_and_the_person_tries_again(accepted, district_lead):
    post = posts.submit(accepted, link=LINK, by=None)
    with pytest.raises(RuleBroken):
        posts.reject(post, reason="  ", by=district_lead)
    posts.reject(post, reason="यह पुरानी पोस्ट है", by=district_lead)
    accepted.refresh_from_db()
    assert accepted.status == "rejected"
    assert posts.submit(accepted, link=LINK, by=None).status == "claimed"


def test_unanswered_ones_lapse_with_their_window(assignment):
    assignment.topic.closes_at = timezone.now() - datetime.timedelta(minutes=1)
    assignment.topic.save()
    assert assignments.lapse_overdue(timezone.now()) == 1
    assert assignments.lapse_overdue(timezone.now()) == 0
    rollups.refresh()
    assert CoverageCount.objects.get(topic=assignment.topic).lapsed == 1


def test_my_work_shows_only_mine(assignment, party, volunteer, client_of):
    other = factories.make_assignment(factories.make_influencer(party.district))
    client = client_of(volunteer)
    page = client.get("/work/").content.decode()
    assert assignment.topic.title_hi in page
    assert other.topic.title_hi not in page
    assert client.get(f"/work/{assignment.code}/").status_code == 200
    assignment.refresh_from_db()
    assert assignment.status == "seen"
