"""Accounts: declaring one's own, one on each platform; showing that it is one's own; giving it up."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from influencers.links import LinkRefused, canonical_profile
from influencers.models import Handle, Influencer
from network.codes import ALPHABET
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

CODE_LETTERS = 6


class Seen:
    """How a lead knows that an account is the person's own."""

    CODE, PERSON = "code", "person"


@transaction.atomic
def declare(influencer: Influencer, profile: str, *, platform: str | None, by: User | None) -> Handle:
    """Record a profile (a link in any form, or @name with its platform) as the person's own account.

    The person may do this, and who forms the team. Raises RuleBroken for what is no profile, for an account of somebody
    else, and for a second account on a platform (Meta and X call second accounts inauthentic).
    """
    _require_part(by, influencer)
    try:
        found = canonical_profile(profile, platform=platform)
    except LinkRefused as error:
        raise RuleBroken(str(error), code=error.code) from error
    influencer = Influencer.objects.select_for_update(of=("self",)).select_related("district").get(pk=influencer.pk)
    handle = Handle.objects.filter(platform=found.platform, handle=found.handle).first()
    if handle is not None and handle.influencer_id != influencer.pk:
        raise RuleBroken(_("This account is already recorded for another person."), code="handle_taken")
    if influencer.handles.current().filter(platform=found.platform).exclude(pk=handle.pk if handle else None).exists():
        raise RuleBroken(
            _("Another account on this platform is declared already. Give that one up first."), code="platform_taken"
        )
    handle = handle or Handle(influencer=influencer, platform=found.platform, handle=found.handle, url=found.url)
    handle.retired_at = None
    try:
        with transaction.atomic():
            handle.save()
    except IntegrityError as error:
        raise RuleBroken(_("This account is already recorded for another person."), code="handle_taken") from error
    audit.record("handle.declared", handle, by=by, area=influencer.district)
    return handle


@transaction.atomic
def give_up(handle: Handle, *, by: User | None) -> Handle:
    """The account is no longer the person's; what they wrote there stays theirs. Giving it up twice changes nothing."""
    _require_part(by, handle.influencer)
    if handle.retired_at is None:
        handle.retired_at, handle.verify_code, handle.verified_at, handle.verified_by = timezone.now(), "", None, None
        handle.save(update_fields=["retired_at", "verify_code", "verified_at", "verified_by"])
        audit.record("handle.given_up", handle, by=by, area=handle.influencer.district)
    return handle


@transaction.atomic
def ask_for_code(handle: Handle, *, by: User) -> str:
    """The code that the person places in the description of the account; it is made once and stays the same."""
    _require_part(by, handle.influencer)
    if handle.retired_at is not None:
        raise RuleBroken(_("This account was given up."), code="given_up")
    if not handle.verify_code:
        handle.verify_code = f"samvad{get_random_string(CODE_LETTERS, ALPHABET)}"
        handle.save(update_fields=["verify_code"])
    return handle.verify_code


@transaction.atomic
def confirm(handle: Handle, *, seen: str, by: User) -> Handle:
    """A lead looked: the code stands in the account's description, or the lead knows the person and the account.

    Nobody confirms their own account. Raises RuleBroken where no code was asked for that could have been seen.
    """
    require(by, Feature.ROSTER_EDIT, handle.influencer.district)
    if handle.influencer.person.user_id == by.pk:
        raise RuleBroken(_("Somebody else has to confirm your own account."), code="oneself")
    if handle.retired_at is not None:
        raise RuleBroken(_("This account was given up."), code="given_up")
    if seen not in (Seen.CODE, Seen.PERSON) or (seen == Seen.CODE and not handle.verify_code):
        raise RuleBroken(_("No code was asked for that could stand in the account."), code="no_code")
    handle.verified_at, handle.verified_by = timezone.now(), by
    handle.save(update_fields=["verified_at", "verified_by"])
    audit.record("handle.verified", handle, by=by, area=handle.influencer.district, seen=seen)
    return handle


def _require_part(by: User | None, influencer: Influencer) -> None:
    if by is not None and influencer.person.user_id != by.pk:
        require(by, Feature.ROSTER_EDIT, influencer.district)
