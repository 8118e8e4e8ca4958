"""Makes what the demo's calendar has besides the shipped days: events of the party, an election, a weekly meeting; fictional."""

import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.models import CalendarEntry, ChecklistLine
from campaigns.services import calendar, calendar_kinds, drafting
from network.models import Area, AreaKind, User


@transaction.atomic
def make() -> int:
    """Enter the days, let the calendar draft what is due, and tick a line; return how many drafts there are."""
    today = timezone.localdate()
    state = Area.objects.of_kind(AreaKind.STATE).get()
    bhopal = Area.objects.of_kind(AreaKind.DISTRICT).get(name_en="Bhopal")
    writer = User.objects.get(username="content")
    for area, days, fields in _entries(state, bhopal):
        on = today + datetime.timedelta(days=days)
        calendar.enter(area, by=writer, starts_on=on, ends_on=on + fields.pop("stay", datetime.timedelta()), **fields)
    made = drafting.draft_due(timezone.now())
    if line := ChecklistLine.objects.order_by("pk").first():
        calendar_kinds.tick(line, is_done=True, by=writer)
    return made


def _entries(state: Area, bhopal: Area) -> list[tuple[Area, int, dict[str, object]]]:
    evening = {"starts_time": datetime.time(17, 0), "ends_time": datetime.time(19, 0)}
    once, rule = CalendarEntry.Recurrence.ONCE, CalendarEntry.Recurrence.RULE
    return [
        (bhopal, 4, {"kind": "event", "recurrence": once, **evening,
                     "title_hi": "ज़िला कार्यकर्ता बैठक (डेमो)", "title_en": "District volunteers' meeting (demo)"}),
        (state, 12, {"kind": "event", "recurrence": once, "stay": datetime.timedelta(days=2), "certainty": "likely",
                     "title_hi": "प्रशिक्षण शिविर (डेमो)", "title_en": "Training camp (demo)"}),
        (state, 26, {"kind": "election", "recurrence": once, "certainty": "likely",
                     "title_hi": "उपचुनाव का मतदान (डेमो)", "title_en": "By-election polling day (demo)"}),
        (state, 5, {"kind": "policy", "recurrence": once,
                    "title_hi": "बजट पर चर्चा (डेमो)", "title_en": "Debate on the budget (demo)"}),
        (bhopal, 1, {"kind": "event", "recurrence": rule, "rrule": "FREQ=MONTHLY;BYDAY=1SU", **evening,
                     "title_hi": "मासिक चौपाल (डेमो)", "title_en": "Monthly meeting in the open (demo)"}),
    ]  # fmt: skip
