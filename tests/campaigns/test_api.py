"""The REST API: the main job by programs, with a key, within the same limits; and its document is true."""

import datetime

import pytest
import yaml
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import Topic
from campaigns.services import dispatch, release, rollups
from network.services import imports
from tests import factories
from tests.journeys.conftest import BASE_DIR
from tests.network.test_sheets import DEMO
from tests.world import key_of


@pytest.fixture
def call(client):
    """call(user, "POST", "topics/", {...}) gives (status, answer)."""

    def ask(user, method: str, path: str, body: object = None, **extra: object):
        headers = {"Authorization": f"Token {key_of(user)}", "Accept-Language": "en"}
        send = getattr(client, method.lower())
        kind = {} if extra.get("format") == "multipart" or body is None else {"content_type": "application/json"}
        answer = send(f"/api/v1/{path}", body, headers=headers, **kind)
        return answer.status_code, answer.json() if answer.content else None

    return ask


def topic_body(within, **changes):
    body = {
        "kind": "event", "title_hi": "एपीआई से विषय", "area": within.path,
        "closes_at": (timezone.now() + datetime.timedelta(days=1)).isoformat(),
        "brief": {
            "why_today_hi": "क्योंकि", "facts": [{"text_hi": "तथ्य", "source_title_hi": "स्रोत"}],
            "angles": [{"title_hi": "पहलू", "question_hi": "क्या?"}],
        },
    }  # fmt: skip
    return body | changes


def test_the_main_job(party, state_lead, content_desk, district_lead, volunteer, call):
    status, topic = call(state_lead, "POST", "topics/", topic_body(party.district))
    assert status == 201, topic
    code = topic["code"]
    assert call(state_lead, "POST", f"topics/{code}/clear/", {"version": 1})[0] == 422
    assert call(content_desk, "POST", f"topics/{code}/clear/", {"version": 1})[1]["status"] == "cleared"
    moment = (timezone.now() + datetime.timedelta(seconds=1)).isoformat()
    assert call(state_lead, "POST", f"topics/{code}/schedule/", {"release_at": moment})[1]["status"] == "scheduled"
    release.release_due(timezone.now() + datetime.timedelta(seconds=2))
    dispatch.drain()
    (own,) = call(volunteer, "GET", "assignments/")[1]["results"]
    assert call(volunteer, "POST", f"assignments/{own['code']}/accept/")[1]["status"] == "accepted"
    link = {"link": "https://x.com/a/status/1790000000000000001"}
    status, post = call(volunteer, "POST", f"assignments/{own['code']}/submit/", link)
    assert (status, post["status"]) == (201, "claimed")
    assert call(district_lead, "POST", f"posts/{post['code']}/verify/")[1]["status"] == "verified"
    rollups.refresh()
    (count,) = call(state_lead, "GET", f"coverage/?topic={code}")[1]["results"]
    assert (count["district"], count["verified"]) == ("390", 1)


def test_a_draft_is_edited_as_a_whole_and_never_over_anothers_edit(party, state_lead, content_desk, call):
    code = call(state_lead, "POST", "topics/", topic_body(party.district))[1]["code"]
    body = topic_body(party.district, version=1, title_hi="बदला हुआ")
    body["brief"]["angles"][0] |= {"key_facts": [1], "subjects": ["health"], "title_en": "angle"}
    status, topic = call(content_desk, "PUT", f"topics/{code}/", body)
    assert (status, topic["version"], topic["title_hi"]) == (200, 2, "बदला हुआ")
    assert topic["brief"]["angles"][0]["key_facts"] == [1]
    stale, answer = call(state_lead, "PUT", f"topics/{code}/", body)
    assert (stale, answer["code"]) == (422, "stale")
    versions = call(state_lead, "GET", f"topics/{code}/versions/")[1]["results"]
    assert [row["number"] for row in versions] == [2, 1]
    assert versions[1]["snapshot"]["title_hi"] == "एपीआई से विषय"


def test_rapid_response_and_its_correction(party, state_lead, content_desk, volunteer, call):
    code = call(state_lead, "POST", "topics/", topic_body(party.district, kind="rapid_response"))[1]["code"]
    assert call(state_lead, "POST", f"topics/{code}/push/", {"version": 1})[1]["code"] == "second_person_needed"
    topic = call(content_desk, "POST", f"topics/{code}/push/", {"version": 1})[1]
    assert (topic["status"], bool(topic["released_at"])) == ("live", True)
    dispatch.drain()
    fact = {"number": 1, "text_hi": "सही तथ्य", "source_title_hi": "स्रोत"}
    body = {"topic": code, "version": 1, "wrong_hi": "ग़लत", "right_hi": "सही", "facts": [fact]}
    status, correction = call(state_lead, "POST", "corrections/", body)
    assert (status, correction["status"]) == (201, "waiting")
    published = call(content_desk, "POST", f"corrections/{correction['code']}/publish/")[1]
    assert published["status"] == "published"
    brief = call(state_lead, "GET", f"briefs/{code}/")[1]
    assert (brief["version"], brief["facts"][0]["text_hi"]) == (2, "सही तथ्य")
    assert [row["right_hi"] for row in brief["corrections"]] == ["सही"]
    assert call(content_desk, "POST", f"topics/{code}/close/")[1]["status"] == "closed"


def test_a_sheet_by_the_api(party, state_lead, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    headers = {"Authorization": f"Token {key_of(state_lead)}"}
    sheet = SimpleUploadedFile("roster_demo.xlsx", DEMO)
    answer = client.post("/api/v1/imports/", {"kind": "roster", "sheet": sheet}, headers=headers)
    assert answer.status_code == 202
    code = answer.json()["code"]
    imports.run_next()
    rows = client.get(f"/api/v1/imports/{code}/rows/?verdict=good&page_size=200", headers=headers).json()["results"]
    assert {row["verdict"] for row in rows} == {"good"}
    client.post(f"/api/v1/imports/{code}/write/", {"include": []}, content_type="application/json", headers=headers)
    imports.run_next()
    assert client.get(f"/api/v1/imports/{code}/", headers=headers).json()["written_count"] == len(rows)


def test_errors_name_a_code_and_a_sentence(party, state_lead, call):
    status, answer = call(
        state_lead,
        "POST",
        "topics/",
        topic_body(party.district, brief={"why_today_hi": "x", "facts": [], "angles": []}),
    )
    assert (status, answer["code"]) == (422, "fact_missing")
    assert answer["detail"] == "A brief needs at least one fact with its source."
    assert not Topic.objects.exists()


def test_an_area_outside_the_scope_answers_as_if_it_did_not_exist(party, district_lead, call):
    foreign = call(district_lead, "POST", "topics/", topic_body(party.neighbour))
    missing_body = topic_body(party.neighbour, area="/st23/nowhere/")
    missing = call(district_lead, "POST", "topics/", missing_body)
    assert foreign[0] == missing[0] == 400
    assert str(foreign[1]).replace(party.neighbour.path, "…") == str(missing[1]).replace("/st23/nowhere/", "…")


def test_contact_data_stays_masked(party, district_lead, call):
    factories.make_person(party.district, phone="+919826012345", email="secret@example.org")
    text = str(call(district_lead, "GET", "people/"))
    assert "9826012345" not in text
    assert "secret@example.org" not in text


def test_lists_go_on_by_keyset_and_filters_narrow_them(party, state_lead, call):
    for number in range(7):
        factories.make_topic(party.district, status="live" if number % 2 else "draft")
    first = call(state_lead, "GET", "topics/?page_size=3")[1]
    assert len(first["results"]) == 3
    assert "cursor=" in first["next"]
    assert len(call(state_lead, "GET", "topics/?status=live")[1]["results"]) == 3


def test_a_dead_or_made_up_key_opens_nothing(party, state_lead, client):
    old = key_of(state_lead)
    key_of(state_lead)
    for key in (old, "made-up", ""):
        assert client.get("/api/v1/topics/", headers={"Authorization": f"Token {key}"}).status_code == 401


def test_the_document_is_up_to_date(tmp_path):
    fresh = tmp_path / "openapi.yaml"
    call_command("spectacular", "--lang", "en", "--validate", "--fail-on-warn", "--file", str(fresh))
    kept = BASE_DIR / "docs" / "openapi.yaml"
    assert yaml.safe_load(fresh.read_text()) == yaml.safe_load(kept.read_text()), "make schema writes it anew"
