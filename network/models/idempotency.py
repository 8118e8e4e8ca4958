"""Answers of the API that are kept for a day, so that a call that is repeated with its key does nothing twice."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.scope import ScopedQuerySet


class ApiAnswer(models.Model):
    """What a call with an Idempotency-Key was answered; only the same login with the same key is told it again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("login"))
    key = models.CharField(_("key"), max_length=200)
    # SHA-256 over method, address and body of the call.
    fingerprint = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(null=True)
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)

    objects = ScopedQuerySet.as_manager()
    scope_own = "user"

    class Meta:
        verbose_name = _("answer of the API")
        verbose_name_plural = _("answers of the API")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="api_answer_is_given_once")]

    def __str__(self) -> str:
        return self.key
