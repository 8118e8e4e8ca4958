"""Entries that the tests of the calendar use, and the days on which all entries fall."""

import datetime

from campaigns.models import CalendarEntry
from campaigns.services import occurrences

Day = datetime.date
NOW = datetime.datetime(2026, 11, 25, 6, 0, tzinfo=datetime.UTC)
ONCE = {"kind": "event", "recurrence": "once", "title_hi": "बैठक", "title_en": "Meeting", "starts_on": Day(2026, 12, 5)}
YEARLY = {"kind": "birth", "recurrence": "yearly", "title_hi": "जयंती", "title_en": "Birth", "month": 12, "day": 3}
TABLE = {"kind": "festival", "recurrence": "table", "title_hi": "होली", "title_en": "Holi"}
RULE = {"kind": "event", "recurrence": "rule", "title_hi": "चौपाल", "title_en": "Talk", "starts_on": Day(2026, 11, 1)}
TODAY, NEXT_YEAR = Day(2026, 11, 25), Day(2027, 12, 31)


def days(first: Day = TODAY, last: Day = NEXT_YEAR) -> list[Day]:
    return [found.on for found in occurrences.between(CalendarEntry.objects.all(), first, last)]
