"""Notes: who reads one, by its circle and by who is asking; nobody else anywhere, operators included."""

import datetime
from itertools import pairwise

import pytest
from django.contrib import admin
from django.utils import timezone

from influencers.models import Note
from influencers.services import notes
from network.errors import RightMissing, RuleBroken
from network.exports import LISTS
from network.history import PAGES
from network.models import Appointment, AuditEntry, Office
from network.rights import Feature
from network.services import appointments
from tests import factories
from tests.world import key_of

CIRCLES = ["mine", "office", "district", "state"]


@pytest.fixture
def cast(
    party, operator, nobody, volunteer, panchayat_incharge, district_lead, neighbour_lead, state_lead, content_desk
):
    """Everybody who could ask, around a district deputy who writes."""
    author = factories.make_office_holder("district_deputy", party.district, "author")
    stand_in = factories.make_person(party.district, user=factories.make_user("stand-in"))
    appointments.deputise(
        author.person.appointments.get(),
        stand_in,
        features=[Feature.PEOPLE_VIEW],
        ends_on=timezone.localdate() + datetime.timedelta(days=9),
        by=author,
    )
    return {
        "author": author,
        "same_office": factories.make_office_holder("district_deputy", party.district),
        "stand_in": stand_in.user,
        "same_office_elsewhere": factories.make_office_holder("district_deputy", party.neighbour),
        "district_lead": district_lead,
        "block": factories.make_office_holder("block_coordinator", party.block),
        "incharge": panchayat_incharge,
        "neighbour": neighbour_lead,
        "state_lead": state_lead,
        "content_desk": content_desk,
        "operator": operator,
        "volunteer": volunteer,
        "nobody": nobody,
    }


# circle: who reads what a district deputy wrote about a volunteer of the district
READERS = {
    "mine": {"author"},
    "office": {"author", "same_office", "stand_in"},
    "district": {"author", "same_office", "stand_in", "district_lead"},
    "state": {"author", "same_office", "stand_in", "district_lead", "state_lead", "content_desk", "operator"},
}


@pytest.fixture
def written(cast):
    """A note of each circle about the volunteer, written by the deputy."""
    voice = cast["volunteer"].person.influencer
    return {
        circle: notes.write(voice, text=f"word-{circle}", visibility=circle, by=cast["author"]) for circle in CIRCLES
    }


@pytest.mark.parametrize("circle", CIRCLES)
def test_only_the_circle_reads_a_note(circle, cast, written):
    readers = {
        persona
        for persona, user in cast.items()
        if Note.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(pk=written[circle].pk).exists()
    }

    assert readers == READERS[circle]


def test_pages_and_api_show_what_the_circle_reads_and_no_more(cast, written, client_of, client):
    for persona, user in cast.items():
        page = client_of(user).get(cast["volunteer"].person.influencer.get_absolute_url()).content.decode()
        answer = client.get("/api/v1/notes/", headers={"Authorization": f"Token {key_of(user)}"}).content.decode()
        wanted = {circle for circle in CIRCLES if persona in READERS[circle]}
        assert {circle for circle in CIRCLES if f"word-{circle}" in page} == wanted, persona
        assert {circle for circle in CIRCLES if f"word-{circle}" in answer} == wanted, persona


def test_each_circle_holds_the_ones_before():
    for narrow, wide in pairwise(CIRCLES):
        assert READERS[narrow] < READERS[wide]


def test_a_state_lead_shares_with_the_own_office_and_the_district(cast, party):
    colleague = factories.make_office_holder("state_coordinator", party.state)
    voice = cast["volunteer"].person.influencer
    note = notes.write(voice, text="a word", visibility="district", by=cast["state_lead"])
    asked = cast | {"colleague": colleague}
    readers = {
        persona
        for persona, user in asked.items()
        if Note.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(pk=note.pk).exists()
    }

    assert readers == {"state_lead", "colleague", "author", "same_office", "stand_in", "district_lead"}


def test_notes_of_an_operator_stay_with_the_operator(cast):
    voice = cast["volunteer"].person.influencer
    note = notes.write(voice, text="a word", visibility="office", by=cast["operator"])
    other = factories.make_user(is_superuser=True, is_staff=True)
    asked = cast | {"other_operator": other}

    readers = [
        persona
        for persona, user in asked.items()
        if Note.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(pk=note.pk).exists()
    ]
    assert readers == ["operator"]


def test_who_leaves_the_office_reads_nothing_any_more(cast, written):
    Appointment.objects.filter(person__user=cast["author"]).update(ends_on=timezone.localdate())

    fresh = type(cast["author"]).objects.get(pk=cast["author"].pk)
    assert not Note.objects.visible_to(fresh, Feature.PEOPLE_VIEW).exists()


def test_without_a_feature_or_a_login_there_is_no_note(cast, written, client):
    from django.contrib.auth.models import AnonymousUser

    assert not Note.objects.visible_to(cast["author"]).exists()
    assert not Note.objects.visible_to(AnonymousUser(), Feature.PEOPLE_VIEW).exists()


def test_a_note_belongs_to_the_nearest_office_of_its_writer(cast, party):
    author = cast["author"]
    state, own = Office.objects.get(code="state_coordinator"), author.person.appointments.get()
    Appointment.objects.create(
        person=author.person,
        office=state,
        area=party.state,
        seat=3,
        starts_on=own.starts_on,
        confirmed_by=own.confirmed_by,
    )
    note = notes.write(cast["volunteer"].person.influencer, text="a word", visibility="office", by=author)

    assert (note.office.code, note.office_area) == ("district_deputy", party.district)


def test_only_the_writer_deletes_a_note(cast, written):
    for persona in ("same_office", "district_lead", "state_lead", "operator"):
        with pytest.raises(RightMissing):
            notes.delete(written["state"], by=cast[persona])

    notes.delete(written["state"], by=cast["author"])
    assert not Note.objects.filter(visibility="state").exists()


def test_an_empty_note_is_refused(cast):
    with pytest.raises(RuleBroken):
        notes.write(cast["volunteer"].person.influencer, text="  ", visibility="mine", by=cast["author"])


def test_no_other_door_leads_to_notes(cast, written, client_of):
    """No list of the admin, no export, no history; the audit log keeps the circle, never the words."""
    assert Note not in admin.site._registry
    assert Note not in [entry.model for entry in LISTS.values()]
    assert Note not in [page.model for page in PAGES.values()]
    assert not hasattr(Note, "pgh_event_model")
    assert "word-" not in str(list(AuditEntry.objects.values()))
    assert "word-" not in str(written["state"])
    assert "word-" not in client_of(cast["author"]).get("/search/?q=word").content.decode()
    for path in ("/admin/", "/admin/influencers/influencer/", "/admin/network/auditentry/"):
        assert "word-" not in client_of(cast["operator"]).get(path).content.decode()
