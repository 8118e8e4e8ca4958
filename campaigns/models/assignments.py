"""Assignments: who was asked to write on which topic from which angle, and how far it got."""

import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet

if TYPE_CHECKING:
    from network.models import User


class AssignmentQuerySet(ScopedQuerySet):
    def unanswered(self) -> Self:
        return self.filter(status__in=["offered", "seen"])

    def overdue(self, at: datetime.datetime) -> Self:
        """Unanswered although the topic's window is over."""
        return self.unanswered().filter(topic__closes_at__lte=at)

    def with_shown_status(self, user: "User") -> Self:
        """Add `shown_status`: how the row stands before the reader. See `Assignment.status_for`."""
        own = Q(influencer__person__user=user)
        is_no = ~own & Q(status="declined")
        return self.annotate(
            shown_status=Case(
                When(is_no & Q(topic__status="live"), then=Value("seen")),
                When(is_no, then=Value("lapsed")),
                default=F("status"),
                output_field=models.CharField(),
            )
        )

    def for_reading(self) -> Self:
        """With everything the brief page shows, in a fixed number of queries."""
        return self.select_related(
            "topic__brief", "topic__area", "angle", "district", "influencer__person"
        ).prefetch_related("topic__brief__facts", "topic__corrections", "posts")


class Assignment(models.Model):
    """Topic × influencer × angle. The person may decline without a reason; what was claimed counts once verified."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("offered")
        SEEN = "seen", _("seen")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        CLAIMED = "claimed", _("claimed")
        VERIFIED = "verified", _("verified")
        REJECTED = "rejected", _("not accepted")
        LAPSED = "lapsed", _("lapsed")

    class Why(models.TextChoices):
        """Why somebody says no, if they care to tell; nothing in it says what they think or how they are."""

        NO_TIME = "no_time", _("no time now")
        NOT_MY_SUBJECT = "not_my_subject", _("not my subject")
        KNOWS_TOO_LITTLE = "knows_too_little", _("I know too little about it")
        TOO_OFTEN = "too_often", _("I am asked too often")
        OTHER = "other", _("something else")

    NEXT = {
        Status.OFFERED: {Status.SEEN, Status.ACCEPTED, Status.DECLINED, Status.LAPSED},
        Status.SEEN: {Status.ACCEPTED, Status.DECLINED, Status.LAPSED},
        Status.ACCEPTED: {Status.CLAIMED, Status.DECLINED, Status.LAPSED},
        Status.DECLINED: {Status.ACCEPTED},
        Status.CLAIMED: {Status.VERIFIED, Status.REJECTED},
        Status.VERIFIED: {Status.REJECTED},
        Status.REJECTED: {Status.CLAIMED, Status.LAPSED},
        Status.LAPSED: set(),
    }

    code = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    topic = models.ForeignKey("campaigns.Topic", models.PROTECT, related_name="assignments", verbose_name=_("topic"))
    influencer = models.ForeignKey(
        "influencers.Influencer", models.PROTECT, related_name="assignments", verbose_name=_("influencer")
    )
    angle = models.ForeignKey("campaigns.Angle", models.PROTECT, related_name="assignments", verbose_name=_("angle"))
    # The district of the person's team at release: where the work counts, also after a move.
    district = models.ForeignKey("network.Area", models.PROTECT, related_name="assignments", verbose_name=_("district"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OFFERED)
    offered_at = models.DateTimeField(_("offered"))
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    # Told by nobody but the person, and shown to no lead (see docs/decisions/0012).
    decline_reason = models.CharField(_("why declined"), max_length=16, choices=Why, blank=True, db_default="")
    nudged_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    # The one unanswered or declined assignment that this one makes up for: each has one reserve at most.
    stands_in_for = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reserve", verbose_name=_("stands in for")
    )

    objects = AssignmentQuerySet.as_manager()
    scope_area = "district__path"
    scope_own = "influencer__person__user"

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "influencer"], name="assignment_is_offered_once"),
        ]
        indexes = [
            models.Index(fields=["topic", "district", "status"], name="assignment_counts"),
            models.Index(fields=["influencer", "offered_at"], name="assignment_asks"),
            models.Index(fields=["topic"], condition=Q(status__in=["offered", "seen"]), name="assignment_unanswered"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.influencer}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:work_detail", args=[self.code])

    def status_for(self, user: "User") -> str:
        """A no is told to nobody but the person: others see that the brief was looked at, and later that it lapsed."""
        if self.status != self.Status.DECLINED or self.influencer.person.user_id == user.pk:
            return self.status
        return self.Status.SEEN if self.topic.status == "live" else self.Status.LAPSED

    def may_become(self, status: str) -> bool:
        return status in self.NEXT[self.Status(self.status)]


class BriefLink(models.Model):
    """The capability to open one assignment's brief and nothing else. Only the hash of its token is kept."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("brief link")
        verbose_name_plural = _("brief links")

    def __str__(self) -> str:
        return str(self.assignment)
