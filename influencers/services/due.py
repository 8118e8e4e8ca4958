"""Due: whom a lead is to speak with on a day, and why. Queries only; nothing is written here."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from influencers import thanks
from influencers.models import Influencer, Snooze, Touchpoint
from influencers.thanks import Milestone
from network.models import User
from network.rights import Feature

ANSWER_DAYS = 14
BIRTHDAY_DAYS = 7
Stage = Influencer.Stage
LOOKED_AFTER = [Stage.AGREED, Stage.ACTIVE, Stage.PAUSED]
MOST_SNOOZED = 100


class Why(models.TextChoices):
    """Why somebody stands on the list, the most urgent first."""

    STEP = "step", gettext_lazy("Next step")
    BIRTHDAY = "birthday", gettext_lazy("Birthday")
    ANSWER = "answer", gettext_lazy("No answer yet")
    THANKS = "thanks", gettext_lazy("To thank")
    SILENT = "silent", gettext_lazy("Long silent")


# What a snooze puts off.
PUT_OFF = {Why.STEP, Why.ANSWER, Why.SILENT}


@dataclass(frozen=True)
class Reason:
    """One reason in words; a next step names its touchpoint, which can be marked as done."""

    why: Why
    text: str
    touchpoint: Touchpoint | None = None


@dataclass(frozen=True)
class Entry:
    """One influencer on the list, with every reason."""

    influencer: Influencer
    reasons: list[Reason]


@dataclass(frozen=True)
class Found:
    """Whom the list holds, before anything is shown of them: their key and why, the most urgent reason first."""

    pk: int
    whys: tuple[Why, ...]
    touched_at: datetime.datetime

    @property
    def urgency(self) -> tuple[int, datetime.datetime, int]:
        """What the list is sorted by: the reason, then the longest time without a word."""
        return list(Why).index(self.whys[0]), self.touched_at, self.pk


class Daily:
    """The list of one lead for one day. Three queries say who is on it and why, two more show a page of it.

    Who is snoozed until a later day has no next step, no silence and no missing answer on it; birthdays and thanks stay, for
    they can't be made up for.
    """

    def __init__(self, by: User, on: datetime.date, *, is_mine_only: bool = False) -> None:
        people = Influencer.objects.visible_to(by, Feature.ROSTER_EDIT).exclude(person__user=by)
        people = people.filter(person__merged_into__isnull=True)
        self.on, self.people = on, people.filter(owner=by) if is_mine_only else people

    @cached_property
    def rows(self) -> list[Found]:
        """Everybody on the list, the most urgent first."""
        found = self._candidates().values_list("pk", "touched_at", "last_touched_at", *(f"is_{why}" for why in Why))
        rows = []
        for pk, touched_at, last_touched_at, *flags in found:
            whys = {why for why, is_so in zip(Why, flags, strict=True) if is_so}
            if pk in self.snoozes:
                whys -= PUT_OFF
            if last_touched_at is not None and pk in self.thanks and self.thanks[pk].reached_at <= last_touched_at:
                whys -= {Why.THANKS}  # they were spoken with since
            if whys:
                rows.append(Found(pk, tuple(why for why in Why if why in whys), touched_at))
        return sorted(rows, key=lambda row: row.urgency)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many stand there for each reason, and "all"."""
        return {"all": len(self.rows), **{why.value: len(self.because(why)) for why in Why}}

    def because(self, why: Why) -> list[Found]:
        """Those who stand there for that reason, maybe among others."""
        return [row for row in self.rows if why in row.whys]

    def entries(self, rows: Iterable[Found]) -> list[Entry]:
        """The entries of some of `rows`, in their order; two queries."""
        rows = list(rows)
        keys = [row.pk for row in rows]
        people = Influencer.objects.select_related("person", "district").in_bulk(keys)
        steps: dict[int, list[Touchpoint]] = {}
        for step in _due_steps(self.on).filter(influencer__in=keys).order_by("next_on", "pk"):
            steps.setdefault(step.influencer_id, []).append(step)
        return [
            Entry(people[row.pk], list(self._reasons(row, people[row.pk], steps.get(row.pk, []))))
            for row in rows
            if row.pk in people
        ]

    def snoozed(self) -> list[Snooze]:
        """The snoozes that count today with their influencers, the next to end first."""
        newest = sorted(self.snoozes.values(), key=lambda snooze: (snooze.until, snooze.pk))[:MOST_SNOOZED]
        models.prefetch_related_objects(newest, "influencer__person")
        return newest

    @cached_property
    def snoozes(self) -> dict[int, Snooze]:
        """By influencer: the newest snooze, where it lasts beyond the day."""
        of_people = Snooze.objects.filter(influencer__in=self.people.values("pk"))
        newest = of_people.order_by("influencer_id", "-pk").distinct("influencer_id")
        return {snooze.influencer_id: snooze for snooze in newest if snooze.until > self.on}

    @cached_property
    def thanks(self) -> dict[int, Milestone]:
        """By influencer: the newest milestone of the last weeks."""
        since = start_of(self.on - datetime.timedelta(days=thanks.FRESH_DAYS))
        people = self.people.filter(stage__in=LOOKED_AFTER).values("pk")
        return thanks.newest_milestones(people, since=since)

    def _candidates(self) -> QuerySet[Influencer]:
        """Everybody for whom some reason holds, with a flag for each (`is_step` …); who is snoozed is among them."""
        looked_after = Q(stage__in=LOOKED_AFTER)
        long_ago = _days_ago(self.on, ANSWER_DAYS)
        conditions = {
            Why.STEP: Q(Exists(_due_steps(self.on).filter(influencer=OuterRef("pk")))),
            Why.BIRTHDAY: looked_after & birthdays(self.on),
            Why.ANSWER: Q(stage=Stage.CONTACTED, touched_at__lt=long_ago, stage_at__lt=long_ago),
            Why.THANKS: Q(pk__in=list(self.thanks)),
            Why.SILENT: looked_after & Q(touched_at__lt=_days_ago(self.on, settings.TOUCH_DAYS)),
        }
        flags = {f"is_{why}": _flag(condition) for why, condition in conditions.items()}
        # Who was never spoken with counts from the day of being entered.
        rows = self.people.annotate(touched_at=Coalesce(F("last_touched_at"), F("spotted_at"))).annotate(**flags)
        return rows.filter(reduce(or_, conditions.values())).order_by()

    def _reasons(self, row: Found, influencer: Influencer, steps: list[Touchpoint]) -> Iterable[Reason]:
        for why in row.whys:
            if why is Why.STEP:
                yield from (Reason(why, _step_text(step, self.on), step) for step in steps)
            elif why is Why.BIRTHDAY:
                yield Reason(why, _birthday_text(influencer, self.on))
            elif why is Why.ANSWER:
                yield Reason(why, _answer_text(influencer, self.on))
            elif why is Why.THANKS:
                yield Reason(why, _thanks_text(self.thanks[row.pk].count))
            else:
                yield Reason(why, _silent_text(influencer, row.touched_at, self.on))


def birthdays(on: datetime.date) -> Q:
    """People whose birthday is today or within the next 7 days. Who was born on 29 February has theirs on the 28th in years
    without one.
    """
    found = Q(pk__in=[])
    for day in birthday_days(on):
        found |= Q(person__birth_month=day[0], person__birth_day=day[1])
    return found


def birthday_days(on: datetime.date) -> dict[tuple[int, int], datetime.date]:
    """The birthdays (month, day) that are kept from today to the 7th day from now, and on which day each is."""
    span = [on + datetime.timedelta(days=days) for days in range(BIRTHDAY_DAYS + 1)]
    kept = {(day.month, day.day): day for day in span}
    for day in span:
        is_last_of_february = (day + datetime.timedelta(days=1)).month == 3 and day.month == 2
        if is_last_of_february and day.day == 28:
            kept[2, 29] = day
    return kept


def start_of(day: datetime.date) -> datetime.datetime:
    """Midnight at which the day begins, in Indian time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _days_ago(on: datetime.date, days: int) -> datetime.datetime:
    """Before this moment lies what is at least so many days ago, counted in days of the calendar."""
    return start_of(on - datetime.timedelta(days=days - 1))


def _flag(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False))


def _due_steps(on: datetime.date) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.open().filter(next_on__lte=on)


def _step_text(step: Touchpoint, on: datetime.date) -> str:
    if step.next_on == on:
        return _("%(step)s (today)") % {"step": step.next_step}
    return _("%(step)s (was due on %(day)s)") % {"step": step.next_step, "day": _day(step.next_on)}


def _birthday_text(row: Influencer, on: datetime.date) -> str:
    day = birthday_days(on)[row.person.birth_month, row.person.birth_day]
    return _("Birthday today") if day == on else _("Birthday on %(day)s") % {"day": _day(day)}


def _answer_text(row: Influencer, on: datetime.date) -> str:
    days = (on - timezone.localdate(row.stage_at)).days
    return ngettext("Contacted %(days)s day ago, no answer yet", "Contacted %(days)s days ago, no answer yet", days) % {
        "days": days
    }


def _thanks_text(count: int) -> str:
    if count == 1:
        return _("Their first post was verified: say thank you")
    return _("Their post number %(count)s was verified: say thank you") % {"count": count}


def _silent_text(row: Influencer, touched_at: datetime.datetime, on: datetime.date) -> str:
    days = {"days": (on - timezone.localdate(touched_at)).days}
    if row.last_touched_at is None:
        return _("Entered %(days)s days ago, and nobody has spoken with them yet") % days
    return _("Nobody has spoken with them for %(days)s days") % days


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "MONTH_DAY_FORMAT")
