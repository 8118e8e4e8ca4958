"""The gate: the one place that says whether a message may go to a person now. Nobody can override it.

It is an SQL expression, so that release asks it for 30,000 candidates and dispatch for a batch by the same words.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, ExpressionWrapper, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Assignment, Blackout, Delivery, SecondClearance, Topic
from influencers.models import Consent, RosterSeat
from network.models import Appointment, Area
from network.scope import DISTRICT_PATH, district_path


class Refusal(models.TextChoices):
    """Why the gate keeps a message back. Quiet hours hold it until they end; everything else stops it for good."""

    TOPIC_OVER = "topic_over", _("the topic is withdrawn or closed")
    TRAINING_OVER = "training_over", _("the training has begun or was called off")
    NO_GROUND = "no_ground", _("the person no longer belongs to those for whom the training is")
    PERSON_INACTIVE = "person_inactive", _("the person has paused or left")
    NO_CONSENT = "no_consent", _("the person has not consented to briefs, or took it back")
    SILENCE = "silence", _("silence period before a poll")
    MODEL_CODE = "model_code", _("model code: a second person has to clear the topic")
    OWN_PAUSE = "own_pause", _("pause by the party")
    WEEKLY_CAP = "weekly_cap", _("the person was asked often enough this week")
    REST_DAY = "rest_day", _("the person's day of rest")
    QUIET_HOURS = "quiet_hours", _("quiet hours: it goes out in the morning")
    OWN_HOURS = "own_hours", _("the person's own quiet hours: it goes out when they end")


PASSED = ""
OF_A_TEAM = Q(attendance__training__audience="roster")
FOR_AN_OFFICE = Q(attendance__training__audience="office")
IS_TRUE = Q(pk__isnull=False)
BY_LAW = ("silence", "model_code")
LOGGED = (*BY_LAW, "own_pause")  # what stops for these reasons leaves a line in the audit log
# The district that a blackout's area lies in, or else the area itself.
REACH = Coalesce(
    Func(F("area__path"), Value(DISTRICT_PATH), function="substring", output_field=models.TextField()),
    F("area__path"),
    output_field=models.TextField(),
)
HELD = (Refusal.QUIET_HOURS.value, Refusal.OWN_HOURS.value)
GOES_OUT = (PASSED, *HELD)  # now, or when what holds it is over


@dataclass(frozen=True)
class Rows:
    """Where the rows of those who may be asked tell the voice ("" where they are voices themselves) and its district."""

    voice: str
    district: str


SEATS = Rows("influencer__", "roster__district")
VOICES = Rows("", "district")
WEEK = datetime.timedelta(days=7)


def at_release(
    area: Area, at: datetime.datetime, rows: Rows = SEATS, *, is_twice_cleared: Q | Exists = IS_TRUE
) -> Case:
    """The refusal for each row that a topic for `area` would reach, "" where the gate lets it pass.

    `is_twice_cleared` says whether the topic may go out under the model code, too (see `second_clearance`).
    """
    return _refusal(
        at,
        person=f"{rows.voice}person",
        area_path=f"{rows.district}__path",
        topic_path=Value(area.path, output_field=models.TextField()),
        is_active=Q(**{f"{rows.voice}person__status": "active", f"{rows.voice}stage": "active"}),
        ends=[],
        is_twice_cleared=is_twice_cleared,
        restraint=[
            When(_is_asked_enough(at, rows.voice), then=Value(Refusal.WEEKLY_CAP.value)),
            When(_is_resting(at, rows.voice), then=Value(Refusal.REST_DAY.value)),
        ],
    )


def asks_a_week(voice: str = "") -> Least:
    """How many topics a person may be offered in seven days: everybody's most, or fewer where they chose so."""
    most = Value(settings.ASKS_A_WEEK, output_field=models.IntegerField())
    return Least(Coalesce(F(f"{voice}restraint__most_a_week"), most, output_field=models.IntegerField()), most)


def asks_since(moment: datetime.datetime, voice: str = "") -> Coalesce:
    """How many topics the row's person was offered after the moment, whatever became of them."""
    asks = Assignment.objects.filter(influencer=OuterRef(f"{voice}pk"), offered_at__gt=moment).order_by()
    return Coalesce(Subquery(asks.values("influencer").annotate(asks=Count("pk")).values("asks")), 0)


def _is_asked_enough(at: datetime.datetime, voice: str) -> GreaterThanOrEqual:
    return GreaterThanOrEqual(asks_since(at - WEEK, voice), asks_a_week(voice))


def _is_resting(at: datetime.datetime, voice: str) -> Q:
    """Whether the day on which the message would go out is one on which the person wants not to be asked."""
    day = timezone.localtime(quiet_until(at) or at).isoweekday()
    return Q(**{f"{voice}restraint__rest_days__contains": [day]})


def at_send(at: datetime.datetime) -> Case:
    """The refusal for each delivery of a batch, "" where the gate lets it pass.

    Briefs, and messages to members of teams, need the person's own consent; what concerns an office rests on the office
    (docs/decisions/0007). Everything else holds for both alike.
    """
    topic_is_over = Q(assignment__topic__status__in=["withdrawn", "closed"]) & ~Q(purpose="withdrawal")
    is_voice = Q(assignment__influencer__stage="active") | OF_A_TEAM & Q(person__influencer__stage="active")
    return _refusal(
        at,
        person="person",
        area_path="area__path",
        topic_path=Coalesce(
            _of_the_row("assignment__topic__area__path"), _of_the_row("attendance__training__area__path")
        ),
        is_active=Q(person__status="active") & (is_voice | FOR_AN_OFFICE),
        ends=[
            When(topic_is_over, then=Value(Refusal.TOPIC_OVER.value)),
            When(_training_is_over(at), then=Value(Refusal.TRAINING_OVER.value)),
            When(_has_no_ground(at), then=Value(Refusal.NO_GROUND.value)),
        ],
        needs_consent=Q(attendance__isnull=True) | OF_A_TEAM,
        is_twice_cleared=~Q(purpose="brief")
        | Exists(SecondClearance.objects.filter(topic=OuterRef("assignment__topic"))),
    )


def _training_is_over(at: datetime.datetime) -> Q:
    """Nobody is invited to, or reminded of, what has begun or is called off; that it is called off can still be told."""
    is_closed = ~Q(attendance__training__status="planned") | Q(attendance__training__starts_at__lte=at)
    return Q(attendance__isnull=False) & is_closed & ~Q(purpose="called_off")


def _has_no_ground(at: datetime.datetime) -> Q:
    """The person gave up the office or the team for which they were invited; who was told still hears that it is off."""
    held = Appointment.objects.live(timezone.localdate(at)).filter(
        person=OuterRef("person"), office=OuterRef("attendance__training__office")
    )
    seats = RosterSeat.objects.live().filter(influencer__person=OuterRef("person"))
    is_lost = FOR_AN_OFFICE & ~Exists(held) | OF_A_TEAM & ~Exists(seats)
    return is_lost & ~Q(purpose="called_off")


def _refusal(
    at: datetime.datetime,
    *,
    person: str,
    area_path: str,
    topic_path: models.Expression,
    is_active: Q,
    ends: list[When],
    is_twice_cleared: Q,
    needs_consent: Q | None = None,
    restraint: Sequence[When] = (),
) -> Case:
    blackouts = _blackouts(at, area_path=area_path, topic_path=topic_path)
    consents = Consent.objects.live().filter(person=OuterRef(person), purpose=Consent.Purpose.BRIEFS)
    lacks_consent = ~Exists(consents) if needs_consent is None else needs_consent & ~Exists(consents)
    return Case(
        *ends,
        When(lacks_consent, then=Value(Refusal.NO_CONSENT.value)),
        When(~is_active, then=Value(Refusal.PERSON_INACTIVE.value)),
        When(Exists(blackouts.filter(reason="silence")), then=Value(Refusal.SILENCE.value)),
        When(Exists(blackouts.filter(reason="own_pause")), then=Value(Refusal.OWN_PAUSE.value)),
        When(~is_twice_cleared & Exists(blackouts.filter(reason="model_code")), then=Value(Refusal.MODEL_CODE.value)),
        *restraint,
        *([When(Q(pk__isnull=False), then=Value(Refusal.QUIET_HOURS.value))] if quiet_until(at) else []),
        When(_own_hours(at, person), then=Value(Refusal.OWN_HOURS.value)),
        default=Value(PASSED),
        output_field=models.CharField(),
    )


def _blackouts(at: datetime.datetime, *, area_path: str, topic_path: models.Expression) -> models.QuerySet:
    """Blackouts over the row's area; a silence anywhere in the state also stops what speaks to the whole state.

    RP Act 1951, s. 126; ECI's direction that content for everybody is an appeal in the silent area, too. In which seat a
    person votes is not recorded, so the silence and the code of a seat hold in the whole of its district.
    """
    over_the_area = Q(row_path__startswith=F("area__path"))
    in_the_district = Q(reason__in=BY_LAW) & (Q(row_path__startswith=F("reach")) | Q(reach__startswith=F("row_path")))
    under_a_state_wide_topic = Q(
        reason="silence", topic_path__regex=r"^/[^/]+/$", area__path__startswith=F("topic_path")
    )
    return (
        Blackout.objects.covering(at)
        .annotate(row_path=_of_the_row(area_path), topic_path=topic_path, reach=REACH)
        .filter(over_the_area | in_the_district | under_a_state_wide_topic)
    )


def _own_hours(at: datetime.datetime, person: str) -> Q:
    """Whether it is now within the hours in which the row's person wants no message; hours may go over midnight."""
    now, starts, ends = timezone.localtime(at).time(), f"{person}__quiet_from", f"{person}__quiet_until"
    by_day = Q(**{f"{starts}__lt": F(ends), f"{starts}__lte": now, f"{ends}__gt": now})
    return by_day | Q(**{f"{starts}__gt": F(ends)}) & (Q(**{f"{starts}__lte": now}) | Q(**{f"{ends}__gt": now}))


def _of_the_row(name: str) -> ExpressionWrapper:
    """A text of the outer row, with its type said, so that it can stand on the left of a lookup."""
    return ExpressionWrapper(OuterRef(name), output_field=models.TextField())


def blackout_of_release(area: Area, at: datetime.datetime) -> Blackout | None:
    """The blackout that would stop everything a topic for `area` sends at that moment, or None."""
    over_it = Q(area__path__in=[*area.paths_above(), area.path]) | Q(reason="silence", reach=area.path)
    if area.parent_id is None:
        over_it |= Q(reason="silence", area__path__startswith=area.path)
    return _first(Blackout.objects.covering(at).exclude(reason="model_code"), over_it)


def second_clearance(topic: Topic) -> Exists:
    """Whether a second person cleared the topic as it stands, to be asked within another query."""
    return Exists(SecondClearance.objects.filter(topic=topic.pk, version=topic.version))


def code_over(area: Area, at: datetime.datetime) -> Blackout | None:
    """The model code that is in force at that moment in the area or in a part of it, or None."""
    over_it = Q(area__path__in=[*area.paths_above(), area.path]) | Q(reach__startswith=area.path)
    return _first(Blackout.objects.covering(at).filter(reason="model_code"), over_it)


def uncleared_code(topic: Topic, at: datetime.datetime) -> Blackout | None:
    """The model code at that moment because of which the topic needs a second clearance that it lacks, or None."""
    code = code_over(topic.area, at)
    if code is None or SecondClearance.objects.filter(topic=topic, version=topic.version).exists():
        return None
    return code


def reasons(kept_back: dict[str, int]) -> list[tuple[str, int]]:
    """Whom the gate keeps back, {"no_consent": 12}, as words with their counts."""
    return [(str(Refusal(reason).label), count) for reason, count in sorted(kept_back.items())]


def stopped_by(blackout: Blackout) -> models.QuerySet[Delivery]:
    """The messages that were stopped for the reason of the blackout while it lasted, in what it reaches."""
    reach = district_path(blackout.area.path) if blackout.reason in BY_LAW else blackout.area.path
    rows = Delivery.objects.filter(status=Delivery.Status.STOPPED, stop_reason=blackout.reason)
    return rows.filter(due_at__lt=blackout.ends_at, due_at__gte=blackout.starts_at, area__path__startswith=reach)


def _first(blackouts: models.QuerySet[Blackout], condition: Q) -> Blackout | None:
    found = blackouts.annotate(reach=REACH).filter(condition)
    return found.order_by(Length("area__path")).select_related("area").first()


def quiet_until(at: datetime.datetime) -> datetime.datetime | None:
    """The end of the quiet hours that `at` falls into (ECI 2018: 22:00 to 06:00 Indian time), or None."""
    starts, ends = settings.QUIET_HOURS
    local = timezone.localtime(at)
    now = local.time()
    is_quiet = starts <= now < ends if starts <= ends else now >= starts or now < ends
    if not is_quiet:
        return None
    return next_time(at, ends)


def next_time(at: datetime.datetime, clock: datetime.time) -> datetime.datetime:
    """The next moment after `at` at which clocks in India show that time."""
    local = timezone.localtime(at)
    day = local.date() if local.time() < clock else local.date() + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, clock, tzinfo=local.tzinfo)
