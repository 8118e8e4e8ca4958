"""Pages and API of silences, pauses and polls: what is shown, what is refused in words, what a form does."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import Blackout, Poll
from tests import factories
from tests.world import key_of


def moment(days: float) -> str:
    return (timezone.localtime() + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def call(client):
    def ask(user, method: str, path: str, body: object = None, **headers: str):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Authorization": f"Token {key_of(user)}", "Accept-Language": "en"}
        kind = {"content_type": "application/json"} if body is not None or method != "GET" else {}
        return getattr(client, method.lower())(f"/api/v1/{path}", body, headers=headers, **kind)

    return ask


def test_the_list_tells_now_to_come_and_over_of_ones_own_areas(party, district_lead, client_of):
    now, day = timezone.now(), datetime.timedelta(days=1)
    running = factories.make_blackout(party.state, reason="own_pause")
    coming = Blackout.objects.create(
        area=party.district, reason="silence", starts_at=now + day, ends_at=now + 3 * day, note="पंचायत चुनाव"
    )
    over = Blackout.objects.create(area=party.district, reason="own_pause", starts_at=now - 2 * day, ends_at=now - day)
    factories.make_blackout(party.neighbour)

    shown = client_of(district_lead).get("/blackouts/").context

    assert [list(shown[name]) for name in ("now", "to_come", "over")] == [[running], [coming], [over]]
    assert shown["may_declare"] is False


def test_a_pause_is_declared_and_ended_by_the_form(party, state_lead, client_of):
    client = client_of(state_lead)
    form = {"area": party.district.path, "starts_at": moment(-0.01), "ends_at": moment(1), "note": "शोक"}

    made = client.post("/blackouts/new/", form)

    pause = Blackout.objects.get()
    assert (made.url, pause.reason, pause.note) == (pause.get_absolute_url(), "own_pause", "शोक")
    page = client.get(made.url)
    assert (page.context["is_running"], page.context["may_lift"], page.context["stopped_count"]) == (True, True, 0)
    client.post(f"/blackouts/{pause.pk}/lift/")
    pause.refresh_from_db()
    assert pause.ends_at <= timezone.now()


def test_a_window_the_wrong_way_round_comes_back_in_words(party, state_lead, client_of):
    form = {"area": party.district.path, "starts_at": moment(2), "ends_at": moment(1), "note": "शोक"}
    answer = client_of(state_lead).post("/blackouts/new/", form)
    assert (answer.status_code, Blackout.objects.exists()) == (422, False)
    assert list(answer.context["form"].non_field_errors()) == ["समाप्ति शुरुआत के बाद होनी चाहिए।"]


def test_a_poll_is_entered_changed_and_taken_out_by_the_forms(party, state_lead, client_of):
    client = client_of(state_lead)
    form = {
        "body": "sec",
        "title_hi": "नगर चुनाव",
        "phase": "1",
        "places": [party.district.path],
        "closes_at": moment(20),
    }

    made = client.post("/polls/new/", form)

    poll = Poll.objects.get()
    assert (made.url, list(poll.places.all()), poll.area) == (poll.get_absolute_url(), [party.district], party.state)
    assert client.get(made.url).context["windows"].count() == 1
    assert client.get(f"/polls/{poll.code}/edit/").context["form"].initial["places"] == [party.district.path]
    client.post(f"/polls/{poll.code}/edit/", form | {"places": [party.district.path, party.neighbour.path]})
    assert Blackout.objects.filter(poll=poll, reason="silence").count() == 2
    client.post(f"/polls/{poll.code}/cancel/")
    assert (Poll.objects.exists(), Blackout.objects.exists()) == (False, False)


def test_the_api_tells_windows_and_takes_pauses_only(party, state_lead, call):
    factories.make_blackout(party.neighbour)
    body = {
        "area": party.district.path,
        "starts_at": moment(-0.01),
        "ends_at": moment(1),
        "note": "शोक",
        "reason": "silence",
    }

    made = call(state_lead, "POST", "blackouts/", body)

    assert (made.status_code, made.json()["reason"]) == (201, "own_pause"), made.content
    at = timezone.now().isoformat().replace("+00:00", "Z")
    found = call(state_lead, "GET", f"blackouts/?at={at}&within={party.district.path}").json()
    assert [row["id"] for row in found["results"]] == [made.json()["id"]]
    assert call(state_lead, "POST", f"blackouts/{made.json()['id']}/lift/", {}).status_code == 204


def test_the_api_enters_and_moves_a_poll_with_its_silence(party, state_lead, district_lead, call):
    body = {
        "body": "eci",
        "title_hi": "उपचुनाव",
        "area": party.state.path,
        "places": [party.district.path],
        "closes_at": moment(9),
    }

    made = call(state_lead, "POST", "polls/", body)

    path = f"polls/{made.json()['code']}/"
    etag = call(state_lead, "GET", path).headers["ETag"]
    moved = call(state_lead, "PATCH", path, {"closes_at": moment(11)}, If_Match=etag)
    poll = Poll.objects.get()
    assert (made.status_code, moved.status_code) == (201, 200), moved.content
    assert list(poll.blackouts.values_list("starts_at", "ends_at")) == [(poll.silence_from, poll.closes_at)]
    assert call(district_lead, "POST", f"{path}cancel/", {}).status_code == 403
    assert call(state_lead, "POST", f"{path}cancel/", {}).status_code == 204


def test_a_topic_page_asks_for_the_second_clearance_and_takes_it(party, state_lead, content_desk, client_of):
    factories.make_blackout(party.district, reason="model_code", hours=5)
    topic = factories.make_topic(party.district, status="cleared", written_by=state_lead)
    topic.cleared_by = content_desk
    topic.save()
    third = factories.make_office_holder("state_content", party.state, "third-desk")
    clear_again = f"/topics/{topic.code}/clear-again/"

    assert clear_again not in client_of(content_desk).get(topic.get_absolute_url()).content.decode()
    assert clear_again in client_of(third).get(topic.get_absolute_url()).content.decode()
    client_of(third).post(clear_again, {"version": topic.version})

    assert [row.by for row in topic.second_clearances.all()] == [third]
    assert client_of(third).get(topic.get_absolute_url()).context["model_code"] is None
