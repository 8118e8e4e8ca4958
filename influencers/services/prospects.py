"""Prospects: somebody was seen writing in public; who they are and why they are interesting is noted, nothing else."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from influencers.links import ProfileLink
from influencers.models import Handle, Influencer
from influencers.services import influencers
from network.errors import RuleBroken
from network.models import Area, User
from network.rights import Feature, require
from network.services import audit, people


@transaction.atomic
def add(
    *,
    name_hi: str,
    district: Area,
    profiles: Sequence[ProfileLink],
    note: str,
    by: User,
    name_en: str = "",
    languages: list[str] | None = None,
    owner: User | None = None,
    **fields: object,
) -> Influencer:
    """Enter a prospect: a person without any contact data, the influencer in the first stage, and the accounts, or nothing.

    `fields` are subjects, setting and declared_followers. Raises RuleBroken without an account or a reason, for an account
    that is recorded already, and for an owner who does not see the district.
    """
    require(by, Feature.ROSTER_EDIT, district)
    if not profiles:
        raise RuleBroken(_("Name at least one account on which this person writes."), code="account_missing")
    if not note.strip():
        raise RuleBroken(_("Say why this person is interesting."), code="reason_missing")
    influencers.refuse_owner(owner or by, district)
    person = people.create_without_contact(
        name_hi=name_hi, name_en=name_en, home_area=district, languages=languages or ["hi"], by=by
    )
    influencer = influencers.enter(person, district=district, owner=owner or by, reason=note, by=by, **fields)
    try:
        with transaction.atomic():
            handles = Handle.objects.bulk_create(
                [Handle(influencer=influencer, platform=p.platform, handle=p.handle, url=p.url) for p in profiles]
            )
    except IntegrityError as error:
        raise RuleBroken(_("One of these accounts is already recorded."), code="handle_taken") from error
    for handle in handles:
        audit.record("handle.declared", handle, by=by, area=district)
    return influencer
