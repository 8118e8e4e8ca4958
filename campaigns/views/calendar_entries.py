"""Pages on which entries of the calendar are entered, changed, moved and cancelled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.calendar_forms import DateFormSet, EntryForm, MoveForm, dates_of
from campaigns.models import CalendarEntry
from campaigns.services import calendar
from campaigns.views.calendar import find_entry
from network.errors import RightMissing, RuleBroken
from network.rights import Feature, require
from network.views.guards import needs


@needs(Feature.TOPIC_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_new(request: HttpRequest) -> HttpResponse:
    """Enter a day; ?on= fills the form with one."""
    if request.method == "POST":
        return _save(request, None)
    initial = {"recurrence": "once", "certainty": "sure", "kind": "event", "starts_on": request.GET.get("on")}
    form = EntryForm(user=request.user, initial=initial)
    form.initial["area"] = form.fields["area"].queryset.first()
    return _page(request, form, DateFormSet(prefix="dates"))


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an entry."""
    entry = find_entry(request, code)
    require(request.user, Feature.TOPIC_WRITE, entry.area)
    if request.method == "POST":
        return _save(request, entry)
    initial = {name: getattr(entry, name) for name in ("version", "area", *calendar.EDITABLE)}
    dates = [{"on": date.on, "certainty": date.certainty} for date in entry.dates.all()]
    form = EntryForm(user=request.user, initial=initial)
    return _page(request, form, DateFormSet(prefix="dates", initial=dates), entry=entry)


@require_POST
def calendar_move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a day of the entry on another; scripts are answered with JSON: {} or {"detail"} with status 422 or 403."""
    entry = find_entry(request, code)
    form = MoveForm(request.POST)
    said, status = _("Enter both days."), 422
    if form.is_valid():
        try:
            calendar.move(entry, **form.cleaned_data, by=request.user)
            said, status = _("Moved. The draft of its topic went with it."), 200
        except RuleBroken as error:
            said = str(error)
        except RightMissing as error:
            said, status = str(error), 403
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"detail": said}, status=status)
    if status == 403:
        raise RightMissing
    (messages.success if status == 200 else messages.error)(request, said)
    return redirect(entry)


@require_POST
def calendar_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel the entry."""
    entry = find_entry(request, code)
    calendar.cancel(entry, by=request.user)
    messages.success(request, _("Cancelled. Drafts that nobody had written in are withdrawn."))
    return redirect("campaigns:calendar")


def _save(request: HttpRequest, entry: CalendarEntry | None) -> HttpResponse:
    form = EntryForm(request.POST, user=request.user)
    if entry:
        form.fields["area"].required = False
    rows = DateFormSet(request.POST, prefix="dates")
    if form.is_valid() and rows.is_valid():
        fields = form.entry_fields() | {"dates": dates_of(rows), "by": request.user}
        try:
            if entry is None:
                return redirect(calendar.enter(form.cleaned_data["area"], **fields))
            return redirect(calendar.change(entry, version=form.cleaned_data["version"], **fields))
        except RuleBroken as error:
            form.add_error(None, str(error))
    return _page(request, form, rows, entry=entry, status=422)


def _page(request: HttpRequest, form, rows, *, entry: CalendarEntry | None = None, status: int = 200) -> HttpResponse:
    context = {"form": form, "rows": rows, "entry": entry, "today": timezone.localdate()}
    return render(request, "campaigns/calendar_form.html", context, status=status)
