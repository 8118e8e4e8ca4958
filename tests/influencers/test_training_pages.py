"""Pages of trainings: planning with a live count, the check-in list by thumb and without script, one's own side, certificates."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from influencers.models import Attendance, Training
from influencers.services import attendances, trainings
from tests import factories

HOUR = datetime.timedelta(hours=1)


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def desk(client_of, district_lead):
    """The district lead's browser, in English."""
    client = client_of(district_lead)
    client.post("/language/", {"language": "en"})
    return client


@pytest.fixture
def today(party) -> Training:
    """A training of the district that begins now, with two people on its list."""
    training = factories.make_training(party.district, starts_at=timezone.now())
    for name in (("रेखा कल्पित", "Rekha Kalpit"), ("मोहन उदाहरण", "Mohan Udaharan")):
        factories.make_attendance(training, factories.make_person(party.district, name_hi=name[0], name_en=name[1]))
    return training


def plan_body(party, **fields: str) -> dict[str, str]:
    begins = timezone.localtime() + 48 * HOUR
    body = {
        "course": factories.make_course().code,
        "area": party.district.path,
        "audience": "roster",
        "office": "",
        "starts_at": f"{begins:%Y-%m-%dT%H:%M}",
        "ends_at": f"{begins + HOUR:%Y-%m-%dT%H:%M}",
        "place": "भवन",
        "link": "",
        "trainer": "कविता नमूना",
    }
    return body | fields


def test_a_training_is_planned_invited_changed_and_called_off(party, desk):
    factories.make_influencer(party.district)
    page = text_of(desk.post("/trainings/new/", plan_body(party), follow=True))
    training = Training.objects.get()
    assert "1 person would be invited today." in page
    page = text_of(desk.post(f"/trainings/{training.code}/invite/", follow=True))
    assert "1 people are invited now" in page
    assert "0 people are new since you invited." in page
    begins = timezone.localtime() + 72 * HOUR
    body = {"starts_at": f"{begins:%Y-%m-%dT%H:%M}", "ends_at": f"{begins + HOUR:%Y-%m-%dT%H:%M}"}
    desk.post(f"/trainings/{training.code}/edit/", body | {"place": "नया", "trainer": "कोई"})
    desk.post(f"/trainings/{training.code}/call-off/", {"reason": "Rain <b>"})
    training.refresh_from_db()
    page = text_of(desk.get(training.get_absolute_url()))
    assert (training.place, training.status) == ("नया", "cancelled")
    assert "Called off: Rain &lt;b&gt;" in page
    assert "/invite/" not in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"area": "/st23/dvV407/di407/"}, "Select a valid choice"),
        ({"audience": "office"}, "Choose the office"),
        ({"place": ""}, "Say where it is"),
        ({"starts_at": "2020-01-01T10:00"}, "in the past"),
        ({"ends_at": "nonsense"}, "Enter a valid date"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(party, desk, wrong, words):
    answer = desk.post("/trainings/new/", plan_body(party, **wrong))
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert not Training.objects.exists()


def test_the_count_is_told_while_planning_and_knows_the_scope(party, desk):
    factories.make_influencer(party.district)
    factories.make_influencer(party.district, consents=False)
    own, foreign, half = (
        text_of(desk.get("/trainings/reach/", {"area": area, "audience": audience, "office": ""}))
        for area, audience in (
            (party.district.path, "roster"),
            (party.neighbour.path, "roster"),
            (party.district.path, "office"),
        )
    )
    assert "1 person would be invited today" in own
    assert "1 member is left out" in own
    assert "would be invited today" not in foreign + half


def test_people_are_checked_in_without_script_and_the_list_stays_where_it_was(today, desk):
    row = today.attendances.get(person__name_en="Rekha Kalpit")
    answer = desk.post(f"/trainings/attendances/{row.code}/check/", {"was_there": "yes", "q": "rekha"})
    row.refresh_from_db()
    assert answer.headers["Location"] == f"/trainings/{today.code}/?q=rekha#{row.code}"
    assert row.attended_at is not None
    desk.post(f"/trainings/attendances/{row.code}/check/", {"was_there": "no"})
    row.refresh_from_db()
    assert row.attended_at is None


def test_a_tap_with_script_answers_with_the_line(today, desk):
    row = today.attendances.first()
    answer = desk.post(
        f"/trainings/attendances/{row.code}/check/", {"was_there": "yes"}, headers={"HX-Request": "true"}
    )
    assert text_of(answer).count("<li") == 1
    assert "checkin-here" in text_of(answer)
    assert "1 of 2 were there" in text_of(answer)
    Training.objects.update(status="held")
    late = desk.post(f"/trainings/attendances/{row.code}/check/", {"was_there": "no"}, headers={"HX-Request": "true"})
    assert (late.status_code, "is final" in text_of(late)) == (422, True)


@pytest.mark.parametrize(("text", "found"), [("rekha", True), ("रेखा", True), ("rekaa", True), ("mohan", False)])
def test_a_name_is_looked_for_on_the_list_by_sound(today, desk, text, found):
    for headers in ({}, {"HX-Request": "true"}):
        page = text_of(desk.get(today.get_absolute_url(), {"q": text}, headers=headers))
        assert ("Rekha Kalpit" in page) == found


def test_who_came_uninvited_is_found_and_added(party, today, desk):
    stranger = factories.make_person(party.block, name_en="Salim Misaal")
    factories.make_person(party.neighbour, name_en="Salim Elsewhere")
    page = text_of(desk.get(today.get_absolute_url(), {"q": "salim"}))
    assert "Salim Misaal" in page
    assert "Salim Elsewhere" not in page
    desk.post(f"/trainings/{today.code}/add/{stranger.code}/", {"q": "salim"})
    assert Attendance.objects.get(person=stranger).attended_at is not None


def test_before_the_day_nobody_is_checked_in_on_the_page(party, desk):
    training = factories.make_training(party.district)
    row = factories.make_attendance(training, factories.make_person(party.district))
    page = text_of(desk.get(training.get_absolute_url()))
    assert "/check/" not in page
    desk.post(f"/trainings/attendances/{row.code}/check/")
    row.refresh_from_db()
    assert row.attended_at is None


def test_a_lead_below_reads_a_training_above_and_holds_nothing_of_it(party, desk, volunteer):
    training = factories.make_training(party.state, starts_at=timezone.now())
    factories.make_attendance(training, volunteer.person)
    factories.make_attendance(training, factories.make_person(party.neighbour, name_hi="दूर का"))
    page = text_of(desk.get(training.get_absolute_url()))
    assert volunteer.person.name_en in page
    assert "दूर का" not in page
    assert "/check/" not in page
    assert "1" in page
    answers = [
        desk.post(f"/trainings/{training.code}/{step}/", {"reason": "x"}).status_code
        for step in ("invite", "close", "call-off")
    ]
    assert answers == [403, 403, 403]


def test_the_list_shows_what_comes_what_is_over_and_what_one_holds(party, district_lead, desk):
    names = {"coming": {}, "own": {"made_by": district_lead}, "past": {"status": "held"}}
    for name, fields in names.items():
        course = factories.make_course(name)
        course.title_en = name
        course.save()
        factories.make_training(party.district, course=course, **fields)
    shown = {
        show: {name for name in names if f">{name}</a>" in text_of(desk.get("/trainings/", {"show": show}))}
        for show in ("upcoming", "mine", "past", "nonsense")
    }
    assert shown == {"upcoming": {"coming", "own"}, "mine": {"own"}, "past": {"past"}, "nonsense": {"coming", "own"}}


def test_ones_own_trainings_with_material_and_certificate(party, volunteer, district_lead, client_of):
    training = factories.make_training(party.district, starts_at=timezone.now())
    row = attendances.add(training, volunteer.person, by=district_lead)
    factories.make_material(training)
    other = factories.make_training(party.neighbour)
    client, path = client_of(volunteer), f"/trainings/attendances/{row.code}/certificate.pdf"
    early = (client.get(path).status_code, path in text_of(client.get("/me/trainings/")))
    trainings.close(training, by=district_lead)
    page, sheet = text_of(client.get("/me/trainings/")), client.get(path)
    assert early == (404, False)
    assert path in page
    assert "परचा.pdf" in page
    assert other.course.title_hi not in page
    assert (sheet.headers["Content-Type"], sheet.content[:5]) == ("application/pdf", b"%PDF-")
    assert sheet.headers["Content-Disposition"] == f'attachment; filename="{row.code}.pdf"'


def test_who_was_not_there_gets_no_certificate(party, volunteer, district_lead, client_of):
    training = factories.make_training(party.district, status="held")
    row = factories.make_attendance(training, volunteer.person)
    path = f"/trainings/attendances/{row.code}/certificate.pdf"
    assert [client_of(user).get(path).status_code for user in (volunteer, district_lead)] == [404, 404]


def test_the_certificate_carries_both_languages(party, district_lead, monkeypatch):
    said = []
    monkeypatch.setattr(attendances, "certificate", lambda *given: said.extend(given) or b"")
    training = factories.make_training(party.district, starts_at=timezone.now())
    row = attendances.add(training, factories.make_person(party.district, name_en="Rekha"), by=district_lead)
    trainings.close(training, by=district_lead)
    row = Attendance.objects.get(pk=row.pk)
    with override("en"):
        attendances.certificate_of(row)
    lines_hi, lines_en = said[3], said[4]
    assert (training.course.title_hi in lines_hi[0], training.course.title_en in lines_en[0]) == (True, True)
    assert (said[2], said[5], said[6]) == ("Rekha", row.code, timezone.localdate())


def test_the_page_of_a_person_tells_of_trainings(party, volunteer, district_lead, desk):
    voice = factories.make_influencer(party.district)
    empty = text_of(desk.get(voice.person.get_absolute_url()))
    training = factories.make_training(party.district, status="held")
    factories.make_attendance(training, voice.person, was_there=True)
    page = text_of(desk.get(voice.person.get_absolute_url()))
    assert training.course.title_en not in empty
    assert training.course.title_en in page
    assert "completed" in page


def test_a_new_course_is_made_in_the_admin_and_keeps_its_code(operator, party, client_of):
    desk = client_of(operator)
    body = {"code": "camera", "title_hi": "कैमरा", "title_en": "Camera", "needed_for_stage": "active"}
    assert desk.post("/admin/influencers/course/add/", body).status_code == 302
    from influencers.models import Course

    course = Course.objects.get(code="camera")
    desk.post(f"/admin/influencers/course/{course.pk}/change/", body | {"code": "other", "title_en": "Film"})
    course.refresh_from_db()
    assert (course.code, course.title_en, course.needed_for_stage) == ("camera", "Film", "active")
