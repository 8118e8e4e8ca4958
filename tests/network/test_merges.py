"""Duplicates: who looks alike, what a merge moves, what it refuses, and that it can be taken back for 30 days."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Assignment
from influencers.models import Handle, RosterSeat
from network.errors import RightMissing, RuleBroken
from network.models import Appointment, Merge, Office, Person
from network.search import name_key
from network.services import merges
from tests import factories


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def hold(person: Person, office: str, area, **fields: object) -> Appointment:
    office = Office.objects.get(code=office)
    seat = Appointment.objects.filter(office=office, area=area).count() + 1
    return Appointment.objects.create(
        person=person, office=office, area=area, seat=seat, starts_on=datetime.date(2026, 1, 1), **fields
    )


@pytest.fixture
def pair(party):
    """The same made-up person twice: in Devanagari with an e-mail, in Latin letters with a number."""
    kept = factories.make_person(party.district, name_hi="अंजलि नमूना", name_en="", email="", gender="")
    gone = factories.make_person(party.block, name_hi="Namuna Anjali", phone="+919826012345", gender="woman")
    return kept, gone


@pytest.mark.parametrize(
    ("one", "other"),
    [("अंजलि नमूना", "Anjali Namuna"), ("श्रीमती अंजलि नमूना", "नमूना अंजली"), ("Dr. Rekha Kalpit", "रेखा कल्पित")],
)
def test_one_key_for_both_scripts_any_order_and_titles(one, other):
    assert name_key(one) == name_key(other) != ""


def test_look_alikes_of_one_district_are_queued(party, pair, district_lead):
    kept, gone = pair
    factories.make_person(party.neighbour, name_hi="अंजलि नमूना")
    assert list(merges.lookalikes(district_lead)) == [gone]
    assert merges.twins([fresh(gone)], district_lead)[gone.pk] == [kept]


def test_a_lead_is_shown_no_look_alike_of_the_neighbour(pair, neighbour_lead):
    assert not merges.lookalikes(neighbour_lead).exists()


def test_two_people_are_told_apart_for_ever(pair, district_lead):
    merges.dismiss(*pair, by=district_lead)
    merges.dismiss(*reversed(pair), by=district_lead)
    assert not merges.lookalikes(district_lead).exists()


def test_a_merge_moves_what_is_linked_and_fills_what_is_empty(party, pair, district_lead):
    kept, gone = pair
    office = hold(gone, "panchayat_member", party.panchayat)
    made = merges.merge(kept, gone, by=district_lead)
    kept, gone = fresh(kept), fresh(gone)
    assert (kept.phone, kept.gender, kept.name_hi) == ("+919826012345", "woman", "अंजलि नमूना")
    assert (gone.phone, gone.email, gone.status, gone.merged_into) == (None, "", "left", kept)
    office.refresh_from_db()
    assert office.person == kept
    assert not merges.lookalikes(district_lead).exists()
    assert Person.objects.search("Namuna").filter(pk=kept.pk).exists()
    assert made.can_be_undone


def test_two_influencers_become_one(party, district_lead):
    ours, theirs = factories.make_influencer(party.district), factories.make_influencer(party.district)
    Handle.objects.create(influencer=theirs, platform="x", handle="namuna", url="https://x.com/namuna")
    ours.subjects, theirs.subjects = ["education"], ["farmers"]
    ours.save()
    theirs.save()
    work = factories.make_assignment(theirs)
    doubled = factories.make_assignment(ours)
    stays = factories.make_assignment(theirs, doubled.topic)
    made = merges.merge(ours.person, theirs.person, by=district_lead)
    assert Assignment.objects.get(pk=work.pk).influencer == ours
    assert Assignment.objects.get(pk=stays.pk).influencer == theirs
    assert list(ours.handles.values_list("handle", flat=True)) == ["namuna"]
    assert RosterSeat.objects.live().filter(roster=party.district.roster).count() == 1
    ours.refresh_from_db()
    assert ours.subjects == ["education", "farmers"]
    merges.undo(made, by=district_lead)
    assert Assignment.objects.get(pk=work.pk).influencer == theirs
    assert RosterSeat.objects.live().filter(influencer=theirs).count() == 1
    theirs.refresh_from_db()
    assert (theirs.stage, theirs.subjects) == ("active", ["farmers"])


def test_a_doubled_office_is_given_back(party, pair, district_lead):
    kept, gone = pair
    first, second = (hold(person, "panchayat_member", party.panchayat) for person in pair)
    merges.merge(kept, gone, by=district_lead)
    second.refresh_from_db()
    assert (second.person, second.ends_on) == (gone, timezone.localdate())
    first.refresh_from_db()
    assert first.ends_on is None


def test_a_second_login_is_closed_and_a_single_one_moves(party, pair, district_lead):
    kept, gone = pair
    gone.user = factories.make_user("moves")
    gone.save()
    merges.merge(kept, gone, by=district_lead)
    assert fresh(kept).user.username == "moves"
    third = factories.make_person(party.district, user=factories.make_user("closes"))
    made = merges.merge(fresh(kept), third, by=district_lead)
    third.refresh_from_db()
    assert third.user is None
    assert not type(gone.user).objects.get(username="closes").is_active
    merges.undo(made, by=district_lead)
    assert fresh(third).user.is_active


def test_a_preview_writes_nothing(pair, district_lead):
    kept, gone = pair
    ledger, after = merges.preview(kept, gone, by=district_lead)
    assert after.phone == "+919826012345"
    assert ledger.entries
    assert (fresh(kept).phone, fresh(gone).phone, Merge.objects.count()) == (None, "+919826012345", 0)


def test_what_was_changed_since_stays_when_a_merge_is_taken_back(party, pair, district_lead):
    kept, gone = pair
    office = hold(gone, "panchayat_member", party.panchayat)
    made = merges.merge(kept, gone, by=district_lead)
    someone = factories.make_person(party.district)
    Appointment.objects.filter(pk=office.pk).update(person=someone)
    assert merges.undo(made, by=district_lead) == 1
    assert Appointment.objects.get(pk=office.pk).person == someone
    assert fresh(gone).phone == "+919826012345"
    with pytest.raises(RuleBroken):
        merges.undo(made, by=district_lead)


def test_after_30_days_nothing_is_taken_back_and_nothing_personal_is_kept(pair, district_lead):
    made = merges.merge(*pair, by=district_lead)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        with pytest.raises(RuleBroken) as broken:
            merges.undo(made, by=district_lead)
        assert broken.value.code == "merge_over"
        assert merges.forget_old_changes() == 1
    made.refresh_from_db()
    assert made.changes == []


def test_nobody_merges_their_own_record(party, pair, district_lead):
    with pytest.raises(RuleBroken) as broken:
        merges.merge(pair[0], district_lead.person, by=district_lead)
    assert broken.value.code == "oneself"


def test_offices_above_or_beside_are_not_merged_into_hands_of_ones_own(party, pair, district_lead, operator):
    kept, gone = pair
    hold(gone, "district_deputy", party.neighbour)
    with pytest.raises((RightMissing, RuleBroken)):
        merges.merge(kept, gone, by=district_lead)


def test_an_office_with_a_second_person_is_not_merged(party, pair, state_lead):
    hold(pair[1], "state_content", party.state, confirmed_by=factories.make_user())
    with pytest.raises(RuleBroken) as broken:
        merges.merge(*pair, by=state_lead)
    assert broken.value.code == "second_person"


def test_a_neighbour_merges_nobody(pair, neighbour_lead):
    with pytest.raises(RightMissing):
        merges.merge(*pair, by=neighbour_lead)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(st.sampled_from(["a", "b", "both"]), max_size=4), logins=st.sampled_from(["", "a", "b", "ab"]))
def test_a_merge_taken_back_leaves_everything_as_it_was(party, district_lead, held, logins):
    one, other = (factories.make_person(party.district, phone=None) for _side in "ab")
    for side, person in zip("ab", (one, other), strict=True):
        if side in logins:
            person.user = factories.make_user()
            person.save()
    for who in held:
        area = factories.make_area("panchayat", factories.make_user().username[5:].zfill(8), party.block)
        for person in [one] * (who != "b") + [other] * (who != "a"):
            hold(person, "panchayat_member", area)
    before = _state(one, other)
    made = merges.merge(one, other, by=district_lead)
    assert merges.undo(made, by=district_lead) == 0
    assert _state(one, other) == before


def _state(*people: Person) -> list[object]:
    keys = [person.pk for person in people]
    rows = Person.objects.filter(pk__in=keys).order_by("pk").values("name_hi", "email", "status", "user", "merged_into")
    held = Appointment.objects.filter(person__in=keys).order_by("pk").values("pk", "person", "ends_on")
    active = Person.objects.filter(pk__in=keys).order_by("pk").values_list("user__is_active", flat=True)
    return [list(rows), list(held), list(active)]
