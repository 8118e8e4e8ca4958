"""Influencers: entering a public voice, its accounts, and its steps from stage to stage."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.links import LinkRefused, canonical_profile
from influencers.models import Handle, Influencer
from influencers.services import rosters
from network.errors import RuleBroken
from network.models import Area, Person, User
from network.rights import Feature, require
from network.services import audit


@transaction.atomic
def enter(
    person: Person, *, district: Area, by: User | None, subjects: list[str] | None = None, **fields: object
) -> Influencer:
    """Record the person as a possible voice of the district. Raises RuleBroken when recorded already."""
    require(by, Feature.ROSTER_EDIT, district)
    try:
        with transaction.atomic():
            influencer = Influencer.objects.create(person=person, district=district, subjects=subjects or [], **fields)
    except IntegrityError as error:
        raise RuleBroken(_("This person is already recorded as an influencer."), code="recorded_already") from error
    audit.record("influencer.entered", influencer, by=by, area=district)
    return influencer


@transaction.atomic
def declare_handle(influencer: Influencer, profile: str, *, platform: str | None, by: User | None) -> Handle:
    """Record a profile (link, or @handle with its platform) as the person's own account.

    Raises RuleBroken for what is no profile and for an account that belongs to somebody else.
    """
    require(by, Feature.ROSTER_EDIT, influencer.district)
    try:
        found = canonical_profile(profile, platform=platform)
    except LinkRefused as error:
        raise RuleBroken(str(error), code=error.code) from error
    handle, _created = Handle.objects.get_or_create(
        platform=found.platform, handle=found.handle, defaults={"influencer": influencer, "url": found.url}
    )
    if handle.influencer_id != influencer.pk:
        raise RuleBroken(_("This account is already recorded for another person."), code="handle_taken")
    audit.record("handle.declared", handle, by=by, area=influencer.district)
    return handle


@transaction.atomic
def step(influencer: Influencer, stage: str, *, by: User | None, reason: str = "") -> Influencer:
    """Move the influencer to the next stage; who leaves or declines has no place in a team any more.

    Raises RuleBroken for a step that the order does not know.
    """
    require(by, Feature.ROSTER_EDIT, influencer.district)
    influencer = Influencer.objects.select_for_update().get(pk=influencer.pk)
    if influencer.stage == stage:
        return influencer
    if not influencer.may_become(stage):
        raise RuleBroken(_("This step is not possible from the present stage."), code="wrong_step")
    before, influencer.stage, influencer.stage_at = influencer.stage, stage, timezone.now()
    influencer.save(update_fields=["stage", "stage_at"])
    if stage in rosters.GONE:
        rosters.end_places(influencer.person, why=reason or stage, by=by)
    audit.record("influencer.stepped", influencer, by=by, area=influencer.district, before=before, reason=reason)
    return influencer
