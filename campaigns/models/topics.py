"""Topics: what the network speaks about, from a draft to the day it is closed."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.bilingual import Said, said
from network.codes import new_code
from network.history import kept
from network.scope import ScopedQuerySet


def _who(name: Promise) -> models.ForeignKey:
    """The person of a step."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=name
    )


class TopicQuerySet(ScopedQuerySet):
    def live(self) -> Self:
        return self.filter(status=Topic.Status.LIVE)

    def due(self, at: datetime.datetime) -> Self:
        """Scheduled topics whose moment has come."""
        return self.filter(status=Topic.Status.SCHEDULED, release_at__lte=at)


@kept()
class Topic(models.Model):
    """A subject of the day for an area: written by one person, cleared by another, released on time."""

    class Kind(models.TextChoices):
        ANNIVERSARY = "anniversary", _("anniversary")
        DAY = "day", _("day")
        EVENT = "event", _("event")
        ELECTION = "election", _("election")
        POLICY = "policy", _("policy")
        RAPID_RESPONSE = "rapid_response", _("rapid response")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CLEARED = "cleared", _("cleared")
        SCHEDULED = "scheduled", _("scheduled")
        LIVE = "live", _("live")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    NEXT = {
        Status.DRAFT: {Status.CLEARED, Status.WITHDRAWN},
        Status.CLEARED: {Status.SCHEDULED, Status.DRAFT, Status.WITHDRAWN},
        Status.SCHEDULED: {Status.LIVE, Status.CLEARED, Status.WITHDRAWN},
        Status.LIVE: {Status.CLOSED, Status.WITHDRAWN},
        Status.CLOSED: set(),
        Status.WITHDRAWN: set(),
    }

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    title_hi = models.CharField(_("title in Hindi"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="topics", verbose_name=_("for"))
    calendar_entry = models.ForeignKey(
        "campaigns.CalendarEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="topics",
        verbose_name=_("calendar entry"),
    )
    occurs_on = models.DateField(_("day"), null=True, blank=True)
    # The window in which people write: from this moment (or from the release) until that one.
    opens_at = models.DateTimeField(_("open from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("open until"))
    # Rises with each edit, so that a form opened before another's edit is told so instead of overwriting it.
    version = models.PositiveIntegerField(default=1, editable=False)
    # The open form that saved last: its own next save is never "somebody else's edit".
    sheet = models.CharField(max_length=22, blank=True, default="", editable=False)

    # Each step with who and when; nobody (None) stands for the clock.
    written_by = _who(_("written by"))
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    cleared_by = _who(_("cleared by"))
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)
    scheduled_by = _who(_("scheduled by"))
    scheduled_at = models.DateTimeField(_("scheduled"), null=True, blank=True)
    release_at = models.DateTimeField(_("goes out at"), null=True, blank=True)
    released_by = _who(_("sent out by"))
    released_at = models.DateTimeField(_("went out"), null=True, blank=True)
    closed_by = _who(_("closed by"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    withdrawn_by = _who(_("withdrawn by"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    # {"no_consent": 12, "silence": 3}: whom the gate kept back at release, by reason.
    kept_back = models.JSONField(_("kept back by the gate"), default=dict, editable=False)

    objects = TopicQuerySet.as_manager()
    scope_area = "area__path"
    scope_handed_down = Q(status__in=["live", "closed"])

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["release_at"], condition=Q(status="scheduled"), name="topic_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True) | ~Q(cleared_by=F("written_by")),
                name="topic_is_cleared_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["cleared", "scheduled", "live", "closed"]) | Q(cleared_at__isnull=False),
                name="topic_goes_nowhere_uncleared",
            ),
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(release_at__isnull=False), name="topic_scheduled_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(opens_at__lt=F("closes_at")), name="topic_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> Said:
        """The title in the reader's language, as far as it exists."""
        return said(self.title_hi, self.title_en)

    @property
    def shown_corrections(self) -> list[models.Model]:
        """The published corrections, newest first, out of those that were fetched with the topic."""
        rows = [row for row in self.corrections.all() if row.status == "published"]
        return sorted(rows, key=lambda row: row.published_at, reverse=True)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:topic_detail", args=[self.code])

    def may_become(self, status: str) -> bool:
        return status in self.NEXT[self.Status(self.status)]
