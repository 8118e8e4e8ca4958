"""Lists of the API page by keyset: constant cost however far one reads, and no count of a big table."""

from django.db.models import QuerySet
from rest_framework.filters import OrderingFilter
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView


class KeysetPagination(CursorPagination):
    """Newest first by primary key, or in the order asked for (?ordering=name_hi); `page_size` up to 200.

    Any order ends in the primary key, so that rows with the same name are neither lost nor doubled between pages.
    """

    ordering = "-pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_ordering(self, request: Request, queryset: QuerySet, view: APIView) -> tuple[str, ...]:
        """The fields that the list is in the order of."""
        asked = tuple(super().get_ordering(request, queryset, view))
        if {field.lstrip("-") for field in asked} & {"pk", "path"}:
            return asked
        return (*asked, "-pk" if asked[0].startswith("-") else "pk")


class PathPagination(KeysetPagination):
    """Areas in the order of the tree: by path, so that a subtree is one range of the index."""

    ordering = "path"


class TermOrdering(OrderingFilter):
    """Orders appointments by a day of their term (see `with_order_keys`): thousands may begin on one day, or have no end, and
    a page remembers where it stopped only by a key that no two rows share.
    """

    keys = {"starts_on": "starts_key", "ends_on": "ends_key"}

    def get_ordering(self, request: Request, queryset: QuerySet, view: APIView) -> list[str] | None:
        """The keys of the days asked for, or None."""
        asked = super().get_ordering(request, queryset, view) or []
        found = [("-" if name.startswith("-") else "") + self.keys[name.lstrip("-")] for name in asked]
        return found or None
