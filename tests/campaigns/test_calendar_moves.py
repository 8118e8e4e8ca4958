"""Days that are moved, changed or cancelled, and what becomes of the drafts of their topics."""

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import CalendarEntry, DraftedDay, Topic
from campaigns.services import calendar, calendar_kinds, drafting
from network.errors import RuleBroken
from network.models import AuditEntry
from tests import factories
from tests.campaigns.days import NOW, ONCE, TABLE, YEARLY, Day, days


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOW, tick=False):
        yield


def test_only_days_once_or_by_a_table_are_moved(party, state_lead):
    once = calendar.enter(party.state, by=state_lead, **ONCE, ends_on=Day(2026, 12, 6))
    table = calendar.enter(party.state, by=state_lead, **TABLE, dates=[(Day(2027, 3, 22), "sure")])
    yearly = calendar.enter(party.state, by=state_lead, **YEARLY)

    once = calendar.move(once, on=Day(2026, 12, 5), to=Day(2026, 12, 9), by=state_lead)
    calendar.move(table, on=Day(2027, 3, 22), to=Day(2027, 3, 23), by=state_lead)

    assert (once.starts_on, once.ends_on, table.dates.get().on) == (
        Day(2026, 12, 9),
        Day(2026, 12, 10),
        Day(2027, 3, 23),
    )
    for entry, on, to, code in [
        (yearly, Day(2026, 12, 3), Day(2026, 12, 4), "not_movable"),
        (once, Day(2026, 12, 5), Day(2026, 12, 11), "not_that_day"),
        (once, Day(2026, 12, 9), Day(2026, 11, 24), "day_over"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            calendar.move(entry, on=on, to=to, by=state_lead)
        assert refused.value.code == code


def test_a_draft_goes_with_the_day_and_is_not_drafted_again(party, state_lead):
    calendar_kinds.load_seed()
    entry = calendar.enter(party.state, by=state_lead, **(ONCE | {"lead_days": 20}))
    assert drafting.draft_due(timezone.now()) == 1

    calendar.move(entry, on=Day(2026, 12, 5), to=Day(2026, 12, 7), by=state_lead)

    topic = Topic.objects.get()
    assert (topic.occurs_on, timezone.localdate(topic.closes_at), topic.version) == (
        Day(2026, 12, 7),
        Day(2026, 12, 9),
        2,
    )
    assert drafting.draft_due(timezone.now()) == 0


def test_a_day_whose_topic_is_under_way_is_not_moved(party, state_lead):
    entry = calendar.enter(party.state, by=state_lead, **ONCE)
    factories.make_topic(party.state, status="cleared", calendar_entry=entry, occurs_on=entry.starts_on)

    with pytest.raises(RuleBroken) as refused:
        calendar.move(entry, on=entry.starts_on, to=Day(2026, 12, 7), by=state_lead)

    assert refused.value.code == "topic_started"
    assert CalendarEntry.objects.get().starts_on == Day(2026, 12, 5)


def test_cancelling_withdraws_drafts_that_nobody_wrote_in(party, state_lead):
    calendar_kinds.load_seed()
    entry = calendar.enter(party.state, by=state_lead, **(ONCE | {"lead_days": 20}))
    other = calendar.enter(party.state, by=state_lead, **(ONCE | {"lead_days": 20, "title_hi": "दूसरी"}))
    drafting.draft_due(timezone.now())
    Topic.objects.filter(calendar_entry=other).update(written_by=state_lead)

    for row in (entry, other, other):
        calendar.cancel(row, by=state_lead)

    assert dict(Topic.objects.values_list("calendar_entry", "status")) == {entry.pk: "withdrawn", other.pk: "draft"}
    assert days() == []
    assert AuditEntry.objects.filter(verb="calendar_entry.cancelled").count() == 2


def test_another_date_of_the_year_brings_another_draft(party, state_lead):
    calendar_kinds.load_seed()
    entry = calendar.enter(party.state, by=state_lead, **(YEARLY | {"lead_days": 20}))
    drafting.draft_due(timezone.now())

    calendar.change(entry, by=state_lead, day=4)
    drafting.draft_due(timezone.now())

    assert list(Topic.objects.order_by("pk").values_list("occurs_on", "status")) == [
        (Day(2026, 12, 3), "withdrawn"),
        (Day(2026, 12, 4), "draft"),
    ]
    assert list(DraftedDay.objects.values_list("on", flat=True)) == [Day(2026, 12, 4)]
