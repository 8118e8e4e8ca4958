"""Files: screenshots and training material, kept beside the rows they belong to, and as harmless as they can be made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.codes import new_code
from network.scope import ScopedQuerySet


class StoredFile(models.Model):
    """A file that somebody uploaded: its type was looked for in its content, pictures were encoded anew."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    area = models.ForeignKey("network.Area", models.PROTECT, related_name="+", verbose_name=_("area"))
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = ScopedQuerySet.as_manager()
    scope_area = "area__path"

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
