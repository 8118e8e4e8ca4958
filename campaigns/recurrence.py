"""Decides which rules of recurrence (RFC 5545, 3.3.10) an entry may have: those that people use, and that always end a search.

A rule that never falls on any day makes a program search until the year 9999; one by the second makes millions of days. So the
parts are few, and each combination that is let through falls on some day.
"""

import datetime
from collections.abc import Iterator

from dateutil.rrule import rrulestr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from icalendar import vRecur

from network.errors import RuleBroken

PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
ALLOWED = {
    "DAILY": set(),
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYDAY", "BYMONTHDAY", "BYSETPOS"},
}
EVERY_MONTH_LENGTH = 6  # months stepped by up to six always meet one of 31 days, whichever comes first
LONGEST, MOST_STEPS, MOST_COUNT = 200, 99, 1000
EARLIEST = datetime.date(2000, 1, 1)
LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def normalise(text: str, starts_on: datetime.date) -> str:
    """The rule as it is kept: "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270331". Raises RuleBroken for all that is not let through."""
    if starts_on < EARLIEST:
        raise _refusal(_("A rule can't begin before the year 2000."))
    if len(text) > LONGEST:
        raise _refusal(_("This rule is too long."))
    try:
        rule = vRecur.from_ical(text.strip().removeprefix("RRULE:"))
        frequency = rule["FREQ"][0].upper()
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _refusal(_("This is no rule: it should look like FREQ=WEEKLY;BYDAY=MO.")) from error
    parts = {name.upper(): value for name, value in rule.items()}
    _refuse_unknown(parts, frequency)
    _refuse_numbers(parts)
    _refuse_empty(parts, frequency)
    return _written(parts, frequency)


def days(rule: str, starts_on: datetime.date, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """The days of a rule that was let through, from `first` to `last`."""
    found = rrulestr(rule, dtstart=_midnight(starts_on), cache=False)
    for moment in found.between(_midnight(max(first, starts_on)), _midnight(last), inc=True):
        yield moment.date()


def _refuse_unknown(parts: dict[str, list], frequency: str) -> None:
    if frequency not in ALLOWED:
        raise _refusal(_("A rule goes by days, weeks, months or years."))
    strange = set(parts) - PARTS | {name for name in parts if name.startswith("BY")} - ALLOWED[frequency]
    if strange:
        raise _refusal(_("This part of a rule is not understood here: %(part)s.") % {"part": sorted(strange)[0]})
    if "COUNT" in parts and "UNTIL" in parts:
        raise _refusal(_("A rule ends by a day or after a number of times, not by both."))
    if "BYDAY" in parts and "BYMONTHDAY" in parts:
        raise _refusal(_("A rule goes by days of the week or by days of the month, not by both."))


def _refuse_numbers(parts: dict[str, list]) -> None:
    limits = {"INTERVAL": (1, MOST_STEPS), "COUNT": (1, MOST_COUNT), "BYMONTH": (1, 12)}
    for name, (least, most) in limits.items():
        for value in parts.get(name, []):
            if not least <= int(value) <= most:
                raise _refusal(_("%(part)s is out of its range.") % {"part": name})
    for name, most in {"BYMONTHDAY": 31, "BYSETPOS": 4}.items():
        for value in parts.get(name, []):
            if not 1 <= abs(int(value)) <= most:
                raise _refusal(_("%(part)s is out of its range.") % {"part": name})


def _refuse_empty(parts: dict[str, list], frequency: str) -> None:
    """Refuse what might never fall on a day."""
    interval = int(parts.get("INTERVAL", [1])[0])
    ordinals = [str(value)[:-2] for value in parts.get("BYDAY", []) if str(value)[:-2]]
    numbers = [abs(int(value)) for value in parts.get("BYMONTHDAY", [])]
    months = [int(value) for value in parts.get("BYMONTH", [])]
    never = _("A rule like this may never fall on a day.")
    if ordinals and (frequency not in ("MONTHLY", "YEARLY") or any(abs(int(text)) > 4 for text in ordinals)):
        raise _refusal(never)
    if "BYSETPOS" in parts and ("BYDAY" not in parts or ordinals):
        raise _refusal(never)
    if frequency == "MONTHLY" and numbers and min(numbers) > 28 and interval > EVERY_MONTH_LENGTH:
        raise _refusal(never)
    if frequency == "YEARLY" and ("BYDAY" in parts or numbers) and not months:
        raise _refusal(_("A rule by years names its month."))
    if frequency == "YEARLY" and numbers and not any(n <= LENGTHS[m - 1] for n in numbers for m in months):
        raise _refusal(never)
    if frequency == "YEARLY" and numbers and interval > 1 and min(numbers) > 28 and set(months) == {2}:
        raise _refusal(never)


def _written(parts: dict[str, list], frequency: str) -> str:
    texts = [f"FREQ={frequency}"]
    for name in ("INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"):
        if values := parts.get(name):
            values = values if isinstance(values, list) else [values]
            texts.append(f"{name}={','.join(str(value).upper() for value in values)}")
    if until := parts.get("UNTIL"):
        texts.append(f"UNTIL={_day(until[0]):%Y%m%d}")
    return ";".join(texts)


def _day(moment: datetime.date) -> datetime.date:
    if isinstance(moment, datetime.datetime):
        return timezone.localdate(moment) if moment.tzinfo else moment.date()
    return moment


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min)


def _refusal(message: str) -> RuleBroken:
    return RuleBroken(message, code="rule_unsound")
