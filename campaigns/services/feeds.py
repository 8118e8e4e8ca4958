"""Feeds: the calendar of an office under a secret address that can be revoked."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns import ics
from campaigns.models import CalendarEntry, CalendarFeed
from campaigns.services import occurrences
from network.errors import RightMissing
from network.models import Appointment, User
from network.rights import Feature
from network.services import audit
from network.tokens import hash_token, new_token

BACK, AHEAD = datetime.timedelta(days=31), datetime.timedelta(days=400)
NOTE_EVERY = datetime.timedelta(hours=1)


def offices_of(user: User) -> QuerySet[Appointment]:
    """The user's own offices that see the calendar today."""
    held = Appointment.objects.live(timezone.localdate()).filter(person__user=user)
    seeing = [row.pk for row in held.select_related("office") if Feature.TOPIC_VIEW in row.features]
    return held.filter(pk__in=seeing).select_related("office", "area", "cell")


@transaction.atomic
def make(appointment: Appointment, *, by: User) -> str:
    """Make the address of an office that the user holds, and return it: it can't be shown again. An older one dies."""
    if not offices_of(by).filter(pk=appointment.pk).exists():
        raise RightMissing
    Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    CalendarFeed.objects.filter(appointment=appointment, revoked_at__isnull=True).update(revoked_at=timezone.now())
    token = new_token()
    feed = CalendarFeed.objects.create(
        appointment=appointment, token_hash=hash_token(token), language=translation.get_language() or "hi"
    )
    audit.record("calendar_feed.made", feed, by=by, area=appointment.area)
    return settings.BASE_URL.rstrip("/") + reverse("campaigns:calendar_feed", args=[token])


@transaction.atomic
def revoke(feed: CalendarFeed, *, by: User) -> None:
    """Kill the address for good; it answers like one that never was. Its holder may, and nobody else."""
    if feed.appointment.person.user_id != by.pk:
        raise RightMissing
    if CalendarFeed.objects.filter(pk=feed.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        audit.record("calendar_feed.revoked", feed, by=by, area=feed.appointment.area)


def find(token: str) -> CalendarFeed | None:
    """The feed that an address opens, or None: unknown, revoked, and of an office that ended look alike."""
    feed = (
        CalendarFeed.objects.filter(token_hash=hash_token(token), revoked_at__isnull=True)
        .select_related("appointment__person__user", "appointment__area", "appointment__office")
        .first()
    )
    if feed is None or not offices_of(feed.appointment.person.user).filter(pk=feed.appointment_id).exists():
        return None
    return feed if feed.appointment.person.user.is_active else None


def content(feed: CalendarFeed) -> bytes:
    """The file: what the office sees, from a month back to thirteen months ahead, in the language it was made in."""
    today, user = timezone.localdate(), feed.appointment.person.user
    seen = CalendarEntry.objects.visible_to(user, Feature.TOPIC_VIEW).reaching(feed.appointment.area)
    with translation.override(feed.language):
        name = _("Samvad: %(area)s") % {"area": feed.appointment.area.name}
        found = occurrences.between(seen, today - BACK, today + AHEAD)
        return ics.write(name, found, host=urlsplit(settings.BASE_URL).hostname or "samvad", base_url=settings.BASE_URL)


def note_fetched(feed: CalendarFeed) -> None:
    """Remember, to the hour, that a program still asks for it, so that its holder can see a forgotten one."""
    now = timezone.now()
    if feed.fetched_at is None or now - feed.fetched_at >= NOTE_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=now)
