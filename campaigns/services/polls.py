"""Polls: entering a phase of an election makes its silence and its model code; what runs is only ever made longer."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Blackout, Poll
from network.doorbell import ring
from network.errors import RuleBroken
from network.models import Area, AreaKind, User
from network.rights import Feature, require
from network.scope import district_path
from network.services import audit

Reason = Blackout.Reason
LONGEST_CODE = datetime.timedelta(days=180)


@dataclass(frozen=True)
class PollDay:
    """What is entered of a poll: names, the places that vote, when voting closes, and the days of the model code."""

    body: str
    title_hi: str
    places: Collection[Area]
    closes_at: datetime.datetime
    title_en: str = ""
    phase: int | None = None
    code_from: datetime.datetime | None = None
    code_until: datetime.datetime | None = None


@transaction.atomic
def announce(area: Area, day: PollDay, *, by: User | None) -> Poll:
    """Enter a poll with its blackouts.

    Raises RuleBroken without places, for places outside the area, for a poll that is over, and for a model code that does
    not span the poll.
    """
    require(by, Feature.TOPIC_SCHEDULE, area)
    _refuse_unsound(area, day)
    poll = Poll(area=area)
    _write(poll, day, by)
    audit.record("poll.announced", poll, by=by, area=area, closes_at=poll.closes_at.isoformat())
    return poll


@transaction.atomic
def change(poll: Poll, day: PollDay, *, by: User | None) -> Poll:
    """Change a poll. Once its silence has begun it can only close later and in more places: a running silence never shrinks.

    Raises RuleBroken as `announce` does.
    """
    poll = _lock(poll, by)
    _refuse_unsound(poll.area, day)
    if poll.silence_from <= timezone.now():
        gone = set(poll.places.values_list("pk", flat=True)) - {place.pk for place in day.places}
        if gone or day.closes_at < poll.closes_at:
            raise RuleBroken(
                _("The silence has begun: the poll can close later and in more places, not earlier and not in fewer."),
                code="silence_runs",
            )
    before = poll.closes_at
    _write(poll, day, by)
    audit.record(
        "poll.changed",
        poll,
        by=by,
        area=poll.area,
        before=before.isoformat(),
        closes_at=poll.closes_at.isoformat(),
    )
    return poll


@transaction.atomic
def cancel(poll: Poll, *, by: User | None) -> None:
    """Take a poll out, with its blackouts. Raises RuleBroken once its silence has begun."""
    poll = _lock(poll, by)
    if poll.silence_from <= timezone.now():
        raise RuleBroken(_("The silence has begun: this poll stays."), code="silence_runs")
    audit.record("poll.cancelled", poll, by=by, area=poll.area, closes_at=poll.closes_at.isoformat())
    poll.delete()


def windows(places: Collection[Area]) -> list[Area]:
    """The areas over which the silence lies.

    A Lok Sabha seat is told by its assembly seats; a seat of which no district is known silences all that it lies in.
    Raises RuleBroken for a seat without assembly seats.
    """
    found: dict[int, Area] = {}
    for place in places:
        parts = [place]
        if place.kind == AreaKind.LOK_SABHA:
            parts = list(Area.objects.within_path(place.electoral_path or "-").of_kind(AreaKind.ASSEMBLY).current())
            if not parts:
                raise RuleBroken(
                    _("No assembly seats of %(seat)s are entered: name the districts.") % {"seat": place.name},
                    code="seats_unknown",
                )
        found |= {part.pk: part for part in map(_reached, parts)}
    return sorted(found.values(), key=lambda area: area.path)


def _reached(place: Area) -> Area:
    is_placed = place.kind not in (AreaKind.ASSEMBLY, AreaKind.MANDAL) or district_path(place.path) != place.path
    return place if is_placed or place.parent is None else place.parent


def _lock(poll: Poll, by: User | None) -> Poll:
    poll = Poll.objects.select_for_update(of=("self",)).select_related("area").get(pk=poll.pk)
    require(by, Feature.TOPIC_SCHEDULE, poll.area)
    return poll


def _refuse_unsound(area: Area, day: PollDay) -> None:
    if not day.places:
        raise RuleBroken(_("Name at least one seat or place that votes."), code="places_missing")
    outside = [place.name for place in day.places if not (place.lies_in(area.path))]
    if outside:
        raise RuleBroken(
            _("These do not lie in %(area)s: %(names)s.") % {"area": area.name, "names": ", ".join(outside)},
            code="place_outside",
        )
    if day.closes_at <= timezone.now():
        raise RuleBroken(_("This poll is over already."), code="moment_over")
    starts, ends = day.code_from, day.code_until
    if (starts is None) != (ends is None):
        raise RuleBroken(_("Give both days of the model code, or neither."), code="code_incomplete")
    if starts is not None and not (starts < day.closes_at <= ends and ends - starts <= LONGEST_CODE):
        raise RuleBroken(
            _("The model code begins before the poll and ends after it, within half a year."), code="code_wrong"
        )


def _write(poll: Poll, day: PollDay, by: User | None) -> None:
    silences = windows(day.places)
    for name in ("body", "title_hi", "title_en", "phase", "closes_at", "code_from", "code_until"):
        setattr(poll, name, getattr(day, name))
    poll.save()
    poll.places.set(day.places)
    kept = [_window(poll, area, Reason.SILENCE, poll.silence_from, poll.closes_at, by) for area in silences]
    if poll.code_from:
        kept += [_window(poll, area, Reason.MODEL_CODE, poll.code_from, poll.code_until, by) for area in silences]
    poll.blackouts.exclude(pk__in=kept).delete()
    ring("campaigns.dispatch")


def _window(
    poll: Poll, area: Area, reason: str, starts_at: datetime.datetime, ends_at: datetime.datetime, by: User | None
) -> int:
    """Make or move one window; a silence that runs keeps its beginning when the poll closes later. Returns its key."""
    found = poll.blackouts.filter(area=area, reason=reason).first()
    if found is None:
        found = Blackout(poll=poll, area=area, reason=reason, declared_by=by)
    elif found.starts_at <= timezone.now():
        starts_at = min(found.starts_at, starts_at)
    found.starts_at, found.ends_at, found.note = starts_at, ends_at, poll.title_hi
    found.save()
    return found.pk
