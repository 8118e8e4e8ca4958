"""Invitations: asking a person for their own consent by a link that somebody hands over."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, Invitation
from influencers.services import consents, influencers, rosters
from network.errors import RuleBroken
from network.models import User
from network.models.people import PHONE_FIELDS
from network.rights import Feature, require
from network.services import audit
from network.tokens import hash_token, new_token

MOST_EVER = 3  # an unanswered person is asked at most three times, ever
VALID_FOR = datetime.timedelta(days=14)


@transaction.atomic
def make(influencer: Influencer, *, by: User | None) -> str:
    """Make a link for the person and return its token; it can't be shown again. Older unanswered links die.

    Raises RuleBroken after the third one, and when the person consents already.
    """
    require(by, Feature.ROSTER_EDIT, influencer.district)
    influencer = Influencer.objects.select_for_update().get(pk=influencer.pk)
    person = influencer.person
    if person.consents.live().filter(purpose="briefs").exists():
        raise RuleBroken(_("This person has already said yes."), code="consents_already")
    if person.invitations.count() >= MOST_EVER:
        raise RuleBroken(_("This person was asked three times; they are not asked again."), code="asked_enough")
    now = timezone.now()
    person.invitations.filter(answered_at__isnull=True).update(expires_at=now)
    token = new_token()
    invitation = Invitation.objects.create(
        person=person, token_hash=hash_token(token), made_by=by, expires_at=now + VALID_FOR
    )
    audit.record("invitation.made", invitation, by=by, area=influencer.district, influencer=influencer.code)
    return token


def find(token: str) -> Invitation | None:
    """The open invitation of that token, or None: unknown, expired and answered ones look alike."""
    return (
        Invitation.objects.filter(token_hash=hash_token(token), expires_at__gt=timezone.now(), answered_at__isnull=True)
        .select_related("person__influencer__district", "person__home_area")
        .first()
    )


@transaction.atomic
def accept(invitation: Invitation, *, purposes: list[str], is_adult: bool) -> Invitation:
    """Record the person's own yes. Raises RuleBroken as `consents.give` does."""
    invitation = _lock(invitation)
    notice = consents.newest_notice()
    consents.give(invitation.person, purposes, notice=notice, channel="invitation", is_adult=is_adult, by=None)
    if "briefs" in purposes:
        influencers.step(invitation.person.influencer, Influencer.Stage.ACTIVE, by=None, reason="own consent")
    return _close(invitation, is_accepted=True)


@transaction.atomic
def refuse(invitation: Invitation) -> Invitation:
    """Record that the person said no or was entered by mistake: their contact data is erased at once."""
    invitation = _lock(invitation)
    person = invitation.person
    influencers.step(person.influencer, Influencer.Stage.DECLINED, by=None, reason="own decision")
    rosters.end_places(person, why="declined", by=None)
    person.phone, person.email, person.status = None, "", person.Status.LEFT
    person.save(update_fields=[*PHONE_FIELDS, "email", "status"])
    return _close(invitation, is_accepted=False)


def _lock(invitation: Invitation) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("person__influencer").get(pk=invitation.pk)
    )
    if invitation.answered_at is not None:
        raise RuleBroken(_("This invitation was already answered."), code="answered_already")
    return invitation


def _close(invitation: Invitation, *, is_accepted: bool) -> Invitation:
    invitation.answered_at, invitation.is_accepted = timezone.now(), is_accepted
    invitation.save(update_fields=["answered_at", "is_accepted"])
    audit.record("invitation.answered", invitation, by=None, area=invitation.person.home_area, accepted=is_accepted)
    return invitation
