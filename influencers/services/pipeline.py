"""The pipeline: steps from stage to stage, each with who, when and why; what no step may skip is refused in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers import vetting_gate
from influencers.models import Consent, Influencer, StageChange
from influencers.services import rosters
from influencers.services.contacts import forget_contact
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry, User
from network.rights import Feature, may, require
from network.services import audit

Stage = Influencer.Stage
MOST_ROWS = 500
OVER = (Stage.LEFT, Stage.DECLINED)  # in no team any more


@dataclass(frozen=True)
class Moved:
    """What became of one of many: `code` of the refusal and its sentence are "" where the step was made."""

    influencer_code: str
    influencer: Influencer | None = None
    code: str = ""
    detail: str = ""

    @property
    def is_moved(self) -> bool:
        """Whether the influencer stands in the wanted stage now."""
        return not self.code


@transaction.atomic
def move(influencer: Influencer, stage: str, *, by: User | None, reason: str) -> Influencer:
    """Move the influencer to the next stage and keep who, when and why.

    Raises RuleBroken for a step that the pipeline does not know, without a reason, and where a check of the stage refuses.
    """
    require(by, Feature.ROSTER_EDIT, influencer.district)
    _refuse_silent(reason)
    [influencer] = _lock([influencer.pk])
    if influencer.stage != stage:
        _refuse(influencer, stage, _facts([influencer], stage, by))
        _write([influencer], stage, by=by, reason=reason)
    return influencer


@transaction.atomic
def own_step(influencer: Influencer, stage: str, *, by: User | None = None, reason: str = "") -> Influencer:
    """Note the person's own act: a yes or a no, a pause, leaving. It may jump over the steps of others.

    `by` is the person's own login, or None where they answered by a link. Who says yes but lacks something that the stage
    asks for (a training) is agreed, not active. Raises RuleBroken.
    """
    [influencer] = _lock([influencer.pk])
    if by is not None and by.pk != influencer.person.user_id:
        raise RightMissing
    if stage == Stage.ACTIVE and influencer.stage != Stage.PAUSED and _is_refused(influencer, stage):
        stage = Stage.AGREED
    if influencer.stage == stage:
        return influencer
    if not influencer.may_become_by_own_act(stage):
        raise RuleBroken(_wrong_step(influencer, stage, Influencer.OWN_NEXT), code="wrong_step")
    if stage == Stage.ACTIVE and not _consenting([influencer]):
        raise _no_consent()
    _write([influencer], stage, by=by, reason=reason)
    return influencer


@transaction.atomic
def move_many(codes: Sequence[str], stage: str, *, by: User, reason: str) -> list[Moved]:
    """Move many at once; each is moved or refused by itself, in the order of the codes. Foreign codes look like missing ones.

    Raises RuleBroken for too many, and without a reason.
    """
    _refuse_silent(reason)
    codes = list(dict.fromkeys(codes))
    if not 0 < len(codes) <= MOST_ROWS:
        raise RuleBroken(_("Choose 1 to 500 people."), code="wrong_count")
    seen = Influencer.objects.visible_to(by, Feature.PEOPLE_VIEW).filter(code__in=codes)
    rows = {row.code: row for row in _lock(seen.values_list("pk", flat=True))}
    facts = _facts(list(rows.values()), stage, by)
    answers = [_attempt(code, rows.get(code), stage, facts) for code in codes]
    moved = [row.influencer for row in answers if row.is_moved and row.influencer.stage != stage]
    _write(moved, stage, by=by, reason=reason)
    return answers


def note_entry(influencers: Iterable[Influencer], *, by: User | None, reason: str = "") -> list[StageChange]:
    """Keep that influencers were entered in the stage they are in: the first line of their steps."""
    return StageChange.objects.bulk_create(
        [
            StageChange(influencer=row, before="", stage=row.stage, at=row.spotted_at, by=by, reason=reason[:300])
            for row in influencers
        ],
        batch_size=1000,
    )


@dataclass(frozen=True)
class _Facts:
    """What was asked of the database about all who are to be moved: who consents, and whom a check of the stage refuses."""

    by: User | None
    consenting: set[int]
    refusals: Mapping[int, RuleBroken]


def _facts(rows: Sequence[Influencer], stage: str, by: User | None) -> _Facts:
    return _Facts(by, _consenting(rows), vetting_gate.refusals(rows, stage))


def _attempt(code: str, row: Influencer | None, stage: str, facts: _Facts) -> Moved:
    if row is None:
        return Moved(code, None, "not_found", str(_("You see nobody with this code.")))
    if not may(facts.by, Feature.ROSTER_EDIT, row.district):
        return Moved(code, row, "right_missing", str(RightMissing()))
    try:
        if row.stage != stage:
            _refuse(row, stage, facts)
    except RuleBroken as error:
        return Moved(code, row, error.code, str(error))
    return Moved(code, row)


def _lock(pks: Iterable[int]) -> list[Influencer]:
    rows = Influencer.objects.select_for_update(of=("self",)).filter(pk__in=list(pks)).order_by("pk")
    return list(rows.select_related("person", "district"))


def _consenting(rows: Iterable[Influencer]) -> set[int]:
    """Those whose consent to briefs is live, by the key of the person."""
    live = Consent.objects.live().filter(purpose=Consent.Purpose.BRIEFS, person__in=[row.person_id for row in rows])
    return set(live.values_list("person_id", flat=True))


def _refuse_silent(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Say why: every step keeps its reason."), code="reason_missing")


def _refuse(influencer: Influencer, stage: str, facts: _Facts) -> None:
    if facts.by is not None and facts.by.pk == influencer.person.user_id:
        raise RuleBroken(_("Somebody else has to move you; pausing and leaving is your own."), code="oneself")
    if stage not in Stage.values:
        raise RuleBroken(_("There is no such stage."), code="unknown_stage")
    if not influencer.may_become(stage):
        raise RuleBroken(_wrong_step(influencer, stage, Influencer.NEXT), code="wrong_step")
    if stage == Stage.ACTIVE and influencer.person_id not in facts.consenting:
        raise _no_consent()
    if influencer.pk in facts.refusals:
        raise facts.refusals[influencer.pk]


def _is_refused(influencer: Influencer, stage: str) -> bool:
    return bool(vetting_gate.refusals([influencer], stage))


def _wrong_step(influencer: Influencer, stage: str, order: dict[str, set[str]]) -> str:
    following = [each.label for each in Stage if each in order[Stage(influencer.stage)]]
    *first, last = [str(label) for label in following]
    words = _("%(some)s or %(last)s") % {"some": ", ".join(first), "last": last} if first else last
    return _("From “%(before)s” only %(words)s may follow, not “%(stage)s”.") % {
        "before": Stage(influencer.stage).label,
        "words": words,
        "stage": Stage(stage).label,
    }


def _no_consent() -> RuleBroken:
    return RuleBroken(
        _("Active is who said yes to briefs themselves: send an invitation first."), code="consent_missing"
    )


def _write(rows: Sequence[Influencer], stage: str, *, by: User | None, reason: str) -> None:
    """Keep the steps of all rows to one stage; who leaves or declines gives up the seat in the team."""
    if not rows:
        return
    now, verb = timezone.now(), "influencer.stepped"
    steps = [
        StageChange(influencer=row, before=row.stage, stage=stage, at=now, by=by, reason=reason.strip()[:300])
        for row in rows
    ]
    StageChange.objects.bulk_create(steps)
    AuditEntry.objects.bulk_create(
        [audit.line(verb, step.influencer, by=by, area=step.influencer.district, before=step.before) for step in steps]
    )
    Influencer.objects.filter(pk__in=[row.pk for row in rows]).update(stage=stage, stage_at=now)
    for row in rows:
        row.stage, row.stage_at = stage, now
    if stage in OVER:
        for row in rows:
            rosters.end_places(row.person, why=reason.strip()[:200] or stage, by=by)
    if stage == Stage.DECLINED:
        forget_contact([row.person for row in rows], by=by)
