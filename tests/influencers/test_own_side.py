"""One's own side: a volunteer changes what is theirs without asking anybody, on pages that a cheap phone loads."""

import datetime
import io
import json
import re
import zipfile

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.services import brief_links
from influencers.models import Influencer, Note
from influencers.own_forms import EraseForm
from influencers.services import consents, invitations, own_side
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry, Person
from network.services import people, sign_in_links
from tests import factories

PAGES = ["/me/", "/me/profile/", "/me/accounts/", "/me/consents/", "/me/leave/", "/me/erase/", "/goodbye/", "/login/"]


PROFILE = {
    "name_hi": "नया नाम", "name_en": "New Name", "languages": ["hi", "bundeli"], "subjects": ["farmers"], "setting": "rural",
    "preferred_channel": "in_app", "birth_day": "29", "birth_month": "2", "quiet_from": "21:00", "quiet_until": "08:30",
}  # fmt: skip


@pytest.fixture
def voice(volunteer) -> Influencer:
    consents.load_seed()
    return volunteer.person.influencer


@pytest.fixture
def own(voice, volunteer, client_of):
    return client_of(volunteer)


def weight(client, path: str) -> int:
    """What a phone loads for the page: the page and everything it names of our own."""
    html = client.get(path).content
    names = set(re.findall(rb'(?:href|src)="/static/([^"]+)"', html))
    plain = {re.sub(r"\.[0-9a-f]{12}\.", ".", name.decode()) for name in names}
    assert not {name for name in plain if name.endswith(".js")}, "it works without script"
    return len(html) + sum(len(open(finders.find(name), "rb").read()) for name in plain)  # noqa: PTH123


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("path", [*PAGES, "/join/390/"])
def test_every_page_weighs_less_than_100_kb(own, voice, path, language, client):
    reader = client if path in ("/login/", "/join/390/") else own
    reader.cookies["samvad_language"] = language
    assert weight(reader, path) < 100_000


def test_the_profile_is_ones_own_to_change(own, voice):
    assert own.post("/me/profile/", PROFILE).status_code == 302
    voice.refresh_from_db()
    person = voice.person
    assert (person.name_hi, person.languages, person.birth_day, person.birth_month) == (
        "नया नाम",
        ["hi", "bundeli"],
        29,
        2,
    )
    assert (person.quiet_from, person.quiet_until) == (datetime.time(21), datetime.time(8, 30))
    assert (voice.subjects, voice.setting) == (["farmers"], "rural")
    assert list(Person.objects.search("naya")) == [person], "the search finds the new name"
    shown = own.get("/me/profile/").content.decode()
    assert 'value="21:00"' in shown


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"birth_day": 31, "birth_month": 2}, "no_such_day"),
        ({"birth_day": 3, "birth_month": None}, "half_birthday"),
        ({"quiet_from": datetime.time(9), "quiet_until": None}, "half_hours"),
        ({"quiet_from": datetime.time(9), "quiet_until": datetime.time(9)}, "no_hours"),
    ],
)
def test_halves_are_refused(voice, volunteer, changes, code):
    with pytest.raises(RuleBroken) as broken:
        own_side.update(voice.person, by=volunteer, **changes)
    assert broken.value.code == code


def test_nobody_changes_the_side_of_another(voice, district_lead):
    for act in (
        lambda: own_side.update(voice.person, by=district_lead, name_hi="x"),
        lambda: own_side.pause(voice.person, until=None, by=district_lead),
        lambda: own_side.leave(voice.person, by=district_lead),
    ):
        with pytest.raises(RightMissing):
            act()


def test_a_pause_until_a_day_ends_by_itself(own, voice):
    day = timezone.localdate() + datetime.timedelta(days=7)
    own.post("/me/pause/", {"until": day.isoformat()})
    voice.refresh_from_db()
    assert (voice.stage, voice.paused_until) == ("paused", day)
    assert own_side.end_pauses(day - datetime.timedelta(days=1)) == 0
    assert own_side.end_pauses(day) == 1
    voice.refresh_from_db()
    assert (voice.stage, voice.paused_until) == ("active", None)


def test_an_open_pause_ends_with_one_tap(own, voice):
    own.post("/me/pause/", {"until": ""})
    assert own_side.end_pauses(timezone.localdate() + datetime.timedelta(days=999)) == 0
    own.post("/me/come-back/")
    voice.refresh_from_db()
    assert voice.stage == "active"


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_pause_needs_a_day_ahead(voice, volunteer, days):
    with pytest.raises(RuleBroken) as broken:
        own_side.pause(voice.person, until=timezone.localdate() + datetime.timedelta(days=days), by=volunteer)
    assert broken.value.code == "bad_day"


def test_leaving_ends_consents_team_links_and_sessions(own, voice, volunteer, district_lead):
    link = brief_links.ensure([factories.make_assignment(voice)]).popitem()[1]
    assert brief_links.find(link)
    sign_in = sign_in_links.make(voice.person, by=district_lead)
    assert own.get("/me/leave/").status_code == 200
    assert voice.seats.live().exists(), "looking changes nothing"

    assert own.post("/me/leave/").headers["Location"] == "/goodbye/?left"

    voice.refresh_from_db()
    assert (voice.stage, voice.person.status) == ("left", "left")
    assert not voice.seats.live().exists()
    assert not voice.person.consents.live().exists()
    assert brief_links.find(link) is None
    assert sign_in_links.user_for(sign_in) is None
    assert own.get("/me/").status_code == 302


def test_an_invitation_dies_with_leaving(own, voice, district_lead, volunteer):
    voice.person.consents.all().delete()
    token = invitations.make(voice, by=district_lead)
    own_side.leave(voice.person, by=volunteer)
    assert invitations.find(token) is None


def test_who_holds_an_office_leaves_the_team_and_keeps_the_office(party, district_lead, client_of):
    consents.load_seed()
    Influencer.objects.create(person=district_lead.person, district=party.district, stage="active")
    client_of(district_lead).post("/me/leave/")
    person = Person.objects.get(pk=district_lead.person.pk)
    assert (person.status, person.influencer.stage) == ("active", "left")


def unzip(answer) -> tuple[dict, str]:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return json.loads(archive.read("my_data.json")), archive.read("my_data.html").decode()


def test_everything_that_is_held_is_in_the_file(own, voice, district_lead, volunteer):
    person = voice.person
    person.phone = "+919826012345"
    person.save()
    Note.objects.create(influencer=voice, text="अच्छा लिखती हैं <script>", visibility="mine", author=district_lead,
                        office=district_lead.person.appointments.get().office, office_area=voice.district)  # fmt: skip
    people.open_contact(person, reason="बैठक", by=district_lead)
    factories.make_post(factories.make_assignment(voice, status="claimed"))

    answer = own.post("/me/data/")
    found, page = unzip(answer)

    assert answer.streaming
    text = json.dumps(found, ensure_ascii=False)
    assert set(found) == {
        "profile", "offices", "accounts", "audiences", "consents", "invitations", "requests", "steps", "reviews",
        "touchpoints", "notes", "trainings", "work", "drafts", "posts", "messages", "ways", "openings",
    }  # fmt: skip
    for word in ("+919826012345", "अच्छा लिखती हैं", "बैठक", "सूचना", "https://x.com/i/status/"):
        assert word in text, word
    assert district_lead.person.name_hi not in text, "authors stand there by office"
    assert "भोपाल" in json.dumps(found["notes"], ensure_ascii=False)
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert AuditEntry.objects.filter(verb="person.data_taken", by=volunteer).count() == 1


def test_the_file_speaks_the_readers_language(own):
    own.cookies["samvad_language"] = "en"
    _found, page = unzip(own.post("/me/data/"))
    assert "Everything that Samvad holds about you" in page
    assert "Who opened your contact data" in page


def test_the_word_is_typed_before_anything_is_erased(own, voice, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    assert own.post("/me/erase/", {"word": "yes"}).status_code == 422
    assert Person.objects.known().filter(pk=voice.person_id).exists()
    assert own.post("/me/erase/", {"word": " मिटाएँ "}).headers["Location"] == "/goodbye/?erased"
    assert not Person.objects.known().filter(pk=voice.person_id).exists()
    assert own.get("/me/").status_code == 302


@pytest.mark.parametrize("word", ["मिटाएँ", "मिटाएं", "ERASE", "erase "])
def test_both_words_confirm(word):
    assert EraseForm({"word": word}).is_valid()
    assert not EraseForm({"word": f"{word.strip()}x"}).is_valid()


def test_ones_own_pages_cost_few_queries(own, voice):
    for path in PAGES[:6]:
        with CaptureQueriesContext(connection) as queries:
            assert own.get(path).status_code == 200
        assert len(queries) <= 10, path


def test_the_login_page_says_how_a_link_is_got_and_sends_nothing(client, db):
    client.cookies["samvad_language"] = "en"
    page = client.get("/login/").content.decode()
    assert "Ask the lead of your district" in page
    names = set(re.findall(r'<input[^>]* name="(\w+)"', page))
    assert names == {"csrfmiddlewaretoken", "next", "username", "password"}, "no field for an address or a number"


def test_the_api_of_ones_own_side(voice, volunteer):
    from rest_framework.test import APIClient

    api = APIClient()
    api.force_authenticate(volunteer)
    me = api.get("/api/v1/me/").json()
    assert (me["name_hi"], me["stage"], me["consents"][0]["is_allowed"]) == (voice.person.name_hi, "active", True)
    changed = api.patch(
        "/api/v1/me/", {"quiet_from": "21:00", "quiet_until": "07:00", "subjects": ["health"]}, format="json"
    )
    assert (changed.json()["quiet_until"], changed.json()["subjects"]) == ("07:00:00", ["health"])
    assert api.patch("/api/v1/me/", {"quiet_from": None}, format="json").json()["code"] == "half_hours"
    assert api.post("/api/v1/me/pause/", {"until": None}, format="json").json()["stage"] == "paused"
    assert api.post("/api/v1/me/come-back/").json()["stage"] == "active"
    taken = api.post("/api/v1/me/consents/", {"purpose": "briefs", "allow": False}, format="json").json()
    assert taken["consents"][0]["is_allowed"] is False
    given = {"purpose": "briefs", "allow": True, "notice": taken["notice"], "is_adult": True}
    assert api.post("/api/v1/me/consents/", given, format="json").json()["consents"][0]["is_allowed"] is True
    assert api.post("/api/v1/me/leave/").status_code == 204
    assert api.get("/api/v1/me/").json()["consents"][0]["is_allowed"] is False
