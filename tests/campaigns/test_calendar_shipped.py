"""The days that ship with Samvad, and what is said of dates that are missing."""

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import CalendarEntry, EntryDate
from campaigns.services import calendar, calendar_kinds, calendar_seed, drafting, occurrences
from tests.campaigns.days import NOW, TABLE, YEARLY, Day


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOW, tick=False):
        yield


def test_missing_dates_are_told_once_their_year_begins_within_60_days(party, state_lead):
    entry = calendar.enter(party.state, by=state_lead, **TABLE, dates=[(Day(2026, 12, 8), "sure")])

    def years(day: Day) -> list[int]:
        return [gap.year for gap in occurrences.gaps(CalendarEntry.objects.all(), day)]

    assert years(Day(2026, 11, 1)) == []
    assert years(Day(2026, 11, 2)) == [2027]
    assert years(Day(2027, 2, 1)) == [2027]
    calendar.cancel(entry, by=state_lead)
    assert years(Day(2026, 12, 1)) == []


def test_what_ships_is_loaded_once_and_says_how_sure_it_is(party):
    loaded = calendar_seed.load(party.state)
    again = calendar_seed.load(party.state)

    assert (loaded, again) == (CalendarEntry.objects.count(), 0)
    gandhi = CalendarEntry.objects.get(title_en="Mahatma Gandhi birth anniversary")
    assert (gandhi.month, gandhi.day, gandhi.origin_year) == (10, 2, 1869)
    eid = CalendarEntry.objects.get(title_en="Eid-ul-Fitr")
    assert list(eid.dates.values_list("on", "certainty"))[-1] == (Day(2027, 3, 10), "uncertain")
    assert occurrences.gaps(CalendarEntry.objects.all(), Day(2026, 12, 1)) == []


def test_new_versions_bring_years_and_dates_but_change_nothing_that_people_entered(party, state_lead):
    calendar_seed.load(party.state)
    CalendarEntry.objects.update(origin_year=None)
    holi = CalendarEntry.objects.get(title_en="Holi")
    EntryDate.objects.filter(entry=holi, on__year=2027).update(on=Day(2027, 3, 23))
    EntryDate.objects.filter(entry__title_en="Diwali", on__year=2027).delete()
    changed = CalendarEntry.objects.get(title_en="Premchand birth anniversary")
    calendar.change(changed, by=state_lead, person_name="Munshi Premchand")

    calendar_seed.bring_up_to_date(party.state)

    assert CalendarEntry.objects.get(title_en="Mahatma Gandhi birth anniversary").origin_year == 1869
    assert CalendarEntry.objects.get(pk=changed.pk).origin_year is None
    assert holi.dates.get(on__year=2027).on == Day(2027, 3, 23)
    assert EntryDate.objects.get(entry__title_en="Diwali", on__year=2027).on == Day(2027, 10, 29)


def test_the_status_of_the_calendar_names_what_is_missing_and_ends_with_1(party, state_lead, capsys):
    calendar_kinds.load_seed()
    calendar.enter(party.state, by=state_lead, **(YEARLY | {"lead_days": 20}))
    drafting.draft_due(timezone.now())
    call_command("calendar_status")
    fine = capsys.readouterr().out

    calendar.enter(party.state, by=state_lead, **TABLE, dates=[(Day(2026, 12, 8), "sure")])
    with pytest.raises(SystemExit) as ended:
        call_command("calendar_status")

    to_write = "calendar: to be written for 2026-12-03: Birth (Madhya Pradesh)\n"
    assert fine == f"{to_write}calendar: 0 dates missing, 1 drafts to be written\n"
    assert ended.value.code == 1
    assert capsys.readouterr().out == (
        "calendar: no date for 2027: Holi (Madhya Pradesh)\n"
        f"{to_write}calendar: 1 dates missing, 1 drafts to be written\n"
    )
