"""What every page gets: the menu of the reader's offices and whether this is a demo."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.rights import Feature

# (name of the address, what it is called, the feature it needs, or None for everybody who is signed in)
MENU = [
    ("home", _("Overview"), Feature.COVERAGE_VIEW),
    ("campaigns:calendar", _("Calendar"), Feature.TOPIC_VIEW),
    ("campaigns:topic_list", _("Topics"), Feature.TOPIC_VIEW),
    ("campaigns:post_list", _("Check posts"), Feature.POST_VERIFY),
    ("influencers:roster_list", _("Teams"), Feature.PEOPLE_VIEW),
    ("influencers:training_list", _("Trainings"), Feature.TRAIN),
    ("influencers:vetting_list", _("Review"), Feature.VET),
    ("influencers:board", _("Influencers"), Feature.PEOPLE_VIEW),
    ("influencers:touch_list", _("Keep in touch"), Feature.ROSTER_EDIT),
    ("network:area_list", _("Areas"), Feature.AREA_VIEW),
    ("network:person_list", _("People"), Feature.PEOPLE_VIEW),
    ("network:import_list", _("Imports"), Feature.IMPORT_RUN),
    ("network:export_list", _("Exports"), Feature.EXPORT),
    ("network:search", _("Search"), Feature.AREA_VIEW),
    ("campaigns:work_list", _("My work"), None),
]
# Entries that stand for more than their own address: everything below another one.
SECTIONS = {"influencers:board": "influencers:influencer_list"}


def site(request: HttpRequest) -> dict[str, object]:
    """The menu as [{url, label, is_current}], and `demo`."""
    return {"nav": _menu(request), "demo": settings.DEMO, "developer_pages": settings.DEVELOPER_PAGES}


def _menu(request: HttpRequest) -> list[dict[str, object]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    links = [(name, label) for name, label, feature in MENU if feature is None or user.may(feature)]
    return [
        {
            "url": reverse(name),
            "label": label,
            "is_current": _is_current(reverse(SECTIONS.get(name, name)), request.path),
        }
        for name, label in links
    ]


def _is_current(url: str, path: str) -> bool:
    return path == url if url == reverse("home") else path.startswith(url)
