"""Erasing oneself: nothing in the database tells who it was, counts stay true, and a restore does not bring it back."""

import datetime
import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from campaigns.models import Post
from influencers import ledger, own_data
from influencers.models import (
    Erasure,
    Handle,
    Influencer,
    RosterSeat,
)
from influencers.services import own_erasure, own_side
from network.errors import RightMissing, RuleBroken
from network.exports import LISTS
from network.models import ImportRow, Office, Person
from network.sealing import unseal
from network.services import exports
from tests import factories
from tests.influencers import whole_person
from tests.influencers.whole_person import NAME_HI, PHONE, WORDS, everything


@pytest.fixture(autouse=True)
def _own_ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def voice(party, district_lead, operator):
    """A volunteer of whom everything there is holds something."""
    return whole_person.make(party, district_lead, operator)


def test_nothing_anywhere_tells_who_it_was(voice):
    before = everything()
    assert all(word in before for word in WORDS), "the test would prove nothing"
    sealed, phone_hash = voice.person.phone_sealed, voice.person.phone_hash

    own_erasure.erase_me(voice.person, by=voice.person.user)

    after = everything()
    found = {word: [line for line in after.splitlines() if word in line] for word in WORDS}
    assert {word: lines for word, lines in found.items() if lines} == {}
    assert sealed not in after
    assert [line.split(":")[0] for line in after.splitlines() if phone_hash in line] == ["influencers_erasure"]
    assert ImportRow.objects.count() == 1, "the row of somebody else stays"


def test_the_history_tells_no_day_of_birth_no_gender_and_no_village(voice, party):
    own_erasure.erase_me(voice.person, by=voice.person.user)
    events = voice.person.events.model.objects.filter(pgh_obj_id=voice.person_id)
    assert events.count() > 2
    told = events.values_list("name_hi", "gender", "birth_day", "birth_month", "quiet_from", "quiet_until", "home_area")
    assert set(told) == {("मिटाया गया", "", None, None, None, None, party.district.pk)}


def test_a_list_asked_for_before_is_fetched_without_the_name(voice, district_lead):
    made = [
        exports.make(code, by=district_lead, reason="test", format="csv", with_contacts=bool(LISTS[code].contacts))
        for code in LISTS
        if LISTS[code].model.objects.visible_to(district_lead, LISTS[code].feature).exists()
    ]
    before = str([list(exports.fetch(each, by=district_lead)) for each in made])
    assert NAME_HI in before
    assert PHONE in before
    own_erasure.erase_me(voice.person, by=voice.person.user)
    after = str([list(exports.fetch(each, by=district_lead)) for each in made])
    assert not any(word in after for word in WORDS)


def test_nobody_is_found_by_the_old_name_or_number(voice):
    assert voice.person in Person.objects.search("vilakshana")
    own_erasure.erase_me(voice.person, by=voice.person.user)
    for words in ("vilakshana", "विलक्षणा", "अनोखीवाल"):
        assert not Person.objects.search(words).filter(pk=voice.person_id).exists()
    assert not Person.objects.with_phone(PHONE).exists()


def test_counts_stay_true_and_the_team_keeps_its_history(voice):
    own_erasure.erase_me(voice.person, by=voice.person.user)

    assert list(Post.objects.values_list("status", "url", "submitted_by")) == [("verified", "", None)]
    assert sorted(voice.assignments.values_list("status", flat=True)) == ["lapsed", "lapsed", "verified"]
    seat = voice.seats.get()
    assert (seat.left_on, RosterSeat.objects.get().influencer.person.name_hi) == (timezone.localdate(), "मिटाया गया")


def test_the_ledger_names_nobody_and_seals_a_minimal_log(voice):
    code = voice.person.code
    own_erasure.erase_me(voice.person, by=voice.person.user)

    row = Erasure.objects.get()
    assert row.counts["note"] == row.counts["score_card"] - 1 == 1
    log = json.loads(unseal(row.sealed))
    assert [consent["purpose"] for consent in log["consents"]] == ["briefs"]
    assert log["messages"]["in_app"]["count"] == 3
    assert log["openings"][0]["office"].startswith("ज़िला")
    text = ledger.Path(ledger.settings.ERASURE_LEDGER).read_text()
    assert [line.person_hash for line in ledger.read()] == [row.person_hash]
    assert code not in text


def test_the_erased_login_opens_nothing(voice, client_of):
    user = voice.person.user
    client = client_of(user)
    assert client.get("/me/").status_code == 200
    own_erasure.erase_me(voice.person, by=user)
    assert client.get("/me/").status_code == 302
    user.refresh_from_db()
    assert (user.is_active, user.username, user.has_usable_password()) == (False, f"erased-{user.pk}", False)


def test_a_merged_record_of_the_person_goes_with_it(voice, party):
    gone = factories.make_person(
        party.district, name_hi="विलक्षणा पुरानी", name_en="Vilakshana Old", status="left", merged_into=voice.person
    )
    own_erasure.erase_me(voice.person, by=voice.person.user)
    gone.refresh_from_db()
    assert (gone.name_hi, gone.search_words.strip(), gone.name_key) == ("मिटाया गया", "", "")
    assert "विलक्षणा" not in everything()


def test_after_a_restore_the_person_is_erased_again(voice):
    """The restore: everything is as it was before, only the file beside the database knows."""
    with transaction.atomic():
        own_erasure.erase_me(voice.person, by=voice.person.user)
        transaction.set_rollback(True)
    assert "विलक्षणा" in everything()
    assert not Erasure.objects.exists()

    call_command("replay_erasures")

    assert not any(word in everything() for word in WORDS)
    assert Erasure.objects.count() == 1
    assert own_erasure.replay() == 0, "it is safe to run again"
    assert len(list(ledger.read())) == 1


def test_who_comes_back_later_is_not_erased_by_an_old_line(voice, party):
    own_erasure.erase_me(voice.person, by=voice.person.user)
    again = factories.make_person(party.district, name_hi=NAME_HI, phone=PHONE)
    assert own_erasure.replay() == 0
    assert Person.objects.known().filter(pk=again.pk).exists()


def test_both_ledgers_are_destroyed_after_twelve_months(voice, party, time_machine):
    own_erasure.erase_me(voice.person, by=voice.person.user)
    assert own_erasure.destroy_old(timezone.now() + datetime.timedelta(days=364)) == 0
    assert own_erasure.destroy_old(timezone.now() + datetime.timedelta(days=365, seconds=1)) == 1
    assert (Erasure.objects.count(), list(ledger.read())) == (0, [])


def test_a_ledger_that_can_not_be_written_erases_nobody(voice, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.ERASURE_LEDGER = tmp_path / "file" / "erasures.jsonl"
    with pytest.raises(OSError):
        own_erasure.erase_me(voice.person, by=voice.person.user)
    assert Person.objects.get(pk=voice.person_id).name_hi == NAME_HI


def test_only_oneself_and_only_without_an_office(voice, district_lead, operator):
    with pytest.raises(RightMissing):
        own_erasure.erase_me(voice.person, by=district_lead)
    with pytest.raises(RuleBroken) as broken:
        own_erasure.erase_me(district_lead.person, by=district_lead)
    assert broken.value.code == "holds_office"


@pytest.mark.parametrize(
    "function", ["samvad_blank_history", "samvad_blank_influencer_history", "samvad_blank_post_history"]
)
def test_the_history_of_somebody_who_is_not_erased_is_never_blanked(voice, function):
    key = voice.person_id if function == "samvad_blank_history" else voice.pk
    with pytest.raises(DatabaseError, match="only the history of an erased person"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [key])


def test_the_audit_log_lets_go_of_details_only(voice):
    for change in ("verb = 'x'", "details = '{\"more\": 1}'"):
        statement = f"SELECT set_config('samvad.blanking', 'on', true); UPDATE network_auditentry SET {change}"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_every_table_that_hangs_on_a_person_is_thought_of():
    """A new table that points to people or influencers needs a part in own_data; then it is added here."""
    found = {
        f"{relation.related_model.__name__}.{relation.field.name}"
        for model in (Person, Influencer, Handle)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.field.db_constraint
    }
    read_and_erased = {
        "Delivery.person", "Notice.person", "Attendance.person", "Consent.person", "Influencer.person", "Invitation.person",
        "JoinRequest.person", "Assignment.influencer", "Handle.influencer", "Note.influencer", "RosterSeat.influencer",
        "ScoreCard.influencer", "Snooze.influencer", "StageChange.influencer", "Touchpoint.influencer", "AudienceSample.handle",
        "Appointment.person", "ChannelAddress.person", "PlannedAsk.influencer", "Restraint.influencer",
    }  # fmt: skip
    only_keys = {"Merge.gone", "Merge.kept", "NotSame.first", "NotSame.second", "Person.merged_into"}
    assert found == read_and_erased | only_keys
    assert [part.code for part in own_data.parts()] == [
        "profile", "offices", "accounts", "audiences", "consents", "invitations", "requests", "steps", "reviews",
        "touchpoints", "notes", "trainings", "work", "drafts", "posts", "messages", "ways", "openings",
    ]  # fmt: skip


def test_a_former_holder_of_an_office_keeps_the_seat_as_history(voice, party):
    from network.models import Appointment

    Appointment.objects.create(
        person=voice.person, office=Office.objects.get(code="panchayat_member"), area=party.panchayat, seat=9,
        starts_on=timezone.localdate() - datetime.timedelta(days=9),
        ends_on=timezone.localdate() - datetime.timedelta(days=1), reason="SECRET-WORDS",
    )  # fmt: skip
    own_erasure.erase_me(voice.person, by=voice.person.user)
    assert voice.person.appointments.get().reason == ""
    assert "SECRET-WORDS" not in everything()


def test_leaving_comes_with_it(voice):
    assert own_side.holds_office(voice.person) is False
    own_erasure.erase_me(voice.person, by=voice.person.user)
    voice.refresh_from_db()
    assert (voice.stage, voice.person.status, voice.person.erased_at is None) == ("left", "left", False)
