"""Posts: what people published, by its link; a post counts after somebody checked it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from influencers.links import Platform
from network.codes import new_code
from network.history import kept
from network.scope import ScopedQuerySet


class PostQuerySet(ScopedQuerySet):
    def claimed(self) -> Self:
        return self.filter(status=Post.Status.CLAIMED)


@kept()
class Post(models.Model):
    """The link a person handed in for an assignment. claimed → verified / rejected; removed when it is gone."""

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("claimed")
        VERIFIED = "verified", _("verified")
        REJECTED = "rejected", _("not accepted")
        REMOVED = "removed", _("removed")

    NEXT = {
        Status.CLAIMED: {Status.VERIFIED, Status.REJECTED},
        Status.VERIFIED: {Status.REJECTED, Status.REMOVED},
        Status.REJECTED: set(),
        Status.REMOVED: set(),
    }

    class HandleMatch(models.TextChoices):
        OWN = "own", _("the person's declared account")
        OTHER = "other", _("not a declared account of the person")
        UNKNOWN = "unknown", _("the link does not say whose account it is")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    assignment = models.ForeignKey(
        "campaigns.Assignment", models.PROTECT, related_name="posts", verbose_name=_("assignment")
    )
    # Copied from the assignment: lists and queues filter by place without a join.
    district = models.ForeignKey("network.Area", models.PROTECT, related_name="posts", verbose_name=_("district"))
    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    key = models.CharField(_("number of the post"), max_length=200)
    url = models.URLField(_("link"), max_length=600)
    handle_match = models.CharField(_("account"), max_length=10, choices=HandleMatch)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CLAIMED)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    submitted_at = models.DateTimeField(_("handed in"), auto_now_add=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    judged_at = models.DateTimeField(_("checked"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = PostQuerySet.as_manager()
    scope_area = "district__path"
    scope_own = "assignment__influencer__person__user"

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "key"], condition=~Q(status="rejected"), name="post_link_counts_once"
            ),
            models.CheckConstraint(
                condition=Q(status="claimed") | Q(judged_at__isnull=False), name="post_judged_has_a_time"
            ),
            models.CheckConstraint(condition=~Q(status="rejected") | ~Q(reason=""), name="post_rejected_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["district", "id"], condition=Q(status="claimed"), name="post_to_check"),
            models.Index(fields=["-judged_at"], condition=Q(status="verified"), name="post_verified_lately"),
        ]

    def __str__(self) -> str:
        return self.url

    def may_become(self, status: str) -> bool:
        return status in self.NEXT[self.Status(self.status)]
