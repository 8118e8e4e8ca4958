"""Notices: what stands new inside Samvad, and that it was read."""

from django.utils import timezone

from campaigns.models import Assignment, Notice
from network.models import User


def unread_codes(user: User) -> set:
    """The codes of the user's own assignments that carry an unread notice."""
    unread = Notice.objects.filter(person__user=user, read_at__isnull=True, assignment__isnull=False)
    return set(unread.values_list("assignment__code", flat=True))


def read(assignment: Assignment, *, by: User) -> None:
    """Note that the user read what was said about the assignment."""
    Notice.objects.filter(assignment=assignment, person__user=by, read_at__isnull=True).update(read_at=timezone.now())
