"""Topics: written by one, cleared by another, scheduled, withdrawn; stale forms are told so and lose nothing."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns import timeline
from campaigns.models import Topic
from campaigns.services import topics
from campaigns.services.briefs import AngleText, BriefText, FactText
from network.errors import RightMissing, RuleBroken
from tests import factories

HOUR = datetime.timedelta(hours=1)


def draft(area, by, **fields) -> Topic:
    entered = {"kind": "event", "title_hi": "विषय", "closes_at": timezone.now() + 24 * HOUR, "brief": factories.TEXT}
    return topics.draft(area=area, by=by, **(entered | fields))


def form_of(topic: Topic, **changes: object) -> dict[str, object]:
    """What a browser sends for the topic's form."""
    closes = timezone.localtime(topic.closes_at) if topic else timezone.localtime() + 24 * HOUR
    fields = {
        "version": topic.version if topic else "", "kind": "event", "title_hi": "नया शीर्षक", "title_en": "",
        "area": topic.area.path if topic else "", "occurs_on": "", "closes_at": f"{closes:%Y-%m-%dT%H:%M}",
        "why_today_hi": "क्योंकि", "disclosure_hi": "", "facts-TOTAL_FORMS": "1", "facts-INITIAL_FORMS": "0",
        "facts-0-text_hi": "तथ्य", "facts-0-source_title_hi": "स्रोत", "facts-0-source_url": "", "angles-TOTAL_FORMS": "1",
        "angles-INITIAL_FORMS": "0", "angles-0-title_hi": "पहलू", "angles-0-question_hi": "क्या?",
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0",
    }  # fmt: skip
    return fields | changes


def test_the_whole_way(party, state_lead, content_desk):
    topic = draft(party.state, state_lead)
    topic = topics.clear(topic, version=topic.version, by=content_desk)
    topic = topics.schedule(topic, release_at=timezone.now() + HOUR, by=state_lead)
    assert (topic.status, topic.cleared_by, topic.scheduled_by) == ("scheduled", content_desk, state_lead)


def test_nobody_clears_their_own_words(party, state_lead):
    topic = draft(party.state, state_lead)
    with pytest.raises(RuleBroken) as broken:
        topics.clear(topic, version=topic.version, by=state_lead)
    assert broken.value.code == "second_person_needed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(cleared_by=state_lead, cleared_at=timezone.now(), status="cleared")


def test_who_edits_becomes_the_writer_and_the_clearance_falls(party, state_lead, content_desk):
    topic = draft(party.state, state_lead)
    topic = topics.clear(topic, version=1, by=content_desk)
    topic = topics.edit(topic, version=1, brief=factories.TEXT, by=content_desk, title_hi="अलग")
    assert (topic.status, topic.cleared_by, topic.written_by, topic.version) == ("draft", None, content_desk, 2)
    with pytest.raises(RuleBroken):
        topics.clear(topic, version=2, by=content_desk)


def test_only_the_version_that_was_read_is_cleared(party, state_lead, content_desk):
    topic = draft(party.state, state_lead)
    topics.edit(topic, version=1, brief=factories.TEXT, by=state_lead, title_hi="और")
    with pytest.raises(topics.StaleVersion):
        topics.clear(topic, version=1, by=content_desk)


@pytest.mark.parametrize(
    ("facts", "angles", "code"),
    [([], [AngleText("a", "b")], "fact_missing"), ([FactText("a", "b")], [], "angle_missing")],
)
def test_a_brief_needs_facts_and_angles(party, state_lead, facts, angles, code):
    brief = BriefText(why_today_hi="x", facts=facts, angles=angles)
    with pytest.raises(RuleBroken) as broken:
        draft(party.state, state_lead, brief=brief)
    assert broken.value.code == code
    assert not Topic.objects.exists()


@pytest.mark.parametrize(("after", "code"), [(-HOUR, "moment_over"), (25 * HOUR, "after_end")])
def test_moments_that_make_no_sense(party, state_lead, content_desk, after, code):
    topic = topics.clear(draft(party.state, state_lead), version=1, by=content_desk)
    with pytest.raises(RuleBroken) as broken:
        topics.schedule(topic, release_at=timezone.now() + after, by=state_lead)
    assert broken.value.code == code


def test_a_draft_is_not_scheduled_and_a_live_one_not_edited(party, state_lead):
    with pytest.raises(RuleBroken):
        topics.schedule(draft(party.state, state_lead), release_at=timezone.now() + HOUR, by=state_lead)
    live = factories.make_topic(party.state, status="live")
    with pytest.raises(RuleBroken):
        topics.edit(live, version=1, brief=factories.TEXT, by=state_lead, title_hi="x")


def test_a_lead_writes_for_their_district_only(party, district_lead):
    assert draft(party.district, district_lead).area == party.district
    with pytest.raises(RightMissing):
        draft(party.neighbour, district_lead)
    with pytest.raises(RightMissing):
        draft(party.state, district_lead)


def test_a_stale_form_says_so_and_keeps_what_was_typed(party, state_lead, client_of):
    topic = draft(party.state, state_lead)
    mine = form_of(topic, why_today_hi="मेरा लंबा विचार")
    topics.edit(topic, version=1, brief=factories.TEXT, by=state_lead, title_hi="उनका शीर्षक")
    client = client_of(state_lead)
    answer = client.post(f"/topics/{topic.code}/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "किसी और ने यह विषय बदल दिया है" in page
    assert "मेरा लंबा विचार" in page
    assert client.post(f"/topics/{topic.code}/edit/", mine | {"version": 2}).status_code == 302
    topic.refresh_from_db()
    assert topic.brief.why_today_hi == "मेरा लंबा विचार"


def test_a_form_with_a_mistake_keeps_what_was_typed(party, state_lead, client_of):
    answer = client_of(state_lead).post(
        "/topics/new/", form_of(None, area=party.state.path, **{"facts-0-source_title_hi": ""})
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "नया शीर्षक" in page
    assert "आपका लिखा सब यहीं है" in page


def test_an_area_outside_ones_own_can_not_be_chosen(party, district_lead, client_of):
    answer = client_of(district_lead).post("/topics/new/", form_of(None, area=party.neighbour.path))
    assert answer.status_code == 422
    assert not Topic.objects.exists()


def test_closing(party):
    over = factories.make_topic(party.state, status="live", closes_at=timezone.now() - HOUR)
    factories.make_topic(party.state, status="live")
    now = timezone.now()
    assert topics.close_over(now) == 1
    over.refresh_from_db()
    assert (over.status, over.closed_at, over.closed_by) == ("closed", now, None)


def test_a_live_topic_is_closed_early_once(party, state_lead, district_lead):
    live = factories.make_topic(party.state, status="live", opens_at=timezone.now() + HOUR)
    with pytest.raises(RightMissing):
        topics.close(live, by=district_lead)
    closed = topics.close(live, by=state_lead)
    assert (closed.status, closed.closed_by, closed.closes_at, closed.opens_at) == (
        "closed",
        state_lead,
        closed.closed_at,
        None,
    )
    with pytest.raises(RuleBroken) as broken:
        topics.close(live, by=state_lead)
    assert broken.value.code == "wrong_step"


def test_every_step_says_who_and_when(party, state_lead, content_desk):
    topic = topics.clear(draft(party.state, state_lead), version=1, by=content_desk)
    topic = topics.schedule(topic, release_at=timezone.now() + HOUR, by=state_lead)
    before = [(step.by, step.at is not None) for step in timeline.steps(topic)]
    assert before == [(state_lead, True), (content_desk, True), (state_lead, True), (None, False), (None, False)]
    topic = topics.withdraw(topic, by=content_desk)
    after = timeline.steps(topic)
    assert [step.by for step in after] == [state_lead, content_desk, state_lead, content_desk]
    assert (after[-1].at, after[-1].is_bad) == (topic.withdrawn_at, True)


def test_the_page_shows_the_timeline_in_words(party, state_lead, content_desk, client_of):
    topic = topics.clear(draft(party.state, state_lead), version=1, by=content_desk)
    page = client_of(state_lead).get(topic.get_absolute_url()).content.decode()
    shown = page[page.index('<ol class="timeline"') : page.index("</ol>")]
    assert state_lead.name in shown
    assert content_desk.name in shown
    assert shown.count('class="done"') == 2


def test_what_is_scheduled_is_changed_by_nobody_and_the_form_says_so(party, state_lead, content_desk, client_of):
    topic = topics.clear(draft(party.state, state_lead), version=1, by=content_desk)
    topics.schedule(topic, release_at=timezone.now() + HOUR, by=state_lead)
    answer = client_of(state_lead).post(f"/topics/{topic.code}/edit/", form_of(topic, why_today_hi="देर से"))
    assert answer.status_code == 422
    assert "देर से" in answer.content.decode()
    topic.refresh_from_db()
    assert (topic.status, topic.version) == ("scheduled", 1)
