"""Decides how the calendar is written for other programs (RFC 5545), and which parts of a foreign file are read."""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from campaigns import recurrence
from campaigns.services.occurrences import Occurrence
from network.errors import RuleBroken

PRODUCT = "-//Samvad//Calendar//HI"
MOST_BYTES, MOST_EVENTS, MOST_EXCEPTIONS = 1_000_000, 1_000, 200
LONGEST_TITLE = 200
ONE_DAY = datetime.timedelta(days=1)
# Zones that a file defines itself are not read: their rules may be endless, and every known program names zones of the list.
OWN_ZONES = re.compile(r"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE\r?$\n?", re.IGNORECASE | re.MULTILINE | re.DOTALL)
STATUS = {"sure": "CONFIRMED", "likely": "TENTATIVE", "uncertain": "TENTATIVE"}


def write(name: str, found: Iterable[Occurrence], *, host: str, base_url: str) -> bytes:
    """The calendar as a file: one event for each occurrence, the same bytes as long as nothing changed."""
    calendar = Calendar()
    for field, value in {"prodid": PRODUCT, "version": "2.0", "calscale": "GREGORIAN", "x-wr-calname": name}.items():
        calendar.add(field, value)
    calendar.add("x-wr-timezone", "Asia/Kolkata")
    calendar.add("refresh-interval", datetime.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for occurrence in found:
        calendar.add_component(_event(occurrence, host, base_url))
    return calendar.to_ical()


def uid_of(found: Occurrence, host: str) -> str:
    """The name of an occurrence for ever: it stays when its day is moved."""
    entry = found.entry
    parts = {
        "yearly": f"{entry.code}-{found.on.year}",
        "table": f"{entry.code}-{found.date.code if found.date else ''}",
        "once": entry.code,
        "rule": f"{entry.code}-{found.on:%Y%m%d}",
    }
    return f"{parts[entry.recurrence]}@{host}"


def _event(found: Occurrence, host: str, base_url: str) -> Event:
    entry, event = found.entry, Event()
    event.add("uid", uid_of(found, host))
    event.add("dtstamp", entry.changed_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("sequence", entry.version - 1)
    event.add("summary", found.title)
    if found.starts_at:
        event.add("dtstart", found.starts_at.astimezone(datetime.UTC))
        event.add("dtend", found.ends_at.astimezone(datetime.UTC))
    else:
        event.add("dtstart", found.on)
        event.add("dtend", found.last_on + ONE_DAY)  # the end is not included (RFC 5545, 3.6.1)
        event.add("transp", "TRANSPARENT")
    event.add("categories", [str(entry.get_kind_display())])
    event.add("status", STATUS[found.certainty])
    if found.certainty != "sure":
        event.add("description", _("This date is not certain: %(certainty)s.") % {"certainty": found.certainty_name})
    event.add("url", base_url.rstrip("/") + entry.get_absolute_url())
    return event


@dataclass
class Read:
    """What a foreign file holds: rows as an entry takes them, and (title, why) of what is left out."""

    rows: list[dict[str, object]]
    left_out: list[list[str]]


def read(content: bytes, today: datetime.date) -> Read:
    """The events of a file by Google, Outlook or another program.

    Title, days, times, rule and exceptions are taken; names, addresses and notes never. Raises RuleBroken for what is no
    calendar, or too large.
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken(_("The file is larger than 1 MB."), code="file_too_large")
    if content.upper().count(b"BEGIN:") > 3 * MOST_EVENTS:
        raise RuleBroken(_("The file has more than 1,000 events."), code="too_many_events")
    try:
        calendar = Calendar.from_ical(OWN_ZONES.sub("", content.decode("utf-8-sig")))
        events = [part for part in calendar.subcomponents if part.name == "VEVENT"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise RuleBroken(_("This is no calendar file (.ics)."), code="no_calendar") from error
    if len(events) > MOST_EVENTS:
        raise RuleBroken(_("The file has more than 1,000 events."), code="too_many_events")
    return _judge(events, today)


def _judge(events: list[Event], today: datetime.date) -> Read:
    """Each event by itself; a single moved day of a series stands on its own and is taken out of the series."""
    found = Read([], [])
    moved: dict[str, list[str]] = {}
    for event in events:
        try:
            found.rows.append(_standing(event, moved, today))
        except RuleBroken as error:
            found.left_out.append([_title(event) or "–", str(error)])
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
            found.left_out.append([_title(event) or "–", _("can't be read")])
    for row in found.rows:
        if row["rrule"]:
            row["except_on"] = sorted({*row["except_on"], *moved.get(row["uid"], [])})[:MOST_EXCEPTIONS]
    for row in found.rows:
        del row["uid"]
    return found


def _standing(event: Event, moved: dict[str, list[str]], today: datetime.date) -> dict[str, object]:
    """The event as a row, unless it is cancelled or over; the day that it replaces in a series is noted in `moved`."""
    row = _row(event)
    if replaced := event.get("RECURRENCE-ID"):
        day = _day(replaced.dt).isoformat()
        moved.setdefault(row["uid"], []).append(day)
        row["key"] = _key(f"{row['uid']}|{day}")
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise RuleBroken(_("cancelled in the file"))
    if not row["rrule"] and (row["ends_on"] or row["starts_on"]) < today.isoformat():
        raise RuleBroken(_("is over"))
    return row


def _row(event: Event) -> dict[str, object]:
    """One event as plain values; days as ISO text, for the row waits in the database until it is entered."""
    title, uid = _title(event), str(event.get("UID", ""))
    if not title:
        raise RuleBroken(_("has no title"))
    begins = event["DTSTART"].dt
    starts_on, starts_time = _day(begins), _time(begins)
    ends_on, ends_time = _end(event, begins)
    rule = event.get("RRULE")
    if isinstance(rule, list):
        raise RuleBroken(_("has several rules"))
    return {
        "uid": uid,
        "key": _key(uid or f"{title}|{begins}"),
        "title": title,
        "starts_on": starts_on.isoformat(),
        "starts_time": starts_time.isoformat() if starts_time else None,
        "ends_on": ends_on.isoformat() if ends_on > starts_on else None,
        "ends_time": ends_time.isoformat() if ends_time else None,
        "rrule": recurrence.normalise(rule.to_ical().decode(), starts_on) if rule else "",
        "except_on": _exceptions(event) if rule else [],
    }


def _end(event: Event, begins: datetime.date) -> tuple[datetime.date, datetime.time | None]:
    """The last day, included, and the time on it."""
    if "DTEND" in event:
        ends = event["DTEND"].dt
    elif "DURATION" in event:
        ends = begins + event["DURATION"].dt
    else:
        return _day(begins), None
    if not isinstance(ends, datetime.datetime):
        return max(_day(begins), ends - ONE_DAY), None
    if _day(ends) == _day(begins) and _time(ends) == _time(begins):
        return _day(begins), None
    if _time(ends) == datetime.time(0) and _day(ends) > _day(begins):
        return _day(ends) - ONE_DAY, datetime.time(23, 59)
    return _day(ends), _time(ends)


def _exceptions(event: Event) -> list[str]:
    given = event.get("EXDATE", [])
    lists = given if isinstance(given, list) else [given]
    return sorted({_day(item.dt).isoformat() for dates in lists for item in dates.dts})[:MOST_EXCEPTIONS]


def _title(event: Event) -> str:
    """The title without control and direction characters, cut to what an entry holds."""
    text = "".join(sign if unicodedata.category(sign) not in ("Cc", "Cf") or sign in "\u200c\u200d" else " "
                   for sign in str(event.get("SUMMARY", ""))[: 4 * LONGEST_TITLE])  # fmt: skip
    return " ".join(text.split())[:LONGEST_TITLE].strip()


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _day(moment: datetime.date) -> datetime.date:
    if isinstance(moment, datetime.datetime):
        return timezone.localdate(moment) if moment.tzinfo else moment.date()
    return moment


def _time(moment: datetime.date) -> datetime.time | None:
    if not isinstance(moment, datetime.datetime):
        return None
    local = timezone.localtime(moment) if moment.tzinfo else moment
    return local.time().replace(second=0, microsecond=0)
