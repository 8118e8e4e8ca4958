"""Influencers: entering a public voice, what is known of it, and its accounts."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from influencers.models import Handle, Influencer
from influencers.services import contacts, handles, pipeline
from network.errors import RuleBroken
from network.models import Area, Person, User
from network.rights import Feature, may, require
from network.services import audit

EDITABLE = ["subjects", "setting", "writing_style", "owner", "public_contact", "public_contact_url"]


@transaction.atomic
def enter(
    person: Person,
    *,
    district: Area,
    by: User | None,
    subjects: list[str] | None = None,
    reason: str = "",
    **fields: object,
) -> Influencer:
    """Record the person as a possible voice of the district, and why.

    Raises RuleBroken when recorded already, and for a stage before their yes where their contact data is kept.
    """
    require(by, Feature.ROSTER_EDIT, district)
    contacts.refuse_known(person, str(fields.get("stage", Influencer.Stage.SPOTTED)))
    try:
        with transaction.atomic():
            influencer = Influencer.objects.create(person=person, district=district, subjects=subjects or [], **fields)
    except IntegrityError as error:
        raise RuleBroken(_("This person is already recorded as an influencer."), code="recorded_already") from error
    pipeline.note_entry([influencer], by=by, reason=reason)
    audit.record("influencer.entered", influencer, by=by, area=district)
    return influencer


@transaction.atomic
def update(influencer: Influencer, *, by: User | None, **changes: object) -> Influencer:
    """Change what is known of an influencer: the fields of `EDITABLE`.

    Raises RuleBroken for a contact without the link where they made it public, and for an owner who does not see them.
    """
    require(by, Feature.ROSTER_EDIT, influencer.district)
    influencer = Influencer.objects.select_for_update(of=("self",)).get(pk=influencer.pk)
    for name in set(changes) & set(EDITABLE):
        setattr(influencer, name, changes[name])
    if influencer.public_contact and not influencer.public_contact_url:
        raise RuleBroken(_("Give the link where they made this contact public."), code="source_missing")
    if changes.get("owner") is not None:
        refuse_owner(influencer.owner, influencer.district)
    influencer.save(update_fields=EDITABLE)
    fields = sorted(set(changes) & set(EDITABLE))
    audit.record("influencer.changed", influencer, by=by, area=influencer.district, fields=fields)
    return influencer


def refuse_owner(owner: User, district: Area) -> None:
    """Raise RuleBroken for a login that does not see the people of the district."""
    if not may(owner, Feature.PEOPLE_VIEW, district):
        raise RuleBroken(_("Who looks after somebody has to see the people of the district."), code="owner_elsewhere")


@transaction.atomic
def declare_handle(influencer: Influencer, profile: str, *, platform: str | None, by: User | None) -> Handle:
    """Record a profile (link, or @handle with its platform) as the person's own account.

    Raises RuleBroken as `handles.declare` does.
    """
    return handles.declare(influencer, profile, platform=platform, by=by)


@transaction.atomic
def retire_handle(handle: Handle, *, by: User | None) -> Handle:
    """Note that the person gave the account up, as `handles.give_up` does. Raises RuleBroken where they did already."""
    require(by, Feature.ROSTER_EDIT, handle.influencer.district)
    handle = Handle.objects.select_for_update(of=("self",)).select_related("influencer__district").get(pk=handle.pk)
    if handle.retired_at is not None:
        raise RuleBroken(_("This account was given up already."), code="retired_already")
    return handles.give_up(handle, by=by)
