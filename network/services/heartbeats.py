"""Heartbeats: processes say that they live; readiness asks how long ago."""

import datetime

from django.utils import timezone

from network.models import Heartbeat


def record(name: str) -> None:
    """Note that a process of that name lives now (one row a name)."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def age(name: str) -> datetime.timedelta | None:
    """How long ago a process of that name was last alive; None when it never was."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return timezone.now() - at if at else None
