"""Influencers: entering a public voice, its accounts, and its steps from stage to stage."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Handle, Influencer
from influencers.services import handles
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


def declare_handle(influencer: Influencer, profile: str, *, platform: str | None, by: User | None) -> Handle:
    """Record a profile (link, or @handle with its platform) as the person's own account.

    Raises RuleBroken as `handles.declare` does.
    """
    return handles.declare(influencer, profile, platform=platform, by=by)


@transaction.atomic
def step(influencer: Influencer, stage: str, *, by: User | None, reason: str = "") -> Influencer:
    """Move the influencer to the next stage. Raises RuleBroken for a step that the order does not know."""
    require(by, Feature.ROSTER_EDIT, influencer.district)
    influencer = Influencer.objects.select_for_update().get(pk=influencer.pk)
    if influencer.stage == stage:
        return influencer
    if not influencer.may_become(stage):
        raise RuleBroken(_("This step is not possible from the present stage."), code="wrong_step")
    before, influencer.stage, influencer.stage_at = influencer.stage, stage, timezone.now()
    influencer.save(update_fields=["stage", "stage_at"])
    audit.record("influencer.stepped", influencer, by=by, area=influencer.district, before=before, reason=reason)
    return influencer
