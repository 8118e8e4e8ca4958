"""Pages of duplicates: those who look alike, the comparison, the merge and its undoing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.errors import RuleBroken
from network.models import Merge, Person
from network.rights import Feature
from network.services import merges
from network.views.guards import needs

PER_PAGE = 20


@needs(Feature.PEOPLE_EDIT)
@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """List the people who sound like somebody of the same district, each with those they may be."""
    rows = merges.lookalikes(request.user).select_related("home_area")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    twins = merges.twins(list(page), request.user)
    pairs = [{"person": person, "twins": twins[person.pk]} for person in page]
    return render(request, "network/duplicate_list.html", {"page": page, "pairs": pairs})


@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """Compare two records, show what a merge would move, and do it: the first stays, the second goes."""
    kept, gone = _person(request, code), _person(request, other)
    context: dict[str, object] = {"kept": kept, "gone": gone}
    try:
        if request.method == "POST":
            merges.merge(kept, gone, by=request.user)
            messages.success(request, _("The records are one now. This can be taken back for 30 days."))
            return redirect(kept)
        ledger, context["after"] = merges.preview(kept, gone, by=request.user)
        context["moved"], context["stayed"] = ledger.moved.items(), ledger.stayed.items()
    except RuleBroken as error:
        context["problem"] = str(error)
    return render(request, "network/person_merge.html", context, status=422 if "problem" in context else 200)


@require_POST
def person_dismiss(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """Remember that two who look alike are two people."""
    merges.dismiss(_person(request, code), _person(request, other), by=request.user)
    messages.success(request, _("Noted: these are two people."))
    return redirect("network:duplicate_list")


@require_POST
def merge_undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take a merge back."""
    row = get_object_or_404(Merge.objects.visible_to(request.user, Feature.PEOPLE_EDIT), code=code)
    try:
        left = merges.undo(row, by=request.user)
        messages.success(request, _("The merge was taken back."))
        if left:
            messages.warning(request, _("What was changed since stays as it is: %(count)s.") % {"count": left})
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(row.kept)


def _person(request: HttpRequest, code: str) -> Person:
    rows = Person.objects.visible_to(request.user, Feature.PEOPLE_EDIT).select_related("home_area")
    return get_object_or_404(rows, code=code)
