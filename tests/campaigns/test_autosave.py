"""Autosave: the draft saves itself, whole or not; another person's edit is never lost, a clearance never falls by itself."""

import threading

import pytest
from django.db import close_old_connections, connection

from campaigns.models import Topic
from campaigns.services import autosave, topics
from campaigns.services.briefs import BriefText
from network.errors import RuleBroken
from tests import factories
from tests.campaigns.test_topics import draft, form_of

AUTOSAVE = "/topics/autosave/"
EMPTY = BriefText(why_today_hi="", facts=[], angles=[])


def test_a_new_form_becomes_a_draft_once_and_goes_on_being_the_same(party, state_lead, client_of):
    client = client_of(state_lead)
    form = form_of(None, area=party.state.path, sheet="sheet-1", **{"facts-0-source_title_hi": ""})
    first = client.post(AUTOSAVE, form)
    topic = Topic.objects.get()
    assert first.headers["HX-Replace-Url"] == f"/topics/{topic.code}/edit/"
    assert "मसौदा" in first.content.decode()
    lost_answer = client.post(AUTOSAVE, form | {"why_today_hi": "और"})
    assert lost_answer.status_code == 200
    client.post(AUTOSAVE, form | {"code": topic.code, "version": 2, "why_today_hi": "और भी"})
    topic = Topic.objects.get()
    assert (topic.version, topic.brief.why_today_hi, topic.status) == (3, "और भी", "draft")
    assert list(topic.versions.values_list("number", "kind")) == [(3, "autosaved")]


def test_the_button_after_a_lost_answer_makes_no_second_draft(party, state_lead, client_of):
    client = client_of(state_lead)
    form = form_of(None, area=party.state.path, sheet="sheet-2")
    client.post(AUTOSAVE, form)
    assert client.post("/topics/new/", form).status_code == 302
    assert client.post("/topics/new/", form).status_code == 302
    topic = Topic.objects.get()
    assert topic.versions.first().kind == "saved"


def test_another_persons_edit_is_told_and_not_overwritten(party, state_lead, content_desk, client_of):
    topic = draft(party.state, state_lead)
    topics.edit(topic, version=1, brief=factories.TEXT, by=content_desk, title_hi="उनका शीर्षक", sheet="theirs")
    page = client_of(state_lead).post(AUTOSAVE, form_of(topic, code=topic.code, sheet="mine")).content.decode()
    topic.refresh_from_db()
    assert "किसी और ने यह विषय बदल दिया है" in page
    assert (topic.title_hi, topic.version) == ("उनका शीर्षक", 2)


def test_the_same_form_is_nobody_else(party, state_lead):
    topic = draft(party.state, state_lead)
    for text in ("एक", "दो"):
        topic = autosave.save(topic, version=1, sheet="mine", brief=factories.TEXT, by=state_lead, title_hi=text)
    assert (topic.title_hi, topic.version) == ("दो", 3)


def test_what_is_not_whole_is_saved_but_not_cleared(party, state_lead, content_desk):
    topic = draft(party.state, state_lead)
    topic = autosave.save(topic, version=1, sheet="mine", brief=EMPTY, by=state_lead)
    with pytest.raises(RuleBroken) as broken:
        topics.clear(topic, version=2, by=content_desk)
    assert broken.value.code == "fact_missing"
    with pytest.raises(RuleBroken):
        topics.edit(topic, version=2, brief=EMPTY, by=state_lead)


@pytest.mark.parametrize("status", ["cleared", "scheduled", "live"])
def test_what_is_no_draft_any_more_is_left_alone(party, state_lead, client_of, status):
    topic = factories.make_topic(party.state, status=status)
    page = client_of(state_lead).post(AUTOSAVE, form_of(topic, code=topic.code, sheet="mine")).content.decode()
    topic.refresh_from_db()
    assert "अब मसौदा नहीं है" in page
    assert (topic.status, topic.version) == (status, 1)


def test_an_old_form_of_a_cleared_topic_takes_no_clearance_away(party, state_lead, content_desk, client_of):
    client, form = client_of(state_lead), form_of(None, area=party.state.path, sheet="sheet-3")
    client.post(AUTOSAVE, form)
    topics.clear(Topic.objects.get(), version=1, by=content_desk)
    assert "अब मसौदा नहीं है" in client.post(AUTOSAVE, form).content.decode()
    assert Topic.objects.get().status == "cleared"


def test_without_a_title_it_says_that_it_is_not_saved(party, state_lead, client_of):
    page = client_of(state_lead).post(AUTOSAVE, form_of(None, area=party.state.path, title_hi="")).content.decode()
    assert "अभी सहेजा नहीं गया" in page
    assert not Topic.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_a_new_form_makes_one_draft(party, state_lead):
    errors: list[BaseException] = []
    fields = {
        "kind": "event",
        "title_hi": "विषय",
        "area": party.state,
        "closes_at": draft(party.state, state_lead).closes_at,
    }

    def save() -> None:
        try:
            autosave.draft_once(sheet="twice", by=state_lead, brief=factories.TEXT, **fields)
        except BaseException as error:
            errors.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=save) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not errors
    assert Topic.objects.filter(sheet="twice").count() == 1
