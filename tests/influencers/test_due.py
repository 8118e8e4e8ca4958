"""The daily list: everybody who is due stands on it with the reason, nobody is missing, nobody foreign is shown."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influencers.models import Influencer, Snooze, Touchpoint
from influencers.services import touchpoints
from influencers.services.due import Daily, birthday_days, start_of
from tests import factories

DAY = datetime.timedelta(days=1)
STAGES = list(Influencer.Stage)


def make_voice(district, *, stage="active", entered=0, touched=None, in_stage=None, **person_fields) -> Influencer:
    """An influencer entered, in the stage and spoken with so many days ago."""
    now = timezone.now()
    voice = factories.make_influencer(district, seated=False, consents=False, **person_fields)
    moments = {"spotted_at": now - entered * DAY, "stage_at": now - (entered if in_stage is None else in_stage) * DAY}
    last = None if touched is None else now - touched * DAY
    Influencer.objects.filter(pk=voice.pk).update(stage=stage, last_touched_at=last, **moments)
    voice.refresh_from_db()
    return voice


def listed(by, *, on=None, why=None, **choice) -> dict[Influencer, list[str]]:
    daily = Daily(by, on or timezone.localdate(), **choice)
    rows = daily.because(why) if why else daily.rows
    return {entry.influencer: [str(reason.why) for reason in entry.reasons] for entry in daily.entries(rows)}


@pytest.mark.parametrize(("days", "is_listed"), [(29, False), (30, True), (31, True), (400, True)])
@pytest.mark.parametrize("stage", ["agreed", "active", "paused"])
def test_who_was_not_spoken_with_for_30_days_is_listed(party, district_lead, stage, days, is_listed):
    voice = make_voice(party.district, stage=stage, entered=500, touched=days)

    assert listed(district_lead) == ({voice: ["silent"]} if is_listed else {})


@pytest.mark.parametrize(("days", "is_listed"), [(29, False), (30, True)])
def test_who_was_never_spoken_with_counts_from_being_entered(party, district_lead, days, is_listed):
    voice = make_voice(party.district, entered=days)

    assert listed(district_lead) == ({voice: ["silent"]} if is_listed else {})


def test_the_days_of_silence_are_a_setting(party, district_lead, settings):
    settings.TOUCH_DAYS = 10
    voice = make_voice(party.district, entered=90, touched=10)

    assert listed(district_lead) == {voice: ["silent"]}


@pytest.mark.parametrize("stage", ["spotted", "vetted", "contacted", "left", "declined"])
def test_silence_counts_only_for_those_who_said_yes(party, district_lead, stage):
    make_voice(party.district, stage=stage, entered=90, touched=40, in_stage=3)

    assert listed(district_lead) == {}


@pytest.mark.parametrize(
    ("in_stage", "touched", "is_listed"),
    [(13, None, False), (14, None, True), (14, 20, True), (40, 13, False), (14, 14, True)],
)
def test_a_prospect_without_an_answer_for_14_days_is_listed(party, district_lead, in_stage, touched, is_listed):
    voice = make_voice(party.district, stage="contacted", entered=90, touched=touched, in_stage=in_stage)

    assert listed(district_lead) == ({voice: ["answer"]} if is_listed else {})


@pytest.mark.parametrize(("days", "is_listed"), [(1, False), (0, True), (-5, True)])
def test_a_next_step_is_listed_from_its_day_until_it_is_done(party, district_lead, days, is_listed):
    voice = make_voice(party.district, stage="contacted", touched=0)
    step = factories.make_touchpoint(voice, next_step="visit", next_on=timezone.localdate() + days * DAY)

    assert listed(district_lead) == ({voice: ["step"]} if is_listed else {})
    touchpoints.done(step, by=district_lead)
    assert listed(district_lead) == {}


def test_reasons_are_in_words(party, district_lead):
    on = timezone.localdate()
    voice = make_voice(party.district, entered=90, touched=33, birth_month=on.month, birth_day=on.day)
    for days in (0, 2):
        factories.make_touchpoint(voice, next_step=f"step {days}", next_on=on - days * DAY)
    with override("en"):
        daily = Daily(district_lead, on)
        (entry,) = daily.entries(daily.rows)
        overdue = f"{on - 2 * DAY:%-d %B}"

    assert [reason.text for reason in entry.reasons] == [
        f"step 2 (was due on {overdue})",
        "step 0 (today)",
        "Birthday today",
        "Nobody has spoken with them for 33 days",
    ]
    assert daily.counts == {"all": 1, "step": 1, "birthday": 1, "answer": 0, "thanks": 0, "silent": 1}


def test_a_snooze_hides_what_is_due_until_its_day_but_no_birthday(party, district_lead):
    on = timezone.localdate()
    voice = make_voice(party.district, entered=90, touched=40, birth_month=on.month, birth_day=on.day)
    factories.make_touchpoint(voice, next_step="visit", next_on=on)
    touchpoints.snooze(voice, until=on + 3 * DAY, reason="exams", by=district_lead)

    assert listed(district_lead) == {voice: ["birthday"]}
    assert [(row.influencer, row.reason) for row in Daily(district_lead, on).snoozed()] == [(voice, "exams")]
    assert listed(district_lead, on=on + 2 * DAY) == {}
    assert listed(district_lead, on=on + 3 * DAY) == {voice: ["step", "silent"]}
    touchpoints.snooze(voice, until=on + DAY, reason="back already", by=district_lead)
    assert listed(district_lead, on=on + 2 * DAY) == {voice: ["step", "silent"]}


def test_the_list_ends_where_the_office_ends(party, district_lead, neighbour_lead, state_lead, volunteer, nobody):
    here, there = (make_voice(area, entered=90) for area in (party.district, party.neighbour))
    own = make_voice(party.district, entered=90, user=factories.make_user())

    assert listed(district_lead) == {here: ["silent"], own: ["silent"]}
    assert listed(neighbour_lead) == {there: ["silent"]}
    assert set(listed(state_lead)) == {here, there, own}
    for user in (volunteer, nobody, own.person.user):
        assert listed(user) == {}


def test_a_lead_is_not_due_with_themselves(party, district_lead):
    own = Influencer.objects.create(person=district_lead.person, district=party.district, stage="active")
    Influencer.objects.filter(pk=own.pk).update(spotted_at=timezone.now() - 90 * DAY)

    assert listed(district_lead) == {}


def test_the_list_can_be_narrowed_to_those_one_looks_after(party, district_lead):
    mine, other = make_voice(party.district, entered=90), make_voice(party.district, entered=90)
    Influencer.objects.filter(pk=mine.pk).update(owner=district_lead)

    assert listed(district_lead, is_mine_only=True) == {mine: ["silent"]}
    assert set(listed(district_lead)) == {mine, other}


def test_the_most_urgent_come_first(party, district_lead):
    on = timezone.localdate()
    silent, longer = (
        make_voice(party.district, entered=90, touched=40),
        make_voice(party.district, entered=90, touched=50),
    )
    born = make_voice(party.district, touched=1, birth_month=on.month, birth_day=on.day)
    step = make_voice(party.district, touched=1)
    factories.make_touchpoint(step, next_step="visit", next_on=on)

    assert list(listed(district_lead)) == [step, born, longer, silent]


@pytest.mark.parametrize(
    ("today", "born", "is_kept"),
    [
        ("2026-11-24", (11, 24), True),
        ("2026-11-24", (12, 1), True),
        ("2026-11-24", (12, 2), False),
        ("2026-11-24", (11, 23), False),
        ("2026-12-29", (1, 3), True),
        ("2027-02-27", (2, 29), True),
        ("2027-03-01", (2, 29), False),
        ("2028-02-27", (2, 29), True),
        ("2028-02-28", (2, 28), True),
    ],
)
def test_birthdays_of_the_next_7_days(party, district_lead, today, born, is_kept):
    day = datetime.date.fromisoformat(today)
    with time_machine.travel(start_of(day) + datetime.timedelta(hours=9), tick=False):
        voice = make_voice(party.district, touched=0, birth_month=born[0], birth_day=born[1])
        assert listed(district_lead, on=day) == ({voice: ["birthday"]} if is_kept else {})


def test_29_february_is_kept_on_the_28th_only_in_common_years():
    assert birthday_days(datetime.date(2027, 2, 25))[2, 29] == datetime.date(2027, 2, 28)
    assert birthday_days(datetime.date(2028, 2, 25))[2, 29] == datetime.date(2028, 2, 29)


@pytest.mark.parametrize("stage", ["spotted", "contacted", "left", "declined"])
def test_only_volunteers_are_wished_a_happy_birthday(party, district_lead, stage):
    on = timezone.localdate()
    make_voice(party.district, stage=stage, touched=0, birth_month=on.month, birth_day=on.day)

    assert listed(district_lead) == {}


@pytest.mark.parametrize("count", [0, 1, 2, 9, 10, 11, 50])
def test_the_first_tenth_and_fiftieth_verified_post_are_thanked_for(party, district_lead, count):
    voice = make_voice(party.district)
    for number in range(count):
        factories.make_verified_post(voice, days_ago=(3 if number == count - 1 else 40))
    factories.make_post(factories.make_assignment(voice, status="claimed"))

    assert listed(district_lead) == ({voice: ["thanks"]} if count in (1, 10, 50) else {})


def test_thanks_are_over_once_somebody_spoke_with_them_or_a_month_went_by(party, district_lead):
    voice = make_voice(party.district)
    factories.make_verified_post(voice, days_ago=3)
    assert listed(district_lead) == {voice: ["thanks"]}

    touchpoints.record(voice, kind="call", at=timezone.now() - 4 * DAY, by=district_lead)
    assert listed(district_lead) == {voice: ["thanks"]}
    touchpoints.record(voice, kind="call", by=district_lead)
    assert listed(district_lead) == {}

    other = make_voice(party.district)
    factories.make_verified_post(other, days_ago=40)
    assert listed(district_lead) == {}


def test_the_list_costs_a_fixed_number_of_queries(party, district_lead):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            daily = Daily(type(district_lead).objects.get(pk=district_lead.pk), timezone.localdate())
            daily.entries(daily.rows)
            assert daily.counts["all"] > 0
            daily.snoozed()
        return len(queries)

    on = timezone.localdate()

    def fill(count: int) -> None:
        for _ in range(count):
            voice = make_voice(party.district, entered=90, birth_month=on.month, birth_day=on.day)
            factories.make_touchpoint(voice, next_step="visit", next_on=on)
            factories.make_verified_post(voice, days_ago=1)

    fill(1)
    before = cost()
    fill(6)
    assert cost() == before <= 9


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(
        st.tuples(
            st.sampled_from(STAGES),
            st.integers(0, 70),
            st.lists(st.integers(0, 70), max_size=3),
            st.lists(st.integers(-5, 60), max_size=2),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_nobody_is_silent_for_30_days_without_being_shown_unless_snoozed(party, district_lead, people):
    """Against the plain rule, told by the touchpoints themselves."""
    Snooze.objects.all().delete()
    Touchpoint.objects.all().delete()
    today, expected = timezone.localdate(), set()
    for stage, entered, talks, snoozes in people:
        voice = make_voice(party.district, stage=stage, entered=entered)
        for days in talks:
            touchpoints.record(voice, kind="call", at=timezone.now() - days * DAY, summary=str(days), by=district_lead)
        for days in snoozes:
            Snooze.objects.create(influencer=voice, until=today + days * DAY, reason="why")
        silence = min(talks, default=entered)
        is_snoozed = bool(snoozes) and snoozes[-1] > 0
        if stage in ("agreed", "active", "paused") and silence >= 30 and not is_snoozed:
            expected.add(voice.pk)
    made = Influencer.objects.order_by("-pk").values_list("pk", flat=True)[: len(people)]

    found = {voice.pk for voice in listed(district_lead, why="silent")} & set(made)
    assert found == expected
