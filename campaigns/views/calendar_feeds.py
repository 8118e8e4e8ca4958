"""Pages of calendar feeds: make an address for another program, revoke it; and the file behind it."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.models import CalendarFeed
from campaigns.services import feeds
from network.rights import Feature
from network.views.guards import needs


@needs(Feature.TOPIC_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_feed_list(request: HttpRequest) -> HttpResponse:
    """Show the reader's offices with their addresses; POST makes one, which is shown this once."""
    held, address = feeds.offices_of(request.user), ""
    if request.method == "POST":
        appointment = get_object_or_404(held, code=request.POST.get("office", ""))
        address = feeds.make(appointment, by=request.user)
    live = CalendarFeed.objects.visible_to(request.user).live()
    by_office = {feed.appointment_id: feed for feed in live}
    rows = [{"office": row, "feed": by_office.get(row.pk)} for row in held]
    return render(request, "campaigns/calendar_feed_list.html", {"rows": rows, "address": address})


@require_POST
def calendar_feed_revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Kill an address."""
    own = CalendarFeed.objects.visible_to(request.user).select_related("appointment__person", "appointment__area")
    feeds.revoke(get_object_or_404(own, code=code), by=request.user)
    return redirect("campaigns:calendar_feed_list")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The file that a program asks for with the secret address; a dead address answers like one that never was."""
    feed = feeds.find(token)
    if feed is None:
        raise Http404
    content = feeds.content(feed)
    feeds.note_fetched(feed)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    response["Content-Disposition"] = 'inline; filename="samvad.ics"'
    patch_cache_control(response, private=True, max_age=900)
    return get_conditional_response(request, etag=etag, response=response)
