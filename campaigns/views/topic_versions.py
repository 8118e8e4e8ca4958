"""The page of a topic's versions: who saved what when, and any two of them word by word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns import comparison
from campaigns.models import BriefVersion, Topic
from network.rights import Feature


@require_safe
def topic_versions(request: HttpRequest, code: str) -> HttpResponse:
    """List the versions, newest first, and compare two: ?before= and ?after=, by default the last two."""
    topic = get_object_or_404(
        Topic.objects.visible_to(request.user, Feature.TOPIC_WRITE, with_handed_down=False), code=code
    )
    rows = BriefVersion.objects.visible_to(request.user, Feature.TOPIC_WRITE).filter(topic=topic)
    versions = list(rows.select_related("by__person").defer("snapshot"))
    after = _chosen(versions, request.GET.get("after"), 0)
    before = _chosen(versions, request.GET.get("before"), 1)
    pair = {row.pk: row.snapshot for row in rows.filter(pk__in=[row.pk for row in (before, after) if row])}
    changes = comparison.changes(pair[before.pk], pair[after.pk]) if before and after else None
    context = {"topic": topic, "versions": versions, "before": before, "after": after, "changes": changes}
    return render(request, "campaigns/topic_versions.html", context)


def _chosen(versions: list[BriefVersion], number: str | None, place: int) -> BriefVersion | None:
    """The version of that number, else the one at that place of the list."""
    for version in versions:
        if str(version.number) == number:
            return version
    return versions[place] if place < len(versions) else None
