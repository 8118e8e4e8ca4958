"""Thanks: the signed-in volunteer's own figures, and their certificate. Nothing on these pages tells of anybody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from influencers.models import Influencer
from influencers.services import thanks
from influencers.thanks import months_of


@require_safe
def thanks_page(request: HttpRequest) -> HttpResponse:
    """The reader's own posts, month by month."""
    influencer = _own(request)
    months = months_of(influencer.pk) if influencer else []
    context = {
        "influencer": influencer,
        "months": months[::-1],
        "post_count": sum(month.post_count for month in months),
        "most": max((month.post_count for month in months), default=0),
    }
    return render(request, "influencers/thanks.html", context)


@never_cache
@require_safe
def thanks_certificate(request: HttpRequest) -> HttpResponse:
    """The reader's certificate as PDF; there is none before the first verified post."""
    influencer = _own(request)
    months = months_of(influencer.pk) if influencer else []
    if not months:
        raise Http404
    pdf = thanks.certificate_for(influencer, months, on=timezone.localdate())
    headers = {"Content-Disposition": f'attachment; filename="samvad-thanks-{influencer.code}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _own(request: HttpRequest) -> Influencer | None:
    return Influencer.objects.visible_to(request.user).select_related("person", "district").first()
