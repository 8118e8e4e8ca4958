"""Decides what the history says about where a change came from: page, API, admin, command or task, and whose."""

from contextlib import AbstractContextManager

import pghistory
from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

ROOMS = (("/api/", "api"), ("/admin/", "admin"))


class OriginMiddleware(HistoryMiddleware):
    """Notes login, address and kind of every writing request; secret parts of addresses (tokens) are left out."""

    def get_context(self, request: HttpRequest) -> dict[str, object]:
        """{"user": key or None, "from": "page" | "api" | "admin", "url": the address as long as it holds no secret}."""
        source = next((name for start, name in ROOMS if request.path.startswith(start)), "page")
        user = request.user.pk if request.user.is_authenticated else None
        is_capability = request.path.startswith(("/b/", "/i/", "/sign-in/"))
        return {"user": user, "from": source, "url": request.path.split("/")[1] if is_capability else request.path}


def came_from(source: str, name: str) -> AbstractContextManager:
    """The context of a command or a task: with came_from("task", "network.forget"): …"""
    return pghistory.context(**{"from": source, "name": name})
