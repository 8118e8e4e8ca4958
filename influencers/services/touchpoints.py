"""Touchpoints: recording that somebody spoke with an influencer, taking that back, next steps, and putting off what is due."""

import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, Snooze, Touchpoint
from network.errors import RightMissing, RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

SNOOZE_DAYS = 90
SAME_TAP = datetime.timedelta(minutes=1)


@transaction.atomic
def record(
    influencer: Influencer,
    *,
    kind: str,
    by: User | None,
    at: datetime.datetime | None = None,
    summary: str = "",
    mood: str = Touchpoint.Mood.NEUTRAL,
    next_step: str = "",
    next_on: datetime.date | None = None,
) -> Touchpoint:
    """Record that `by` spoke with the influencer (now, unless `at` says when); steps that were open before are done with it.

    The same words twice within a minute are one tap too many and recorded once. Raises RuleBroken for oneself, for a moment
    that is still to come, for a day without a step and for a day that is over.
    """
    require(by, Feature.ROSTER_EDIT, influencer.district)
    _refuse_oneself(influencer, by)
    now = timezone.now()
    at = (at or now).replace(microsecond=0)  # so that a merge, which notes times in thousandths, can be taken back
    _refuse_wrong_times(at, now, next_step, next_on)
    influencer = Influencer.objects.select_for_update().get(pk=influencer.pk)
    said = {"kind": kind, "summary": summary.strip(), "mood": mood, "next_step": next_step.strip(), "next_on": next_on}
    if twice := influencer.touchpoints.filter(**said, by=by, at__range=(at - SAME_TAP, at + SAME_TAP)).first():
        return twice
    touchpoint = Touchpoint.objects.create(influencer=influencer, at=at, by=by, recorded_at=now, **said)
    before = influencer.touchpoints.open().filter(at__lte=at).exclude(pk=touchpoint.pk)
    before.update(done_at=now, done_with=touchpoint)
    influencer.last_touched_at = max(filter(None, [influencer.last_touched_at, at]))
    influencer.save(update_fields=["last_touched_at"])
    audit.record("touchpoint.recorded", touchpoint, by=by, area=influencer.district, kind=kind)
    return touchpoint


@transaction.atomic
def take_back(touchpoint: Touchpoint, *, by: User) -> Influencer:
    """Delete one's own touchpoint within 24 hours of recording it, as if it had never been: the steps that it did are open
    again, unless a later one did them, too, and the last word is the one before.

    Raises RightMissing for anybody but its author, and RuleBroken once the time is over or it was taken back already.
    """
    require(by, Feature.ROSTER_EDIT, touchpoint.influencer.district)
    if touchpoint.by_id != by.pk:
        raise RightMissing
    influencer = Influencer.objects.select_for_update(of=("self",)).get(pk=touchpoint.influencer_id)
    touchpoint = Touchpoint.objects.select_for_update(of=("self",)).filter(pk=touchpoint.pk).first()
    if touchpoint is None:
        raise RuleBroken(_("This conversation was taken back already."), code="taken_back")
    if not touchpoint.is_fresh:
        raise RuleBroken(_("A conversation is taken back within 24 hours of recording it."), code="too_late")
    audit.record("touchpoint.taken_back", touchpoint, by=by, area=influencer.district, kind=touchpoint.kind)
    _reopen_steps(touchpoint)
    touchpoint.delete()
    influencer.last_touched_at = influencer.touchpoints.aggregate(newest=Max("at"))["newest"]
    influencer.save(update_fields=["last_touched_at"])
    return influencer


@transaction.atomic
def done(touchpoint: Touchpoint, *, by: User | None) -> Touchpoint:
    """Mark the next step as done; once is enough. Raises RuleBroken where none was set."""
    require(by, Feature.ROSTER_EDIT, touchpoint.influencer.district)
    touchpoint = Touchpoint.objects.select_for_update(of=("self",)).get(pk=touchpoint.pk)
    if not touchpoint.next_step:
        raise RuleBroken(_("No next step was set."), code="step_missing")
    if touchpoint.done_at is None:
        touchpoint.done_at = timezone.now()
        touchpoint.save(update_fields=["done_at"])
        audit.record("touchpoint.done", touchpoint, by=by, area=touchpoint.influencer.district)
    return touchpoint


@transaction.atomic
def snooze(influencer: Influencer, *, until: datetime.date, reason: str, by: User | None) -> Snooze:
    """Show the influencer as due again only from the day on; the newest snooze counts, so it can be cut short.

    Raises RuleBroken for oneself, without a reason, and for a day that is not within the next 90.
    """
    require(by, Feature.ROSTER_EDIT, influencer.district)
    _refuse_oneself(influencer, by)
    if not reason.strip():
        raise RuleBroken(_("Say why, so that others understand it."), code="reason_missing")
    today = timezone.localdate()
    if not today < until <= today + datetime.timedelta(days=SNOOZE_DAYS):
        raise RuleBroken(_("Choose a day within the next 90 days."), code="snooze_too_long")
    made = Snooze.objects.create(influencer=influencer, until=until, reason=reason.strip(), by=by)
    audit.record("influencer.snoozed", influencer, by=by, area=influencer.district, until=until.isoformat())
    return made


def _reopen_steps(touchpoint: Touchpoint) -> None:
    """Open the steps again that the touchpoint did; those go to the first one after it that would have done them."""
    later = Touchpoint.objects.filter(
        influencer=OuterRef("influencer"), pk__gt=touchpoint.pk, at__gte=OuterRef("at")
    ).order_by("pk")
    touchpoint.steps_done.update(
        done_at=Subquery(later.values("recorded_at")[:1]), done_with=Subquery(later.values("pk")[:1])
    )


def _refuse_oneself(influencer: Influencer, by: User | None) -> None:
    if by is not None and influencer.person.user_id == by.pk:
        raise RuleBroken(_("Somebody else stays in touch with you."), code="oneself")


def _refuse_wrong_times(
    at: datetime.datetime, now: datetime.datetime, next_step: str, next_on: datetime.date | None
) -> None:
    if at > now:
        raise RuleBroken(_("This moment is still to come."), code="in_the_future")
    if next_on is not None and not next_step.strip():
        raise RuleBroken(_("Say what is to be done by that day."), code="step_missing")
    if next_on is not None and next_on < timezone.localdate(now):
        raise RuleBroken(_("The day of the next step is over already."), code="step_is_over")
