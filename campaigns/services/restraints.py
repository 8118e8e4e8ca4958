"""Restraints: each person says themselves how often, and on which days, they may be asked; nobody else can."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns.models import Restraint
from influencers.services import own_side
from network.errors import RuleBroken
from network.models import Person, User
from network.services import audit

WEEK = range(1, 8)


def of(person: Person) -> Restraint:
    """The person's own restraint, or what holds for everybody (not saved)."""
    voice = own_side.voice_of(person)
    found = Restraint.objects.filter(influencer=voice).first() if voice else None
    return found or Restraint(influencer=voice, most_a_week=None, rest_days=[])


@transaction.atomic
def choose(person: Person, *, most_a_week: int | None, rest_days: Iterable[int], by: User) -> Restraint:
    """Set both. Raises RuleBroken for more a week than everybody's most, or for a week of seven rest days."""
    own_side.require_own(by, person)
    voice = own_side.voice_of(person)
    if voice is None:
        raise RuleBroken(_("There is nothing to limit: you get no briefs."), code="no_voice")
    days = sorted(set(rest_days))
    if most_a_week is not None and not 1 <= most_a_week <= settings.ASKS_A_WEEK:
        raise RuleBroken(
            _("Choose from 1 to %(most)s. To get nothing at all, take a pause.") % {"most": settings.ASKS_A_WEEK},
            code="bad_number",
        )
    if not set(days) <= set(WEEK) or len(days) == len(WEEK):
        raise RuleBroken(_("Leave at least one day. To get nothing at all, take a pause."), code="no_day_left")
    entered = {"most_a_week": most_a_week, "rest_days": days}
    restraint, _created = Restraint.objects.update_or_create(influencer=voice, defaults=entered)
    audit.record("restraint.chosen", restraint, by=by, area=None)
    return restraint
