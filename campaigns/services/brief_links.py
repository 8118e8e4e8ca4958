"""Brief links: the capability to open one brief. It is no login, it can be revoked, and looking never spends it."""

import base64
import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaigns.models import Assignment, BriefLink
from network.models import User
from network.rights import Feature, require
from network.services import audit
from network.tokens import hash_token

VALID_AFTER_CLOSE = datetime.timedelta(days=7)


def token_for(assignment_id: int) -> str:
    """The token of an assignment's link: an HMAC of its number, so that a repeated send carries the same link.

    256 bits under the server's secret; the database holds only its hash, so a copy of it opens nothing.
    """
    digest = salted_hmac("campaigns.brief_link", str(assignment_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def ensure(assignments: list[Assignment]) -> dict[int, str]:
    """Make sure that each assignment (with its topic loaded) has its link; return tokens by assignment id."""
    tokens = {assignment.pk: token_for(assignment.pk) for assignment in assignments}
    BriefLink.objects.bulk_create(
        [
            BriefLink(
                assignment=assignment,
                token_hash=hash_token(tokens[assignment.pk]),
                expires_at=assignment.topic.closes_at + VALID_AFTER_CLOSE,
            )
            for assignment in assignments
        ],
        ignore_conflicts=True,
    )
    return tokens


def address(token: str) -> str:
    """The full address of a brief link, as it stands in messages."""
    return settings.BASE_URL.rstrip("/") + reverse("campaigns:brief_link", args=[token])


def find(token: str) -> Assignment | None:
    """The assignment a live link opens, or None: unknown, expired, revoked and withdrawn look alike."""
    link = (
        BriefLink.objects.filter(token_hash=hash_token(token), revoked_at__isnull=True, expires_at__gt=timezone.now())
        .exclude(assignment__topic__status="withdrawn")
        .first()
    )
    return Assignment.objects.for_reading().get(pk=link.assignment_id) if link else None


def revoke(assignment: Assignment, *, by: User | None) -> None:
    """Kill the link of an assignment for good."""
    require(by, Feature.ROSTER_EDIT, assignment.district)
    BriefLink.objects.filter(assignment=assignment, revoked_at__isnull=True).update(revoked_at=timezone.now())
    audit.record("brief_link.revoked", assignment, by=by, area=assignment.district)
