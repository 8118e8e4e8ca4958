"""Pages of the calendar: the days to come, and one day with the topics made of it."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import CalendarEntry, Topic
from network.rights import Feature, may
from network.views.guards import needs


@needs(Feature.TOPIC_VIEW)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of the next twelve months as an agenda, today's first; ?kind= narrows it."""
    today = timezone.localdate()
    kind = request.GET.get("kind", "")
    kind = kind if kind in CalendarEntry.Kind.values else ""
    visible = CalendarEntry.objects.visible_to(request.user, Feature.TOPIC_VIEW)
    entries = [{"entry": entry, "on": entry.next_on(today)} for entry in visible.of_kind(kind).from_today(today)]
    by_month = groupby(entries, key=lambda row: row["on"].replace(day=1))
    months = [{"month": month, "entries": list(rows)} for month, rows in by_month]
    context = {"months": months, "kind": kind, "kinds": CalendarEntry.Kind.choices, "today": today}
    return render(request, "campaigns/calendar.html", context)


@require_safe
def calendar_entry(request: HttpRequest, code: str) -> HttpResponse:
    """One day of the calendar, when it comes next, and the topics made of it."""
    visible = CalendarEntry.objects.visible_to(request.user, Feature.TOPIC_VIEW).select_related("area")
    entry = get_object_or_404(visible, code=code)
    topics = Topic.objects.visible_to(request.user, Feature.TOPIC_VIEW).filter(calendar_entry=entry)
    context = {
        "entry": entry,
        "on": entry.next_on(timezone.localdate()),
        "topics": topics,
        "may_write": may(request.user, Feature.TOPIC_WRITE, entry.area),
    }
    return render(request, "campaigns/calendar_entry.html", context)
