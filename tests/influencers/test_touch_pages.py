"""Pages of staying in touch: the daily list, recording in place and without a script, snoozing, steps, notes."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from influencers.models import Influencer, Note, Snooze, Touchpoint
from influencers.services import touchpoints
from tests import factories

DAY = datetime.timedelta(days=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def voice(party) -> Influencer:
    """Somebody of the district with whom nobody spoke for 40 days."""
    made = factories.make_influencer(party.district, name_hi="रेखा नमूना", name_en="Rekha Namuna")
    Influencer.objects.filter(pk=made.pk).update(spotted_at=timezone.now() - 40 * DAY)
    return made


@pytest.fixture
def lead(district_lead, client_of):
    browser = client_of(district_lead)
    browser.cookies["samvad_language"] = "en"
    return browser


def test_the_list_says_who_is_due_and_why(party, voice, lead):
    stranger = factories.make_influencer(party.neighbour, name_en="Stranger Misaal")
    Influencer.objects.filter(pk=stranger.pk).update(spotted_at=timezone.now() - 40 * DAY)
    page = lead.get("/touch/").content.decode()

    assert "Rekha Namuna" in page
    assert "Entered 40 days ago, and nobody has spoken with them yet" in page
    assert "Stranger" not in page
    assert 'href="/touch/"' in page  # the entry of the menu


def test_the_list_is_narrowed_by_reason_and_by_who_looks_after(voice, lead, district_lead):
    assert "Rekha" in lead.get("/touch/?why=silent").content.decode()
    assert "Rekha" not in lead.get("/touch/?why=birthday").content.decode()
    assert "Rekha" not in lead.get("/touch/?mine=1").content.decode()
    Influencer.objects.filter(pk=voice.pk).update(owner=district_lead)
    assert "Rekha" in lead.get("/touch/?mine=1&why=silent").content.decode()
    assert "Rekha" in lead.get("/touch/?why=nonsense&page=99").content.decode()


def test_long_lists_have_pages(party, lead):
    for _ in range(31):
        factories.make_influencer(party.district, seated=False)
    Influencer.objects.update(spotted_at=timezone.now() - 40 * DAY)

    pages = [lead.get(f"/touch/?page={number}") for number in (1, 2)]
    assert [len(page.context["entries"]) for page in pages] == [30, 1]


def test_one_tap_records_a_call_without_a_script(voice, lead, district_lead):
    answer = lead.post(f"/influencers/{voice.code}/touch/", {"kind": "call", "next": "/touch/?mine=1"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/touch/?mine=1")
    assert Touchpoint.objects.get().by == district_lead
    assert "Rekha Namuna is recorded" in lead.get("/touch/").content.decode()


def test_one_tap_records_a_call_in_place(voice, lead):
    answer = lead.post(f"/influencers/{voice.code}/touch/", {"kind": "call"}, headers=HTMX)

    assert answer.status_code == 200
    assert answer.headers["HX-Retarget"] == f"#touch-{voice.code}"
    assert "<html" not in answer.content.decode()
    assert "recorded" in answer.content.decode()
    assert Touchpoint.objects.count() == 1


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "\\\\evil.example"])
def test_the_way_back_leads_nowhere_else(voice, lead, target):
    answer = lead.post(f"/influencers/{voice.code}/touch/", {"kind": "call", "next": target})

    assert answer.headers["Location"] == voice.get_absolute_url()


def test_the_whole_form_records_what_was_said_and_what_is_next(voice, lead):
    tomorrow = timezone.localdate() + DAY
    form = {"kind": "visit", "mood": "good", "summary": "spoke of the library", "next_step": "send facts"}
    lead.post(f"/influencers/{voice.code}/touch/", form | {"next_on": tomorrow.isoformat()})

    touchpoint = Touchpoint.objects.get()
    assert (touchpoint.kind, touchpoint.mood, touchpoint.next_on) == ("visit", "good", tomorrow)
    page = lead.get(voice.get_absolute_url()).content.decode()
    assert "spoke of the library" in page
    assert "send facts" in page


def test_what_is_wrong_is_said_beside_its_field(voice, lead):
    later = (timezone.localtime() + DAY).isoformat()[:16]
    path = f"/influencers/{voice.code}/touch/"

    page = lead.post(path, {"kind": "call", "at": later, "summary": "kept words"})
    assert page.status_code == 422
    assert "This moment is still to come." in page.content.decode()
    assert "kept words" in page.content.decode()
    part = lead.post(path, {"kind": "call", "next_on": timezone.localdate().isoformat()}, headers=HTMX)
    assert part.status_code == 200
    assert "Say what is to be done by that day." in part.content.decode()
    assert "HX-Retarget" not in part.headers
    assert lead.post(path, {"kind": "telepathy"}).status_code == 422
    assert not Touchpoint.objects.exists()


def test_a_snooze_needs_its_reason_and_takes_the_person_off_the_list(voice, lead):
    path, until = f"/influencers/{voice.code}/snooze/", (timezone.localdate() + 5 * DAY).isoformat()
    assert lead.post(path, {"until": until, "reason": " "}).status_code == 422
    assert lead.post(path, {"until": "2099-01-01", "reason": "exams"}).status_code == 422

    answer = lead.post(path, {"until": until, "reason": "exams"}, headers=HTMX)
    assert "put off until" in answer.content.decode()
    page = lead.get("/touch/")
    assert page.context["entries"] == []
    assert "exams" in page.content.decode()
    assert "exams" in lead.get(voice.get_absolute_url()).content.decode()
    assert Snooze.objects.count() == 1


def test_a_next_step_is_done_by_one_tap(voice, lead, district_lead):
    step = touchpoints.record(voice, kind="call", next_step="visit", next_on=timezone.localdate(), by=district_lead)
    assert "visit (today)" in lead.get("/touch/").content.decode()

    answer = lead.post(f"/touch/{step.code}/done/", {"next": "/touch/"}, follow=True)
    assert "The next step is done." in answer.content.decode()
    assert answer.context["entries"] == []


def test_a_note_is_written_for_oneself_unless_a_circle_is_chosen(voice, lead):
    page = lead.get(voice.get_absolute_url()).content.decode()
    assert page.count("checked") == 1
    lead.post(f"/influencers/{voice.code}/notes/", {"text": "mornings are best", "visibility": "office"})
    assert "mornings are best" in lead.get(voice.get_absolute_url()).content.decode()
    refused = lead.post(f"/influencers/{voice.code}/notes/", {"text": "", "visibility": "everybody"})

    assert refused.status_code == 422
    assert list(Note.objects.values_list("text", "visibility")) == [("mornings are best", "office")]
    lead.post(f"/notes/{Note.objects.get().code}/delete/")
    assert not Note.objects.exists()


def test_everybody_reads_the_page_in_hindi_first(voice, district_lead, client_of):
    page = client_of(district_lead).get("/touch/").content.decode()

    assert "संपर्क में रहें" in page
    with override("hi"):
        assert "40 दिन पहले जोड़ा गया, अब तक किसी ने बात नहीं की" in page


@pytest.mark.parametrize("form", ["touch", "snooze"])
def test_forms_open_for_those_who_may_and_look_missing_to_others(
    voice, form, client_of, nobody, volunteer, district_lead, neighbour_lead, content_desk, operator
):
    path = f"/influencers/{voice.code}/{form}/"
    users = [None, nobody, volunteer, district_lead, neighbour_lead, content_desk, operator]

    assert [client_of(user).get(path).status_code for user in users] == [302, 404, 404, 200, 404, 403, 200]
    assert client_of(volunteer).get(f"/influencers/{volunteer.person.influencer.code}/{form}/").status_code == 404
