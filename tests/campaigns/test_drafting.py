"""The calendar drafts a topic of each day that comes, exactly once, whatever happens to beats and clocks."""

import datetime
import threading

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from campaigns.models import CalendarEntry, CalendarKind, ChecklistLine, DraftedDay, Topic
from campaigns.services import calendar, calendar_kinds, drafting, topics
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry, Office
from tests import factories

DAY = datetime.timedelta(days=1)


@pytest.fixture
def kinds(party):
    calendar_kinds.load_seed()
    CalendarKind.objects.update(lead_days=5)


@pytest.fixture
def clock():
    with time_machine.travel(datetime.datetime(2026, 11, 8, 6, 0, tzinfo=datetime.UTC), tick=False) as traveller:
        yield traveller


def draft() -> int:
    return drafting.draft_due(timezone.now())


def test_a_topic_is_drafted_at_lead_time_and_never_again(party, kinds, clock):
    entry = factories.make_entry(party.state)  # 14 November
    before = draft()

    clock.shift(DAY)

    assert (before, draft(), draft()) == (0, 1, 0)
    topic = Topic.objects.get()
    assert (topic.status, topic.kind, topic.written_by, topic.calendar_entry, topic.area) == (
        "draft",
        "anniversary",
        None,
        entry,
        party.state,
    )
    assert (topic.occurs_on, timezone.localtime(topic.closes_at).isoformat()) == (
        datetime.date(2026, 11, 14),
        "2026-11-16T21:00:00+05:30",
    )
    assert topic.brief.why_today_hi == ""
    assert list(topic.checklist.values_list("text", flat=True)) == CalendarKind.objects.get(kind="birth").checklist
    assert list(AuditEntry.objects.filter(verb="topic.drafted").values_list("by", "area")) == [(None, party.state.pk)]


@pytest.mark.parametrize(("away", "drafted"), [(2, 1), (6, 1), (7, 0)])
def test_after_days_of_downtime_what_is_still_to_come_is_drafted(away, drafted, party, kinds, clock):
    factories.make_entry(party.state)

    clock.shift(away * DAY)  # from 8 November: the 10th, the very day, the day after

    assert draft() == drafted


def test_a_clock_that_jumps_on_and_back_drafts_nothing_twice(party, kinds, clock):
    factories.make_entry(party.state)
    drafted = []
    for jump in (3, 400, -400, 364, -363, 0):
        clock.shift(jump * DAY)
        drafted.append((timezone.localdate().isoformat(), draft()))

    assert drafted == [
        ("2026-11-11", 1),
        ("2027-12-16", 0),
        ("2026-11-11", 0),
        ("2027-11-10", 1),
        ("2026-11-12", 0),
        ("2026-11-12", 0),
    ]
    assert sorted(DraftedDay.objects.values_list("on", flat=True)) == sorted(
        Topic.objects.values_list("occurs_on", flat=True)
    )


def test_the_lead_of_an_entry_goes_before_its_kinds_and_a_kind_can_be_switched_off(party, kinds, clock):
    factories.make_entry(party.state, lead_days=6)
    factories.make_entry(party.state, lead_days=0)
    off = factories.make_entry(party.state, kind="death", lead_days=6)
    CalendarKind.objects.filter(kind="death").update(is_drafted=False)

    assert draft() == 1
    assert not off.topics.exists()


def test_a_topic_that_somebody_wrote_for_the_day_is_not_drafted_beside(party, kinds, clock, state_lead):
    clock.shift(2 * DAY)
    entry = factories.make_entry(party.state)
    topic = factories.make_topic(party.state, calendar_entry=entry, occurs_on=datetime.date(2026, 11, 14))

    assert draft() == 0
    assert list(DraftedDay.objects.values_list("topic", "is_by_system")) == [(topic.pk, False)]
    assert topic.checklist.count() == 3


def test_cancelled_entries_are_not_drafted(party, kinds, clock, state_lead):
    clock.shift(2 * DAY)
    calendar.cancel(factories.make_entry(party.state), by=state_lead)

    assert draft() == 0


def test_a_drafted_topic_cannot_be_cleared_before_it_is_written(party, kinds, clock, state_lead, content_desk):
    clock.shift(2 * DAY)
    factories.make_entry(party.state)
    draft()
    topic = Topic.objects.get()

    with pytest.raises(RuleBroken) as refused:
        topics.clear(topic, version=topic.version, by=state_lead)
    assert refused.value.code == "fact_missing"

    fields = {name: getattr(topic, name) for name in ("kind", "title_hi", "title_en", "occurs_on", "closes_at")}
    topics.edit(topic, version=1, brief=factories.TEXT, by=content_desk, **fields)
    topics.clear(topic, version=2, by=state_lead)

    topic.refresh_from_db()
    assert (topic.status, topic.written_by, topic.cleared_by) == ("cleared", content_desk, state_lead)


def test_the_database_keeps_a_day_from_being_drafted_twice(party):
    entry = factories.make_entry(party.state)
    DraftedDay.objects.create(entry=entry, on=datetime.date(2026, 11, 14))

    with pytest.raises(IntegrityError), transaction.atomic():
        DraftedDay.objects.create(entry=entry, on=datetime.date(2026, 11, 14))


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_draft_each_day_once():
    state = factories.make_area("state", "23")
    calendar_kinds.load_seed()
    soon = timezone.localdate() + DAY
    for number in range(12):
        CalendarEntry.objects.create(
            area=state, kind="event", recurrence="once", title_hi=f"{number}", title_en=f"{number}", starts_on=soon
        )
    start, counts = threading.Barrier(4), []

    def beat() -> None:
        try:
            start.wait(timeout=20)
            counts.append(draft())
        finally:
            connection.close()

    beats = [threading.Thread(target=beat) for _ in range(4)]
    for thread in beats:
        thread.start()
    for thread in beats:
        thread.join(timeout=60)

    assert (len(counts), sum(counts), Topic.objects.count(), DraftedDay.objects.count()) == (4, 12, 12, 12)


@pytest.mark.django_db(transaction=True)
def test_a_beat_that_dies_in_the_middle_leaves_nothing_half_done():
    state = factories.make_area("state", "23")
    calendar_kinds.load_seed()
    entry = CalendarEntry.objects.create(
        area=state, kind="event", recurrence="once", title_hi="x", title_en="x", starts_on=timezone.localdate() + DAY
    )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE campaigns_brief ADD CONSTRAINT breaks CHECK (why_today_hi <> '')")
    try:
        with pytest.raises(IntegrityError):
            draft()
        left = (Topic.objects.count(), DraftedDay.objects.count())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE campaigns_brief DROP CONSTRAINT breaks")

    assert (left, draft(), entry.topics.count()) == ((0, 0), 1, 1)


def test_kinds_are_set_by_state_offices_only(party, kinds, state_lead, district_lead):
    kind = CalendarKind.objects.get(kind="event")
    office = Office.objects.get(code="district_lead")
    fields = {"lead_days": 9, "owner": office, "is_drafted": False, "checklist": [" एक ", "", "दो"]}

    calendar_kinds.change(kind, by=state_lead, **fields)

    kind.refresh_from_db()
    assert (kind.lead_days, kind.owner, kind.is_drafted, kind.checklist) == (9, office, False, ["एक", "दो"])
    with pytest.raises(RightMissing):
        calendar_kinds.change(kind, by=district_lead, **fields)
    for unsound, code in [({"lead_days": 91}, "lead_too_long"), ({"checklist": ["x"] * 21}, "checklist_too_long")]:
        with pytest.raises(RuleBroken) as refused:
            calendar_kinds.change(kind, by=state_lead, **(fields | unsound))
        assert refused.value.code == code
    assert calendar_kinds.load_seed() == 0


def test_a_tick_says_who_and_when_and_can_be_taken_back(party, kinds, district_lead, neighbour_lead, state_lead):
    topic = factories.make_topic(party.district)
    line = ChecklistLine.objects.create(topic=topic, text="तथ्य जाँचें")

    for by, is_done in [(district_lead, True), (state_lead, True)]:
        line = calendar_kinds.tick(line, is_done=is_done, by=by)
    assert (line.ticked_by, line.ticked_at is not None) == (district_lead, True)

    line = calendar_kinds.tick(line, is_done=False, by=state_lead)
    assert (line.ticked_by, line.ticked_at) == (None, None)
    with pytest.raises(RightMissing):
        calendar_kinds.tick(line, is_done=True, by=neighbour_lead)
    Topic.objects.update(status="withdrawn")
    with pytest.raises(RuleBroken) as refused:
        calendar_kinds.tick(line, is_done=True, by=district_lead)
    assert refused.value.code == "topic_over"
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "by__username")) == [
        ("checklist.ticked", "district-lead"),
        ("checklist.unticked", "state-lead"),
    ]


def test_a_drafted_topic_is_for_whom_its_kind_says(party, kinds, clock, state_lead):
    kind = CalendarKind.objects.get(kind="birth")
    segment = factories.make_segment(party.state)
    fields = {"lead_days": 90, "owner": None, "is_drafted": True, "checklist": []}
    calendar_kinds.change(kind, segment=segment, by=state_lead, **fields)
    factories.make_entry(party.state, kind="birth", month=12, day=1)

    drafting.draft_due(timezone.now())

    assert {topic.audience.segment for topic in Topic.objects.all()} == {segment}


def test_a_retired_segment_is_no_longer_given_to_a_kind(party, kinds, state_lead):
    segment = factories.make_segment(party.state, retired_at=timezone.now())
    fields = {"lead_days": 9, "owner": None, "is_drafted": True, "checklist": []}
    with pytest.raises(RuleBroken, match="|".join(["no longer", "अब"])):
        calendar_kinds.change(CalendarKind.objects.get(kind="birth"), segment=segment, by=state_lead, **fields)
