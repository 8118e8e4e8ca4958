"""Pages of places in a training: checking in by a thumb, adding who came uninvited, one's own trainings, the certificate."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from influencers import announcing
from influencers.models import Training
from influencers.services import attendances
from network.errors import RuleBroken
from network.models import Person
from network.rights import Feature


@require_POST
def attendance_check(request: HttpRequest, code: str) -> HttpResponse:
    """Note that a person is there, or take it back; answers htmx with the line, others with the list they came from."""
    rows = attendances.seen_by(request.user).select_related("training__area", "person__home_area")
    row = get_object_or_404(rows, code=code)
    error = ""
    try:
        row = attendances.check_in(row, by=request.user, was_there=request.POST.get("was_there") != "no")
    except RuleBroken as refusal:
        error = str(refusal)
    if request.htmx:
        context = {"row": row, "checks": True, "error": error, "text": request.POST.get("q", "")[:80]}
        context |= attendances.counts(row.training, request.user) | {"is_renewed": True}
        return render(request, "influencers/_attendance_answer.html", context, status=422 if error else 200)
    if error:
        messages.error(request, error)
    return redirect(_list_address(request, row.training, f"#{row.code}"))


@require_POST
def attendance_add(request: HttpRequest, code: str, person: str) -> HttpResponse:
    """Put somebody on the list who came without an invitation, and check them in."""
    training = get_object_or_404(
        Training.objects.visible_to(request.user, Feature.TRAIN).select_related("area"), code=code
    )
    found = get_object_or_404(
        Person.objects.visible_to(request.user, Feature.PEOPLE_VIEW).select_related("home_area"), code=person
    )
    try:
        attendances.add(training, found, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(_list_address(request, training))


@never_cache
@require_safe
def attendance_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as PDF: for the person, and for who holds trainings where the person or the training belongs."""
    rows = attendances.seen_by(request.user).select_related("training__course", "person")
    row = get_object_or_404(rows, code=code)
    try:
        sheet = attendances.certificate_of(row)
    except RuleBroken as error:
        raise Http404(str(error)) from error
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{row.code}.pdf")}
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)


@require_safe
def my_trainings(request: HttpRequest) -> HttpResponse:
    """The reader's own trainings with their material; what is new is marked once."""
    context = {"rows": attendances.own(request.user)[:100], "news": announcing.unread(request.user)}
    answer = render(request, "influencers/my_trainings.html", context)
    if context["news"]:
        announcing.read(request.user)
    return answer


def _list_address(request: HttpRequest, training: Training, place: str = "#list") -> str:
    """The list again, as it was narrowed and paged."""
    kept = {name: request.POST[name][:80] for name in ("q", "page") if request.POST.get(name)}
    address = reverse("influencers:training_detail", args=[training.code])
    return f"{address}?{urlencode(kept)}{place}" if kept else f"{address}{place}"
