"""Pages of the calendar: agenda, month, week and print; what programs show of it; and one day with its topics."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import CalendarEntry, Topic
from campaigns.services import calendar_kinds, drafting, occurrences
from campaigns.views import calendar_range
from network.models import Area
from network.rights import Feature, may
from network.views.guards import needs

AREAS_OFFERED = ["state", "division", "district", "assembly"]


@needs(Feature.TOPIC_VIEW)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The days to come. ?view= is agenda, month, week or print, ?from= a day, ?kind= and ?area= narrow it."""
    today = timezone.localdate()
    shown = calendar_range.asked(request, today)
    kind, area = _chosen(request)
    visible = CalendarEntry.objects.visible_to(request.user, Feature.TOPIC_VIEW).of_kind(kind)
    visible = visible.reaching(area) if area else visible
    found = occurrences.between(visible, shown.first, shown.last)
    context = {
        "shown": shown,
        "months": calendar_range.by_month(found, shown.first),
        "today": today,
        "kind": kind,
        "area": area,
        "kinds": CalendarEntry.Kind.choices,
        "areas": _areas(request).filter(kind__in=AREAS_OFFERED).order_by("path"),
        "gaps": occurrences.gaps(visible, today) if shown.view != "print" else [],
        "drafts": _drafts(request) if shown.view == "agenda" else [],
        "may_write": request.user.may(Feature.TOPIC_WRITE),
    }
    return render(request, f"campaigns/calendar{'_print' if shown.view == 'print' else ''}.html", context)


@needs(Feature.TOPIC_VIEW)
@require_safe
def calendar_events(request: HttpRequest) -> JsonResponse:
    """The same days for the calendar in the browser, from ?start= to before ?end=, at most 100 days."""
    kind, area = _chosen(request)
    first, last = calendar_range.asked_days(request, timezone.localdate())
    visible = CalendarEntry.objects.visible_to(request.user, Feature.TOPIC_VIEW).of_kind(kind)
    visible = visible.reaching(area) if area else visible
    found = occurrences.between(visible, first, last)
    return JsonResponse([_event(request, row) for row in found], safe=False)


@require_safe
def calendar_entry(request: HttpRequest, code: str) -> HttpResponse:
    """One day of the calendar, when it comes next, and the topics made of it."""
    entry = find_entry(request, code)
    today = timezone.localdate()
    topics = Topic.objects.visible_to(request.user, Feature.TOPIC_VIEW).filter(calendar_entry=entry)
    kind = calendar_kinds.find(entry.kind)
    found = occurrences.next_of(entry, today) if not entry.cancelled_at else None
    context = {
        "entry": entry,
        "next": found,
        "draft": next((row for row in topics if row.status == "draft" and found and row.occurs_on == found.on), None),
        "kind": kind,
        "lead_days": drafting.lead_of(entry, kind),
        "topics": topics,
        "gaps": occurrences.gaps_of(entry, today),
        "may_write": may(request.user, Feature.TOPIC_WRITE, entry.area),
    }
    return render(request, "campaigns/calendar_entry.html", context)


def find_entry(request: HttpRequest, code: str) -> CalendarEntry:
    """The entry of that code as far as the reader sees it, else 404."""
    visible = CalendarEntry.objects.visible_to(request.user, Feature.TOPIC_VIEW)
    return get_object_or_404(visible.select_related("area").prefetch_related("dates"), code=code)


def _chosen(request: HttpRequest) -> tuple[str, Area | None]:
    kind, path = request.GET.get("kind", ""), request.GET.get("area", "")
    area = _areas(request).filter(path=path).first() if path else None
    return kind if kind in CalendarEntry.Kind.values else "", area


def _areas(request: HttpRequest):
    return Area.objects.visible_to(request.user, Feature.TOPIC_VIEW).current()


def _drafts(request: HttpRequest):
    """Drafts that the calendar made and that nobody has written yet."""
    visible = Topic.objects.visible_to(request.user, Feature.TOPIC_VIEW).filter(status="draft", written_by__isnull=True)
    return visible.exclude(calendar_entry=None).order_by("occurs_on", "pk").select_related("area")[:12]


def _event(request: HttpRequest, found: occurrences.Occurrence) -> dict[str, object]:
    entry = found.entry
    starts, ends = calendar_range.edges(found)
    return {
        "id": f"{entry.code}-{found.on.isoformat()}",
        "title": found.title,
        "start": starts,
        "end": ends,
        "allDay": found.starts_at is None,
        "url": entry.get_absolute_url(),
        "className": f"cal-shown {_look(entry)} cal-is-{found.certainty}",
        "editable": may(request.user, Feature.TOPIC_WRITE, entry.area),
        "extendedProps": {
            "code": entry.code,
            "on": found.on.isoformat(),
            "look": _look(entry),
            "kind": str(entry.get_kind_display()),
            "certainty": "" if found.certainty == "sure" else str(found.certainty_name),
        },
    }


def _look(entry: CalendarEntry) -> str:
    """The name of the kind's colour, pattern and sign in calendar.css."""
    return f"cal-{entry.kind}"
