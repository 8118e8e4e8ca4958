"""Touchpoints: what recording one does, what it refuses, steps, snoozes, and what a merge and an erasure do to them."""

import datetime

import pytest
from django.utils import timezone

from influencers.models import Influencer, Note, Snooze, Touchpoint
from influencers.services import notes, touchpoints
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry
from network.services import merges
from tests import factories

DAY = datetime.timedelta(days=1)


@pytest.fixture
def voice(party) -> Influencer:
    return factories.make_influencer(party.district)


def test_record_keeps_who_when_and_what_and_moves_the_last_word(voice, district_lead):
    before = timezone.now().replace(microsecond=0)
    touchpoint = touchpoints.record(
        voice,
        kind="visit",
        summary=" met at home ",
        mood="good",
        next_step="send facts",
        next_on=None,
        by=district_lead,
    )

    voice.refresh_from_db()
    assert (touchpoint.by, touchpoint.summary, touchpoint.mood) == (district_lead, "met at home", "good")
    assert before <= touchpoint.at == voice.last_touched_at <= timezone.now()
    entry = AuditEntry.objects.get(verb="touchpoint.recorded")
    assert (entry.by, entry.area, entry.details) == (district_lead, voice.district, {"kind": "visit"})


def test_record_of_an_earlier_moment_leaves_the_newer_last_word_and_newer_steps(voice, district_lead):
    newest = touchpoints.record(voice, kind="call", next_step="visit", by=district_lead)
    touchpoints.record(voice, kind="call", at=timezone.now() - 9 * DAY, by=district_lead)

    voice.refresh_from_db()
    newest.refresh_from_db()
    assert voice.last_touched_at == newest.at
    assert newest.done_at is None


def test_record_marks_the_open_step_before_it_as_done(voice, district_lead):
    first = touchpoints.record(voice, kind="call", next_step="visit", at=timezone.now() - DAY, by=district_lead)
    second = touchpoints.record(voice, kind="visit", by=district_lead)

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.done_at is not None
    assert second.done_at is None


def test_the_same_tap_twice_is_recorded_once(voice, district_lead, state_lead):
    first = touchpoints.record(voice, kind="call", by=district_lead)
    second = touchpoints.record(voice, kind="call", by=district_lead)
    touchpoints.record(voice, kind="call", by=state_lead)

    assert first == second
    assert Touchpoint.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"at": datetime.timedelta(minutes=5)}, "in_the_future"),
        ({"next_on": DAY}, "step_missing"),
        ({"next_step": "visit", "next_on": -DAY}, "step_is_over"),
    ],
)
def test_record_refuses_what_can_not_be(voice, district_lead, fields, code):
    if "at" in fields:
        fields = {"at": timezone.now() + fields["at"]}
    if "next_on" in fields:
        fields = fields | {"next_on": timezone.localdate() + fields["next_on"]}
    with pytest.raises(RuleBroken) as refused:
        touchpoints.record(voice, kind="call", by=district_lead, **fields)

    assert refused.value.code == code
    assert not Touchpoint.objects.exists()


def test_only_the_own_district_and_never_oneself(voice, party, neighbour_lead, panchayat_incharge, volunteer):
    lead = factories.make_office_holder("district_deputy", party.district)
    own = Influencer.objects.create(person=lead.person, district=party.district, stage="active")
    until = timezone.localdate() + DAY

    for stranger in (neighbour_lead, panchayat_incharge, volunteer):
        with pytest.raises(RightMissing):
            touchpoints.record(voice, kind="call", by=stranger)
        with pytest.raises(RightMissing):
            touchpoints.snooze(voice, until=until, reason="exams", by=stranger)
        with pytest.raises(RightMissing):
            notes.write(voice, text="a note", visibility="mine", by=stranger)
    for act in (
        lambda: touchpoints.record(own, kind="call", by=lead),
        lambda: touchpoints.snooze(own, until=until, reason="exams", by=lead),
        lambda: notes.write(own, text="a note", visibility="mine", by=lead),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.code == "oneself"


def test_nobody_reads_what_was_said_about_themselves(party, district_lead):
    deputy = factories.make_office_holder("district_deputy", party.district)
    own = Influencer.objects.create(person=deputy.person, district=party.district, stage="active")
    touchpoints.record(own, kind="call", summary="secret", by=district_lead)
    touchpoints.snooze(own, until=timezone.localdate() + DAY, reason="exams", by=district_lead)
    notes.write(own, text="a note", visibility="state", by=district_lead)

    for model in (Touchpoint, Snooze, Note):
        assert model.objects.visible_to(district_lead, "roster_edit").exists(), model
        assert not model.objects.visible_to(deputy, "roster_edit").exists(), model


def test_done_marks_the_step_once(voice, district_lead, neighbour_lead):
    touchpoint = touchpoints.record(voice, kind="call", next_step="visit", by=district_lead)
    plain = touchpoints.record(voice, kind="visit", by=district_lead)
    with pytest.raises(RightMissing):
        touchpoints.done(touchpoint, by=neighbour_lead)

    moment = touchpoints.done(touchpoint, by=district_lead).done_at
    assert touchpoints.done(touchpoint, by=district_lead).done_at == moment
    with pytest.raises(RuleBroken) as refused:
        touchpoints.done(plain, by=district_lead)
    assert refused.value.code == "step_missing"


@pytest.mark.parametrize(("days", "is_kept"), [(0, False), (1, True), (90, True), (91, False)])
def test_snooze_lasts_at_most_90_days(voice, district_lead, days, is_kept):
    until = timezone.localdate() + days * DAY
    try:
        touchpoints.snooze(voice, until=until, reason="exams", by=district_lead)
    except RuleBroken as error:
        assert error.code == "snooze_too_long"

    assert list(Snooze.objects.values_list("until", "reason", "by")) == (
        [(until, "exams", district_lead.pk)] if is_kept else []
    )


def test_snooze_needs_a_reason(voice, district_lead):
    with pytest.raises(RuleBroken) as refused:
        touchpoints.snooze(voice, until=timezone.localdate() + DAY, reason="  ", by=district_lead)

    assert refused.value.code == "reason_missing"


def test_a_merge_moves_everything_and_can_be_taken_back(party, district_lead):
    ours, theirs = factories.make_influencer(party.district), factories.make_influencer(party.district)
    touchpoints.record(ours, kind="call", at=timezone.now() - 9 * DAY, by=district_lead)
    newer = touchpoints.record(theirs, kind="visit", by=district_lead)
    snooze = touchpoints.snooze(theirs, until=timezone.localdate() + DAY, reason="exams", by=district_lead)
    note = notes.write(theirs, text="a note", visibility="mine", by=district_lead)
    made = merges.merge(ours.person, theirs.person, by=district_lead)

    ours.refresh_from_db()
    assert ours.last_touched_at == newer.at
    for row in (newer, snooze, note):
        row.refresh_from_db()
        assert row.influencer == ours

    assert merges.undo(made, by=district_lead) == 0
    ours.refresh_from_db()
    assert ours.last_touched_at < newer.at
    for row in (newer, snooze, note):
        row.refresh_from_db()
        assert row.influencer == theirs


def test_what_is_erased_leaves_no_word_behind(party, district_lead):
    voice = factories.make_influencer(party.district, seated=False)
    touchpoints.record(voice, kind="visit", by=district_lead)
    touchpoints.snooze(voice, until=timezone.localdate() + DAY, reason="exams", by=district_lead)
    notes.write(voice, text="a note", visibility="mine", by=district_lead)
    voice.delete()

    assert [model.objects.count() for model in (Touchpoint, Snooze, Note)] == [0, 0, 0]
