"""Pages and API of segments, plans and one's own restraint."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from campaigns import own_parts
from campaigns.models import Assignment, PlannedAsk, Restraint, Segment
from campaigns.services import allocate, assignments, erasing, restraints, rollups
from network.services import api_tokens
from tests import factories
from tests.campaigns.planning import aimed, scheduled, tomorrow

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(district_lead, client_of):
    return client_of(district_lead)


@pytest.fixture
def api(client_of):
    def call(user, path, body=None, method="post", **headers):
        client = client_of(None)
        headers = {"Authorization": f"Token {api_tokens.make(user)}"} | headers
        if body is None and method == "get":
            return client.get(f"/api/v1/{path}", headers=headers)
        return getattr(client, method)(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)

    return call


@pytest.fixture
def planned(party):
    """Two topics of tomorrow for three people."""
    for _ in range(3):
        factories.make_influencer(party.district)
    made = [scheduled(party.state, angles=2) for _ in range(2)]
    aimed(made[0], wanted=1)
    allocate.plan_day(timezone.localdate(tomorrow()), by=None)
    return made


def board(district) -> str:
    return f"/plan/?district={district.code}&day={timezone.localdate(tomorrow()).isoformat()}"


def test_the_board_shows_topics_people_and_reasons(party, desk, planned):
    page = desk.get(board(party.district)).content.decode()
    assert all(topic.title_hi in page for topic in planned)
    assert page.count("draggable") >= PlannedAsk.objects.count() == 4
    assert "30 दिनों में उनसे 0 बार पूछा गया" in page


def test_moving_by_form_and_by_htmx(party, desk, planned):
    ask = PlannedAsk.objects.filter(topic=planned[1]).exclude(
        influencer__in=PlannedAsk.objects.filter(topic=planned[0]).values("influencer")
    )[0]
    angle = planned[0].brief.angles.last()
    answer = desk.post(f"/asks/{ask.code}/move/", {"target": f"{planned[0].code}:{angle.pk}"}, headers=HTMX)
    moved = PlannedAsk.objects.get(topic=planned[0], influencer=ask.influencer)
    assert answer.status_code == 200
    assert 'id="plan"' in answer.content.decode()
    assert (moved.angle, moved.is_locked) == (angle, True)

    answer = desk.post(f"/asks/{moved.code}/off/")
    assert answer.headers["Location"] == board(party.district)
    moved.refresh_from_db()
    assert moved.angle is None


def test_holding_letting_go_placing_and_planning_anew(party, desk, planned):
    ask = PlannedAsk.objects.filter(topic=planned[1]).first()
    desk.post(f"/asks/{ask.code}/hold/")
    day = timezone.localdate(tomorrow()).isoformat()
    desk.post(f"/plan/{party.district.code}/make/", {"day": day})
    assert PlannedAsk.objects.get(is_locked=True).pk == ask.pk
    desk.post(f"/asks/{ask.code}/let-go/")
    assert not PlannedAsk.objects.filter(is_locked=True).exists()
    late = factories.make_influencer(party.district)
    entered = {"day": day, "influencer": late.code, "target": f"{planned[0].code}:"}
    desk.post(f"/plan/{party.district.code}/place/", entered)
    assert PlannedAsk.objects.get(topic=planned[0], influencer=late).is_locked


def test_a_refusal_is_said_on_the_board(party, desk, planned):
    ask = PlannedAsk.objects.first()
    answer = desk.post(f"/asks/{ask.code}/move/", {"target": "nothing:"}, headers=HTMX).content.decode()
    assert "note-bad" in answer


def test_a_segment_is_made_counted_changed_and_given_to_a_topic(party, district_lead, desk):
    factories.make_influencer(party.district)
    entered = {"name": "दल", "area": party.district.path, "source": "team"}
    assert "note-bad" not in desk.get("/segments/reach/", entered).content.decode()
    segment_url = desk.post("/segments/new/", entered).headers["Location"]
    segment = Segment.objects.get()
    assert "1" in desk.get(segment_url).content.decode()
    desk.post(f"{segment_url}edit/", entered | {"name": "नया दल", "subjects": ["health"]})
    topic = factories.make_topic(party.district, written_by=district_lead)
    audience = {"version": 1, "segment": segment.code, "wanted": "2", "answer_hours": 12, "subjects": ["health"]}
    assert desk.post(f"/topics/{topic.code}/audience/", audience).headers["Location"] == topic.get_absolute_url()
    topic.refresh_from_db()
    segment.refresh_from_db()
    assert (segment.name, segment.subjects) == ("नया दल", ["health"])
    assert (topic.audience.segment, topic.audience.subjects, topic.audience.wanted) == (segment, ["health"], 2)
    assert segment.name in desk.get(topic.get_absolute_url()).content.decode()
    assert desk.post(f"/topics/{topic.code}/audience/", audience).status_code == 422, "somebody changed it since"


def test_an_office_without_its_name_is_asked_for(party, desk):
    answer = desk.post("/segments/new/", {"name": "पद", "area": party.district.path, "source": "office"})
    assert answer.status_code == 422
    assert not Segment.objects.exists()


def test_how_often_i_am_asked(volunteer, client_of, settings):
    client = client_of(volunteer)
    assert client.post("/me/asks/", {"most_a_week": 1, "rest_days": [7, 1]}).status_code == 302
    assert list(Restraint.objects.values_list("influencer", "most_a_week", "rest_days")) == [
        (volunteer.person.influencer.pk, 1, [1, 7])
    ]
    assert client.post("/me/asks/", {"most_a_week": settings.ASKS_A_WEEK + 1}).status_code == 422
    assert client.post("/me/asks/", {"most_a_week": 1, "rest_days": range(1, 8)}).status_code == 422
    assert "checked" in client.get("/me/asks/").content.decode()


def test_a_no_and_its_reason_are_told_to_nobody_else(party, volunteer, district_lead, state_lead, api):
    topic = factories.make_topic(party.district, status="live")
    assignment = factories.make_assignment(volunteer.person.influencer, topic)
    path = f"assignments/{assignment.code}/"

    answer = api(volunteer, f"{path}decline/", {"decline_reason": "no_time"}).json()

    assert (answer["status"], answer["decline_reason"]) == ("declined", "no_time")
    for other in (district_lead, state_lead):
        shown = api(other, path, method="get").json()
        assert (shown["status"], shown["decline_reason"], shown["answered_at"]) == ("seen", "", None)
        assert api(other, "assignments/?status=declined", method="get").json()["results"] == []
        assert len(api(other, "assignments/?status=seen", method="get").json()["results"]) == 1
    assert len(api(volunteer, "assignments/?status=declined", method="get").json()["results"]) == 1
    topic.status = "closed"
    topic.save()
    assert api(district_lead, path, method="get").json()["status"] == "lapsed"


def test_a_reason_outside_the_list_is_refused(volunteer, api):
    assignment = factories.make_assignment(volunteer.person.influencer)
    answer = api(volunteer, f"assignments/{assignment.code}/decline/", {"decline_reason": "they are right"})
    assert answer.status_code == 400
    assert Assignment.objects.get().status == "offered"


def test_segments_by_api(party, district_lead, api):
    factories.make_influencer(party.district)
    entered = {"name": "दल", "area": party.district.path, "source": "team", "subtrees": [party.block.path]}
    made = api(district_lead, "segments/", entered)
    assert made.status_code == 201
    path = f"segments/{made.json()['code']}/"
    etag = api(district_lead, path, method="get").headers["ETag"]
    changed = api(district_lead, path, {"subtrees": []}, method="patch", **{"If-Match": etag})
    assert (changed.status_code, changed.json()["subtrees"]) == (200, [])
    assert api(district_lead, path, {"name": "x"}, method="patch", **{"If-Match": etag}).status_code == 412
    reach = api(district_lead, f"{path}reach/", method="get").json()
    assert reach == [{"district": party.district.code, "reached": 1, "kept_back": {}}]
    assert api(district_lead, f"{path}retire/").json()["retired_at"]
    assert api(district_lead, "segments/", entered | {"area": party.neighbour.path}).status_code == 400


def test_the_audience_of_a_topic_by_api(party, district_lead, api):
    topic = factories.make_topic(party.district, written_by=district_lead)
    path = f"topics/{topic.code}/audience/"
    assert api(district_lead, path, method="get").json()["answer_hours"] == 24
    answer = api(district_lead, path, {"version": 1, "wanted": 4, "subjects": ["health"]}, method="put")
    assert (answer.status_code, answer.json()["wanted"], answer.json()["version"]) == (200, 4, 2)
    assert api(district_lead, path, {"version": 1}, method="put").status_code == 422


def test_planned_asks_by_api(party, district_lead, api, planned):
    rows = api(district_lead, f"planned-asks/?topic__code={planned[0].code}", method="get").json()["results"]
    path = f"planned-asks/{rows[0]['code']}/"
    assert api(district_lead, f"{path}hold/").json()["is_locked"] is True
    angle = planned[0].brief.angles.last().pk
    moved = api(district_lead, f"{path}move/", {"topic": planned[0].code, "angle": angle}).json()
    assert (moved["angle"], moved["why"]) == (angle, ["यह किसी ने ख़ुद तय किया।"])
    assert api(district_lead, f"{path}off/").json()["angle"] is None
    assert api(district_lead, f"{path}let-go/").status_code == 204
    assert PlannedAsk.objects.filter(topic=planned[0]).count() == 0


def test_the_board_says_what_is_missing_as_it_stands_now(party, desk):
    voice = factories.make_influencer(party.district)
    topic = scheduled(party.district, angles=2)
    aimed(topic, wanted=2)
    allocate.plan_day(timezone.localdate(tomorrow()), by=None)
    page = desk.get(board(party.district)).content.decode()
    assert "2 में से 1 लोग: और लोग नहीं हैं।" in page
    assert "इन पर कोई नहीं: पहलू 1।" in page

    desk.post(f"/asks/{voice.planned.get().code}/off/")

    assert "इन पर कोई नहीं: पहलू 0, पहलू 1।" in desk.get(board(party.district)).content.decode()


def test_how_many_said_no_is_not_told_in_the_district_itself(party, district_lead, state_lead, api):
    voice = factories.make_influencer(party.district)
    factories.make_assignment(voice, factories.make_topic(party.district, status="live"), status="declined")
    rollups.rebuild()
    told = {user: api(user, "coverage/", method="get").json()["results"] for user in (district_lead, state_lead)}
    assert [row["declined"] for row in told[district_lead]] == [None]
    assert [row["declined"] for row in told[state_lead]] == [1]


def test_what_a_person_chose_and_is_planned_for_is_shown_and_erased(party, volunteer):
    person, voice = volunteer.person, volunteer.person.influencer
    restraints.choose(person, most_a_week=1, rest_days=[7], by=volunteer)
    factories.make_planned_ask(scheduled(party.district), voice)
    assignments.decline(factories.make_assignment(voice), by=volunteer, reason="no_time")

    with override("en"):
        rows = list(own_parts.work(person))

    assert [row["Why not"] for row in rows if "Why not" in row] == ["no time now"]
    assert {"Topics a week at most": 1, "Rest days": ["Sunday"]} in rows
    assert [row["Why"] for row in rows if "Planned for" in row] == [["They were asked 0 times in the last 30 days."]]
    erasing.erase_work(person)
    assert not PlannedAsk.objects.exists()
    assert not Restraint.objects.exists()
    assert Assignment.objects.get().decline_reason == ""
