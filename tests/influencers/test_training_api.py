"""The API of trainings: planned, changed by ETag, invited, many checked in at once with an answer for each, called off."""

import datetime

import pytest
from django.utils import timezone

from influencers.models import Training
from tests import factories
from tests.network import test_writing_api

HOUR = datetime.timedelta(hours=1)
send = test_writing_api.send  # the fixture that sends with a key of the login


@pytest.fixture
def body(party) -> dict[str, object]:
    begins = timezone.now() + 48 * HOUR
    return {
        "course": factories.make_course("basics").code,
        "area": party.district.path,
        "audience": "roster",
        "starts_at": begins.isoformat(),
        "ends_at": (begins + HOUR).isoformat(),
        "place": "भवन",
        "trainer": "कविता नमूना",
    }


def test_a_training_goes_its_way(party, district_lead, send, body):
    factories.make_influencer(party.district)
    made = send(district_lead, "POST", "trainings/", body)
    path = f"trainings/{made.json()['code']}/"
    invited = send(district_lead, "POST", f"{path}invite/", {})
    listed = send(district_lead, "GET", f"{path}attendances/").json()["results"]
    silent = send(district_lead, "POST", f"{path}call-off/", {})
    off = send(district_lead, "POST", f"{path}call-off/", {"reason": "rain"})
    late = send(district_lead, "POST", f"{path}close/", {})
    assert (made.status_code, made.json()["status"], invited.json()) == (201, "planned", {"invited": 1})
    assert (len(listed), listed[0]["attended_at"]) == (1, None)
    assert (silent.status_code, off.json()["status"], off.json()["call_off_reason"]) == (400, "cancelled", "rain")
    assert (late.status_code, late.json()["code"]) == (422, "wrong_step")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"area": "/st23/dvV407/di407/"}, 400),
        ({"course": "unknown"}, 400),
        ({"audience": "everybody"}, 400),
        ({"audience": "office"}, 422),
        ({"office": "district_lead"}, 422),
        ({"place": ""}, 422),
        ({"link": "ftp://x.example/"}, 422),
    ],
)
def test_an_unsound_plan_is_refused(party, district_lead, send, body, wrong, status):
    assert send(district_lead, "POST", "trainings/", body | wrong).status_code == status
    assert not Training.objects.exists()


def test_who_holds_no_trainings_plans_none(party, volunteer, content_desk, send, body):
    assert [send(user, "POST", "trainings/", body).status_code for user in (volunteer, content_desk)] == [400, 400]


def test_a_change_names_the_state_it_was_made_for(party, district_lead, send):
    training = factories.make_training(party.district)
    path = f"trainings/{training.code}/"
    etag = send(district_lead, "GET", path).headers["ETag"]
    blind = send(district_lead, "PATCH", path, {"place": "नया"})
    first = send(district_lead, "PATCH", path, {"place": "नया"}, If_Match=etag)
    late = send(district_lead, "PATCH", path, {"place": "पुराना"}, If_Match=etag)
    fixed = send(district_lead, "PATCH", path, {"audience": "office"}, If_Match="*")
    assert [answer.status_code for answer in (blind, first, late, fixed)] == [428, 200, 412, 422]
    assert (first.json()["place"], fixed.json()["code"]) == ("नया", "not_changeable")


def test_many_are_checked_in_each_by_itself(party, district_lead, send):
    training = factories.make_training(party.district, starts_at=timezone.now())
    here, away = (factories.make_attendance(training, factories.make_person(party.block)) for _ in range(2))
    elsewhere = factories.make_attendance(
        factories.make_training(party.neighbour), factories.make_person(party.neighbour)
    )
    rows = [
        {"attendance": here.code},
        {"attendance": away.code, "was_there": False},
        {"attendance": elsewhere.code},
        {"was_there": True},
        "nonsense",
    ]
    answer = send(district_lead, "POST", f"trainings/{training.code}/check-in/", rows)
    assert (answer.status_code, [row["status"] for row in answer.json()]) == (207, [200, 200, 404, 400, 400])
    attended = [type(row).objects.get(pk=row.pk).attended_at is not None for row in (here, away, elsewhere)]
    assert attended == [True, False, False]
    assert send(district_lead, "POST", f"trainings/{training.code}/close/", {}).json()["status"] == "held"
    final = send(district_lead, "POST", f"trainings/{training.code}/check-in/", rows)
    assert (final.status_code, final.json()["code"]) == (422, "list_final")


@pytest.mark.parametrize("rows", [[], {}, "x", [{}] * 501])
def test_a_check_in_of_nothing_or_too_much_is_refused(party, district_lead, send, rows):
    training = factories.make_training(party.district, starts_at=timezone.now())
    assert send(district_lead, "POST", f"trainings/{training.code}/check-in/", rows).status_code == 400


def test_a_lead_below_reads_the_own_people_of_a_training_above(party, district_lead, state_lead, volunteer, send):
    training = factories.make_training(party.state, starts_at=timezone.now())
    own = factories.make_attendance(training, volunteer.person)
    factories.make_attendance(training, factories.make_person(party.neighbour))
    path = f"trainings/{training.code}/"
    codes = [row["code"] for row in send(district_lead, "GET", f"{path}attendances/").json()["results"]]
    assert codes == [own.code]
    assert len(send(state_lead, "GET", f"{path}attendances/").json()["results"]) == 2
    assert send(district_lead, "POST", f"{path}check-in/", [{"attendance": own.code}]).status_code == 403


def test_trainings_are_found_by_course_status_and_place(party, state_lead, send):
    course = factories.make_course("law")
    training = factories.make_training(party.district, course=course)
    factories.make_training(party.neighbour)
    for query in ("course=law", f"within={party.division.path}", "status=planned&course=law"):
        found = send(state_lead, "GET", f"trainings/?{query}").json()["results"]
        assert [row["code"] for row in found] == [training.code], query
    assert send(state_lead, "GET", "trainings/?status=held").json()["results"] == []
