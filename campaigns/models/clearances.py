"""Second clearances: while the model code is in force, two people vouch for the version that goes out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet


class SecondClearance(models.Model):
    """Somebody who neither wrote nor cleared the topic read this version, too."""

    topic = models.ForeignKey(
        "campaigns.Topic", models.CASCADE, related_name="second_clearances", verbose_name=_("topic")
    )
    version = models.PositiveIntegerField(_("version"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("cleared by"))
    at = models.DateTimeField(_("cleared"), auto_now_add=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "topic__area__path"

    class Meta:
        verbose_name = _("second clearance")
        verbose_name_plural = _("second clearances")
        constraints = [models.UniqueConstraint(fields=["topic", "version"], name="second_clearance_stands_once")]

    def __str__(self) -> str:
        return f"{self.topic}, {self.version}"
