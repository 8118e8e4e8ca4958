"""Pages of areas: where a place lies, what lies in it, who serves there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.models import Appointment, Area
from network.rights import Feature


@require_safe
def area_detail(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show one area: the way to it, its parts and the offices held in it."""
    area = get_object_or_404(Area.objects.visible_to(request.user, Feature.AREA_VIEW), kind=kind, code=code)
    visible = Area.objects.visible_to(request.user, Feature.AREA_VIEW)
    people = Appointment.objects.visible_to(request.user, Feature.PEOPLE_VIEW)
    context = {
        "area": area,
        "ancestors": visible.above(area),
        "children": visible.filter(parent=area).by_name(),
        "appointments": people.live(timezone.localdate()).filter(area=area).select_related("office", "person"),
    }
    return render(request, "network/area_detail.html", context)
