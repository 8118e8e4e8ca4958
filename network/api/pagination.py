"""Lists of the API page by keyset: constant cost however far one reads, and no count of a big table."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """Newest first by primary key; `page_size` up to 200."""

    ordering = "-pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class PathPagination(KeysetPagination):
    """Areas in the order of the tree: by path, so that a subtree is one range of the index."""

    ordering = "path"
