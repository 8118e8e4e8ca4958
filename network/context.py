"""What every page gets: the menu of the reader's offices and whether this is a demo."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.rights import Feature


@dataclass(frozen=True)
class Entry:
    """A line of the menu: its address, what it is called, the feature it needs (None: everybody who is signed in).

    It is the present one below its own address and below `others`. With `icon`, a wide screen shows that in place of the words.
    """

    name: str
    label: Promise
    feature: Feature | None
    others: tuple[str, ...] = ()
    icon: str = ""

    def is_current(self, path: str) -> bool:
        """Whether the page of that path belongs to the entry."""
        url = reverse(self.name)
        return path == url if self.name == "home" else path.startswith((url, *self.others))


INFLUENCERS = [
    Entry("influencers:roster_list", _("Teams"), Feature.PEOPLE_VIEW),
    Entry("influencers:board", _("Pipeline"), Feature.PEOPLE_VIEW, ("/influencers/",)),
    Entry("influencers:vetting_list", _("Review"), Feature.VET),
    Entry("influencers:touch_list", _("Keep in touch"), Feature.ROSTER_EDIT),
    Entry("influencers:training_list", _("Trainings"), Feature.TRAIN),
    Entry("influencers:join_list", _("Requests to join"), Feature.ROSTER_EDIT),
]
ORGANISATION = [
    Entry("network:area_list", _("Areas"), Feature.AREA_VIEW, ("/cells/", "/offices/", "/appointments/")),
    Entry("network:person_list", _("People"), Feature.PEOPLE_VIEW),
    Entry("network:import_list", _("Imports"), Feature.IMPORT_RUN),
    Entry("network:export_list", _("Exports"), Feature.EXPORT),
]
# An entry stands by itself, or several stand together below one name.
MENU: list[Entry | tuple[Promise, list[Entry]]] = [
    Entry("home", _("Overview"), Feature.COVERAGE_VIEW),
    Entry("campaigns:calendar", _("Calendar"), Feature.TOPIC_VIEW),
    Entry("campaigns:topic_list", _("Topics"), Feature.TOPIC_VIEW, ("/segments/",)),
    Entry("campaigns:plan", _("Who is asked"), Feature.ROSTER_EDIT, ("/asks/",)),
    Entry("campaigns:blackout_list", _("Silence and pauses"), Feature.TOPIC_SCHEDULE, ("/polls/",)),
    Entry("campaigns:post_list", _("Check posts"), Feature.POST_VERIFY),
    Entry("campaigns:hand_over_list", _("Hand over"), Feature.ROSTER_EDIT),
    (_("Influencers"), INFLUENCERS),
    (_("Organisation"), ORGANISATION),
    Entry("network:search", _("Search"), Feature.AREA_VIEW, icon="search"),
    Entry("campaigns:work_list", _("My work"), None, ("/me/",)),
]


def site(request: HttpRequest) -> dict[str, object]:
    """The menu: `nav` as [{url, label, icon, is_current}], `subnav` as the lines of its present entry; and `demo`."""
    nav, subnav = _menu(request)
    return {"nav": nav, "subnav": subnav, "demo": settings.DEMO, "developer_pages": settings.DEVELOPER_PAGES}


def _menu(request: HttpRequest) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return [], []
    nav, subnav = [], []
    for part in MENU:
        label, entries = (part.label, [part]) if isinstance(part, Entry) else part
        lines = [
            {"url": reverse(entry.name), "label": entry.label, "is_current": entry.is_current(request.path)}
            for entry in entries
            if entry.feature is None or user.may(entry.feature)
        ]
        if not lines:
            continue
        is_current = any(line["is_current"] for line in lines)
        words = lines[0]["label"] if len(lines) == 1 else label
        icon = part.icon if isinstance(part, Entry) else ""
        nav.append({"url": lines[0]["url"], "label": words, "icon": icon, "is_current": is_current})
        if is_current and len(lines) > 1:
            subnav = lines
    return nav, subnav
