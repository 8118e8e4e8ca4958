"""Decides what is said of our health: the process lives; and each part it stands on, told apart."""

import datetime
import time
from collections.abc import Callable

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns import channels
from network.services import heartbeats

FRESH = datetime.timedelta(seconds=20)  # heartbeats are written every 5 s


class PartFailed(Exception):
    """A part that is not ready; the text says why."""


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives; asks nothing of anybody."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part is ready, else 503 naming those that are not: {"ready", "failing", "parts", "channels"}.

    A channel that is off is a choice and no failure; it stands there with the settings that are missing.
    """
    parts = {name: _ask(check) for name, check in CHECKS.items()}
    failing = [name for name, said in parts.items() if said != "ok"]
    answer = {"ready": not failing, "failing": failing, "parts": parts, "channels": channels.standing()}
    return JsonResponse(answer, status=503 if failing else 200)


def check_database() -> None:
    """The database answers, finds trigrams in Devanagari, and our role is no superuser (row-level security)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            raise PartFailed("the role is a superuser: row-level security would not hold")
        cursor.execute("SELECT cardinality(show_trgm('रमेश')) > 0")
        if not cursor.fetchone()[0]:
            raise PartFailed("no trigrams in Devanagari: the database needs a UTF-8 LC_CTYPE")


def check_broker() -> None:
    """The Redis-protocol server answers a PING."""
    address = settings.CACHES["default"]["LOCATION"]
    with redis.from_url(address, socket_timeout=2, socket_connect_timeout=2) as client:
        client.ping()


def check_worker() -> None:
    """A worker wrote its heartbeat row a moment ago."""
    _refuse_old("worker")


def check_beat() -> None:
    """The beat that counts wrote its heartbeat row a moment ago."""
    _refuse_old("beat")


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "broker": check_broker,
    "worker": check_worker,
    "beat": check_beat,
}


def _refuse_old(name: str) -> None:
    age = heartbeats.age(name)
    if age is None:
        raise PartFailed("no heartbeat yet")
    if age > FRESH:
        raise PartFailed(f"the last heartbeat is {int(age.total_seconds())} s old")


def _ask(check: Callable[[], None]) -> str:
    started = time.monotonic()
    try:
        check()
    except PartFailed as error:
        return str(error)
    except (DatabaseError, redis.RedisError, OSError) as error:
        return f"{type(error).__name__} after {time.monotonic() - started:.1f} s"
    return "ok"
