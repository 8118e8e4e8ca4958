"""The API of staying in touch: touchpoints, the daily list, snoozes and notes, by the rules of the pages."""

import datetime

import pytest
from django.utils import timezone

from influencers.models import Influencer, Note, Snooze, Touchpoint
from tests import factories
from tests.world import key_of

DAY = datetime.timedelta(days=1)


@pytest.fixture
def call(client):
    """call(user, "POST", "touchpoints/", {...}) gives (status, answer)."""

    def ask(user, method: str, path: str, body: dict | None = None):
        headers = {"Authorization": f"Token {key_of(user)}", "Accept-Language": "en"}
        kind = {"content_type": "application/json"} if method == "POST" else {}
        answer = getattr(client, method.lower())(f"/api/v1/{path}", body, headers=headers, **kind)
        return answer.status_code, answer.json() if answer.content else None

    return ask


@pytest.fixture
def voice(party) -> Influencer:
    return factories.make_influencer(party.district)


def test_a_touchpoint_is_recorded_listed_and_its_step_done(voice, district_lead, call):
    today = timezone.localdate().isoformat()
    body = {"influencer": voice.code, "kind": "call", "mood": "good", "next_step": "visit", "next_on": today}
    status, made = call(district_lead, "POST", "touchpoints/", body)
    assert status == 201
    assert {name: made[name] for name in body} == body
    assert (made["by"], made["summary"], made["done_at"]) == ("district-lead", "", None)

    assert [row["code"] for row in call(district_lead, "GET", "touchpoints/")[1]["results"]] == [made["code"]]
    status, done = call(district_lead, "POST", f"touchpoints/{made['code']}/done/")
    assert status == 200
    assert done["done_at"]
    assert Touchpoint.objects.get().done_at is not None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=visit", {"visit"}),
        ("mood=good", {"call"}),
        ("due=true", {"call"}),
        ("due=false", {"visit", "other"}),
        ("influencer={other}", {"other"}),
    ],
)
def test_touchpoints_are_filtered(party, voice, district_lead, call, query, found):
    other = factories.make_influencer(party.district)
    today = timezone.localdate()
    rows = {
        "call": factories.make_touchpoint(voice, mood="good", next_step="visit", next_on=today),
        "visit": factories.make_touchpoint(voice, kind="visit", next_step="call", next_on=today + DAY),
        "other": factories.make_touchpoint(other, kind="event"),
    }
    answer = call(district_lead, "GET", f"touchpoints/?{query.format(other=other.code)}")[1]["results"]

    assert {row["code"] for row in answer} == {rows[name].code for name in found}


def test_rules_are_said_with_their_codes(voice, district_lead, neighbour_lead, content_desk, call):
    later = (timezone.now() + DAY).isoformat()
    body = {"influencer": voice.code, "kind": "call"}

    assert call(district_lead, "POST", "touchpoints/", body | {"at": later})[1]["code"] == "in_the_future"
    for stranger in (neighbour_lead, content_desk):
        assert call(stranger, "POST", "touchpoints/", body)[0] == 400
        assert call(stranger, "POST", "snoozes/", {**body, "until": "2027-01-01", "reason": "exams"})[0] == 400
    assert call(content_desk, "POST", "notes/", {**body, "text": "a word", "visibility": "mine"})[0] == 403
    assert not Touchpoint.objects.exists()


def test_a_volunteer_records_and_reads_nothing_of_themselves(volunteer, district_lead, call):
    own = volunteer.person.influencer
    factories.make_touchpoint(own)
    body = {"influencer": own.code, "kind": "call", "text": "a word", "visibility": "mine", "reason": "why"}

    for path in ("touchpoints/", "notes/", "snoozes/"):
        assert call(volunteer, "GET", path)[1]["results"] == []
        assert call(volunteer, "POST", path, body | {"until": "2026-12-24"})[0] == 403
    assert call(volunteer, "GET", "touchpoints/daily/")[1] == []


def test_the_daily_list_names_reasons(voice, district_lead, neighbour_lead, call):
    step = factories.make_touchpoint(voice, next_step="visit", next_on=timezone.localdate())
    Influencer.objects.filter(pk=voice.pk).update(spotted_at=timezone.now() - 40 * DAY)
    (entry,) = call(district_lead, "GET", "touchpoints/daily/")[1]

    assert (entry["influencer"], entry["district"], entry["last_touched_at"]) == (voice.code, "390", None)
    assert entry["reasons"] == [
        {"why": "step", "text": "visit (today)", "touchpoint": step.code},
        {"why": "silent", "text": "Entered 40 days ago, and nobody has spoken with them yet", "touchpoint": None},
    ]
    assert call(district_lead, "GET", "touchpoints/daily/?why=birthday")[1] == []
    assert call(district_lead, "GET", "touchpoints/daily/?mine=1")[1] == []
    assert call(neighbour_lead, "GET", "touchpoints/daily/")[1] == []


def test_a_snooze_is_made_with_its_reason(voice, district_lead, call):
    body = {"influencer": voice.code, "until": (timezone.localdate() + DAY).isoformat(), "reason": "exams"}

    assert call(district_lead, "POST", "snoozes/", body)[0] == 201
    assert call(district_lead, "POST", "snoozes/", body | {"until": "2099-01-01"})[1]["code"] == "snooze_too_long"
    (row,) = call(district_lead, "GET", "snoozes/")[1]["results"]
    assert {name: row[name] for name in body} == body
    assert Snooze.objects.count() == 1


def test_notes_are_written_filtered_and_deleted_by_their_author(voice, party, district_lead, state_lead, call):
    body = {"influencer": voice.code, "text": "mornings are best", "visibility": "state"}
    status, made = call(district_lead, "POST", "notes/", body)
    assert status == 201
    assert (made["author"], made["office"]) == ("district-lead", "district_lead")

    assert call(state_lead, "GET", f"notes/?influencer={voice.code}&visibility=state")[1]["results"] == [made]
    assert call(state_lead, "GET", "notes/?visibility=mine")[1]["results"] == []
    assert call(state_lead, "DELETE", f"notes/{made['code']}/")[0] == 403
    assert call(district_lead, "DELETE", f"notes/{made['code']}/")[0] == 204
    assert not Note.objects.exists()
