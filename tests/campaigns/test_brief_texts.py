"""Briefs: both languages, key facts, whom an angle suits; versions kept whole and laid side by side word by word."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from campaigns import comparison
from campaigns.services import briefs, topics, versions
from campaigns.services.briefs import AngleText, BriefText, FactText, Line
from campaigns.word_diff import diff
from network.errors import RuleBroken
from tests import factories
from tests.campaigns.test_topics import HOUR, draft, form_of
from tests.world import token_of

FULL = BriefText(
    why_today_hi="आज",
    why_today_en="today",
    facts=[
        FactText("तथ्य एक", "स्रोत", "fact one", "source", "https://example.org/a", datetime.date(2024, 1, 2)),
        FactText("तथ्य दो", "स्रोत दो"),
    ],
    angles=[
        AngleText("पहलू", "क्या?", "angle", "what?", [2], ["education"], ["rural"], ["hi"], "किसान", "farmers"),
    ],
    do_not_say=[Line("यह नहीं", "not this"), Line("वह नहीं")],
    disclosure_hi="स्वयंसेवक",
    disclosure_en="volunteer",
    platforms=["x", "facebook"],
)


def test_what_is_entered_comes_back_as_it_was(party, state_lead):
    topic = draft(party.state, state_lead, brief=FULL)
    assert briefs.text_of(topic.brief) == FULL
    topics.edit(
        topic, version=1, brief=replace(FULL, facts=FULL.facts[1:], angles=factories.TEXT.angles), by=state_lead
    )
    topic.brief.refresh_from_db()
    assert briefs.text_of(topic.brief).facts == FULL.facts[1:]
    assert briefs.lacks_english(briefs.text_of(topic.brief)) == 7


def test_rows_keep_their_place_so_that_what_did_not_change_is_not_touched(party, state_lead):
    topic = draft(party.state, state_lead, brief=FULL)
    before = list(topic.brief.facts.values_list("pk", flat=True))
    changed = replace(FULL, facts=[FULL.facts[0], FactText("बदला", "स्रोत दो")])
    topics.edit(topic, version=1, brief=changed, by=state_lead)
    assert list(topic.brief.facts.values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"angles": [AngleText("अ", "ब", key_facts=[3])]}, "fact_unknown"),
        ({"facts": [FactText("अ", " ")]}, "fact_incomplete"),
        ({"angles": [AngleText("अ", "")]}, "angle_incomplete"),
        ({"why_today_hi": " "}, "why_missing"),
        ({"do_not_say": [Line("", "only English")]}, "line_incomplete"),
    ],
)
def test_hindi_and_sources_are_needed(party, state_lead, changes, code):
    with pytest.raises(RuleBroken) as broken:
        draft(party.state, state_lead, brief=replace(FULL, **changes))
    assert broken.value.code == code


def test_a_window_opens_before_it_closes(party, state_lead):
    with pytest.raises(RuleBroken) as broken:
        draft(party.state, state_lead, opens_at=timezone.now() + 30 * HOUR)
    assert broken.value.code == "window_crooked"


def test_a_reader_of_english_sees_english_and_hindi_where_there_is_none(party, volunteer, client_of, state_lead):
    topic = factories.make_topic(party.district, status="live")
    briefs.write(topic, FULL)
    assignment = factories.make_assignment(volunteer.person.influencer, topic)
    path = f"/b/{token_of(assignment)}/"
    hindi = client_of(None).get(path).content.decode()
    volunteer.person.languages = ["en"]
    volunteer.person.save()
    english = client_of(None).get(path).content.decode()
    client = client_of(None)
    client.cookies["samvad_language"] = "hi"
    assert "तथ्य एक" in hindi
    assert "fact one" not in hindi
    assert "fact one" in english
    assert 'lang="hi" class="key-fact">तथ्य दो' in english, "falls back, and says so to screen readers"
    assert "तथ्य एक" in client.get(path).content.decode(), "what was chosen on the device comes first"
    with translation.override("en"):
        assert topic.brief.angles.get().audience == ["education", "village", "Hindi", "farmers"]


def test_key_facts_follow_their_facts_when_a_row_is_taken_out(party, state_lead, client_of):
    topic = draft(party.state, state_lead, brief=FULL)
    form = form_of(
        topic, **{
            "facts-TOTAL_FORMS": 2, "facts-INITIAL_FORMS": 2, "facts-0-DELETE": "on", "facts-1-text_hi": "तथ्य दो",
            "facts-1-source_title_hi": "स्रोत दो", "angles-0-key_facts": [1, 2], "platforms": ["x"],
            "angles-0-subjects": ["health"], "lines-0-hi": "न कहें", "lines-0-en": "don't",
        }
    )  # fmt: skip
    assert client_of(state_lead).post(f"/topics/{topic.code}/edit/", form).status_code == 302
    topic.refresh_from_db()
    text = briefs.text_of(topic.brief)
    assert [fact.text_hi for fact in text.facts] == ["तथ्य दो"]
    assert (text.angles[0].key_facts, text.angles[0].subjects, text.platforms) == ([1], ["health"], ["x"])
    assert text.do_not_say == [Line("न कहें", "don't")]


def test_each_saved_version_is_kept_whole(party, state_lead, content_desk):
    topic = draft(party.state, state_lead, brief=FULL)
    topics.edit(topic, version=1, brief=replace(FULL, why_today_hi="अब"), by=content_desk, title_hi="नया")
    newer, older = topic.versions.all()
    assert [(row.number, row.by) for row in (newer, older)] == [(2, content_desk), (1, state_lead)]
    assert (older.snapshot["why_today_hi"], newer.snapshot["why_today_hi"]) == ("आज", "अब")
    assert older.snapshot["facts"][0]["source_on"] == "2024-01-02"


def test_a_topic_older_than_versions_gets_its_first_one_at_its_first_edit(party, state_lead):
    topic = factories.make_topic(party.state)
    topics.edit(topic, version=1, brief=FULL, by=state_lead, title_hi="नया")
    assert [row.number for row in topic.versions.all()] == [2, 1]


def test_any_two_versions_are_compared_word_by_word_in_both_languages(party, state_lead, client_of):
    topic = draft(party.state, state_lead, brief=replace(FULL, why_today_hi="आज उनकी जयंती है"))
    topics.edit(
        topic, version=1, brief=replace(FULL, why_today_hi="आज उनकी पुण्यतिथि है", why_today_en="now"), by=state_lead
    )
    topics.edit(topic, version=2, brief=replace(FULL, platforms=[]), by=state_lead)
    client = client_of(state_lead)
    page = client.get(f"/topics/{topic.code}/versions/?before=1&after=2").content.decode()
    assert "<del>जयंती</del><ins>पुण्यतिथि</ins>" in page
    assert "<del>today</del><ins>now</ins>" in page
    last_two = client.get(f"/topics/{topic.code}/versions/").content.decode()
    assert "फ़ेसबुक" in last_two
    assert client.get(f"/topics/{topic.code}/versions/?before=9&after=x").status_code == 200


def test_a_comparison_names_only_what_differs(party, state_lead):
    topic = draft(party.state, state_lead, brief=FULL)
    before = versions.snapshot(topic)
    briefs.write(topic, replace(FULL, facts=[replace(FULL.facts[0], source_on=None), FULL.facts[1]]))
    topic.title_en = "Now with a title"
    with translation.override("en"):
        found = [(change.name, change.lang) for change in comparison.changes(before, versions.snapshot(topic))]
    assert found == [("Title", "en"), ("Fact 1: link and date", "")]
    assert comparison.changes(before, before) == []


@given(st.text("अबab \n", max_size=30), st.text("अबab \n", max_size=30))
def test_a_diff_holds_both_texts(before, after):
    pieces = diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.way != "in") == before
    assert "".join(piece.text for piece in pieces if piece.way != "out") == after
