"""Coverage roll-ups: counts per topic and district, so that no page ever counts raw rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet

STEPS = ("offered", "seen", "accepted", "declined", "claimed", "verified", "rejected", "lapsed")
MESSAGES = ("queued", "sent", "failed", "stopped")  # of briefs: messages, not people
COUNTED = (*STEPS, *MESSAGES)


class CoverageCount(models.Model):
    """How many assignments of a topic in a district reached each step, and what became of the messages with the brief.

    Steps are cumulative where they build on each other: a verified assignment is also claimed, accepted, seen
    and offered. `declined`, `rejected` and `lapsed` count those that stand there now.
    """

    topic = models.ForeignKey("campaigns.Topic", models.CASCADE, related_name="coverage", verbose_name=_("topic"))
    district = models.ForeignKey("network.Area", models.CASCADE, related_name="coverage", verbose_name=_("district"))
    offered = models.PositiveIntegerField(_("offered"), default=0)
    seen = models.PositiveIntegerField(_("seen"), default=0)
    accepted = models.PositiveIntegerField(_("accepted"), default=0)
    declined = models.PositiveIntegerField(_("declined"), default=0)
    claimed = models.PositiveIntegerField(_("claimed"), default=0)
    verified = models.PositiveIntegerField(_("verified"), default=0)
    rejected = models.PositiveIntegerField(_("not accepted"), default=0)
    lapsed = models.PositiveIntegerField(_("lapsed"), default=0)
    queued = models.PositiveIntegerField(_("messages that wait"), default=0)
    sent = models.PositiveIntegerField(_("messages sent"), default=0)
    failed = models.PositiveIntegerField(_("messages failed"), default=0)
    stopped = models.PositiveIntegerField(_("messages stopped"), default=0)
    refreshed_at = models.DateTimeField(_("counted"))

    objects = ScopedQuerySet.as_manager()
    scope_area = "district__path"

    class Meta:
        verbose_name = _("coverage count")
        verbose_name_plural = _("coverage counts")
        constraints = [models.UniqueConstraint(fields=["topic", "district"], name="coverage_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.topic}, {self.district}"


class CoverageDirt(models.Model):
    """A topic and district whose counts have to be taken anew; written with the change, removed by the count."""

    topic = models.ForeignKey("campaigns.Topic", models.CASCADE, related_name="+")
    district = models.ForeignKey("network.Area", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("coverage to count")
        verbose_name_plural = _("coverage to count")

    def __str__(self) -> str:
        return f"{self.topic_id}, {self.district_id}"
