"""Audit: writes the line that says who did what; services call it in the transaction of the act itself."""

from django.db import models

from network.models import Area, AuditEntry, User


def record(verb: str, subject: models.Model, *, by: User | None, area: Area | None = None, **details: object) -> None:
    """Add one line to the audit log: `verb` ("post.verified") on `subject`, by a login (None = the system)."""
    line(verb, subject, by=by, area=area, **details).save()


def line(
    verb: str, subject: models.Model, *, by: User | None, area: Area | None = None, **details: object
) -> AuditEntry:
    """The same line, not yet written, for those who write many at once."""
    return AuditEntry(
        verb=verb, subject_model=subject._meta.label_lower, subject_id=subject.pk, by=by, area=area, details=details
    )
