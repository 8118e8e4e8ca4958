"""Posts: handing in the link of what was published, and judging it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Assignment, Post
from campaigns.services import assignments, compose
from influencers.links import LinkRefused, PostLink, canonical_post
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit


@transaction.atomic
def submit(assignment: Assignment, *, link: str, by: User | None) -> Post:
    """Record a link as the proof for an accepted assignment; one link counts once, for one person.

    Raises RuleBroken for what is not a post of a known platform (saying what is accepted), for a link that somebody
    handed in before, and when the assignment was not accepted.
    """
    assignments.require_part(by, assignment)
    try:
        found = canonical_post(link)
    except LinkRefused as error:
        raise RuleBroken(str(error), code=error.code) from error
    assignment = assignments.lock(assignment)
    assignments.refuse_when_over(assignment)
    if not assignment.may_become(Assignment.Status.CLAIMED):
        raise RuleBroken(_("Accept the brief first, then hand in the link."), code="not_accepted")
    post = _record(assignment, found, by)
    compose.hand_in(assignment)
    assignments.change(assignment, Assignment.Status.CLAIMED, by=by, claimed_at=timezone.now())
    return post


def verify(post: Post, *, by: User, has_compared: bool = False) -> Post:
    """A lead saw the post and it is what was asked for: from now on it counts.

    Raises RuleBroken for a text that is 90 % like another one until the lead says to have compared both.
    """
    require(by, Feature.POST_VERIFY, post.district)
    if post.status == Post.Status.CLAIMED:
        compose.refuse_uncompared(post.assignment, has_compared=has_compared)
    return _judge(post, Post.Status.VERIFIED, by=by, reason="")


def reject(post: Post, *, reason: str, by: User) -> Post:
    """A lead saw that the link does not count; the person may hand in another one. Raises RuleBroken without reason."""
    if not reason.strip():
        raise RuleBroken(_("Say why, so that the person can put it right."), code="reason_missing")
    return _judge(post, Post.Status.REJECTED, by=by, reason=reason.strip())


@transaction.atomic
def _judge(post: Post, status: str, *, by: User, reason: str) -> Post:
    require(by, Feature.POST_VERIFY, post.district)
    assignment = assignments.lock(post.assignment)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.status == status:
        return post
    if assignment.influencer.person.user_id == by.pk:
        raise RuleBroken(_("Nobody checks their own post."), code="oneself")
    if not post.may_become(status):
        raise RuleBroken(_("Somebody else has already checked this post."), code="judged_already")
    post.status, post.judged_by, post.judged_at, post.reason = status, by, timezone.now(), reason[:200]
    post.save(update_fields=["status", "judged_by", "judged_at", "reason"])
    audit.record(f"post.{status}", post, by=by, area=post.district, reason=post.reason)
    assignments.change(assignment, status, by=by)
    return post


def _record(assignment: Assignment, found: PostLink, by: User | None) -> Post:
    post = Post(
        assignment=assignment,
        district=assignment.district,
        platform=found.platform,
        key=found.key,
        url=found.url,
        handle_match=_match_handle(assignment, found),
        submitted_by=by,
    )
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise RuleBroken(_("This link was already handed in."), code="link_known") from error
    audit.record("post.submitted", post, by=by, area=assignment.district, url=post.url)
    return post


def _match_handle(assignment: Assignment, found: PostLink) -> str:
    if not found.handle:
        return Post.HandleMatch.UNKNOWN
    own = assignment.influencer.handles.current().filter(platform=found.platform, handle__iexact=found.handle)
    return Post.HandleMatch.OWN if own.exists() else Post.HandleMatch.OTHER
