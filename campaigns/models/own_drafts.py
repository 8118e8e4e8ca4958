"""Own drafts: what a person wrote in their own words on the sheet beside a brief, and how like other texts it is."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.originality import REVIEW, WARN
from network.scope import ScopedQuerySet


class OwnDraft(models.Model):
    """The sheet of one assignment. It is the person's own: nobody else reads it, except a lead who checks an alike post."""

    assignment = models.OneToOneField(
        "campaigns.Assignment", models.CASCADE, related_name="own_draft", verbose_name=_("assignment")
    )
    text = models.TextField(_("text"), max_length=5000)
    signature = models.BinaryField(editable=False)
    bands = ArrayField(models.BigIntegerField(), editable=False)
    likeness = models.PositiveSmallIntegerField(_("likeness in percent"), default=0)
    # The other person's draft it is most like; None with a figure above 0 means the brief itself.
    like = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("like"))
    saved_at = models.DateTimeField(_("saved"))
    checked_at = models.DateTimeField(_("compared"))

    objects = ScopedQuerySet.as_manager()
    scope_area = ""
    scope_own = "assignment__influencer__person__user"

    class Meta:
        verbose_name = _("own draft")
        verbose_name_plural = _("own drafts")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(likeness__lte=100), name="own_draft_likeness_is_a_share")]
        indexes = [GinIndex(fields=["bands"], name="own_draft_alike")]

    def __str__(self) -> str:
        return str(self.assignment)

    @property
    def is_warned(self) -> bool:
        return self.likeness >= WARN

    @property
    def needs_review(self) -> bool:
        return self.likeness >= REVIEW
