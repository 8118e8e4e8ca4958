"""Vetting: two independent reviewers judge a prospect on the published rubric; a third one where they disagree."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from influencers.evidence import LONGEST, MOST_LINKS, public_link
from influencers.models import Criterion, Influencer, Score, ScoreCard
from influencers.models.vetting import MOST_CARDS, MOST_POINTS
from influencers.services import rubrics
from influencers.vetting import FEWEST_CARDS, Result, result
from network.errors import RightMissing, RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

Given = Mapping[str, dict[str, object]]

# Who is judged before the party works with them; members of teams are not.
STAGES = (
    Influencer.Stage.SPOTTED,
    Influencer.Stage.VETTED,
    Influencer.Stage.CONTACTED,
    Influencer.Stage.AGREED,
)
DRAFT_HOLDS = datetime.timedelta(days=14)  # so long a draft keeps its place, then somebody else may take it
LONGEST_REASON = 500


class CardIncomplete(RuleBroken):
    """A card that can't be handed in yet; `errors` says by criterion what is missing."""

    def __init__(self, errors: dict[str, list[Promise]]) -> None:
        super().__init__(_("Not handed in yet: something is missing below."), code="card_incomplete")
        self.errors = errors


@transaction.atomic
def begin(influencer: Influencer, *, by: User) -> ScoreCard:
    """The actor's own card for a prospect, made where there is none.

    Nobody reviews themselves, a prospect they look after, or one they entered: they have made up their mind already. Raises
    RuleBroken for those, for a stage in which nobody is vetted any more, and where no more card is needed.
    """
    influencer = _locked(influencer)
    _may_review(influencer, by)
    known = ScoreCard.objects.filter(influencer=influencer, reviewer=by).first()
    if known is not None:
        return known
    if influencer.stage not in STAGES:
        raise RuleBroken(_("Only prospects are reviewed."), code="no_prospect")
    _needs_another(influencer, drafts=True)
    first = ScoreCard.objects.filter(influencer=influencer).select_related("rubric").order_by("pk").first()
    rubric = first.rubric if first else rubrics.newest()  # cards on different rubrics could not be compared
    card = ScoreCard.objects.create(influencer=influencer, rubric=rubric, reviewer=by)
    audit.record("vetting.begun", card, by=by, area=influencer.district, rubric=rubric.version)
    return card


@transaction.atomic
def score(card: ScoreCard, given: Given, *, by: User) -> ScoreCard:
    """Keep what was entered so far for the criteria given, complete or not; the audit tells of begin and end only.

    Each has any of {"points": 0 to 5 or None, "reason": text, "links": texts}. Raises RuleBroken for a card that was handed
    in, for criteria that the rubric does not have and for points outside 0 to 5.
    """
    card = _own_draft(card, by)
    known = set(Criterion.objects.filter(rubric=card.rubric_id).values_list("code", flat=True))
    if not set(given) <= known:
        raise RuleBroken(_("The rubric has no such criterion."), code="unknown_criterion")
    card.draft = card.draft | {code: _kept(card.draft.get(code, {}) | entry) for code, entry in given.items()}
    card.save(update_fields=["draft"])
    return card


@transaction.atomic
def submit(card: ScoreCard, *, by: User) -> ScoreCard:
    """Hand the card in; from then on it never changes.

    Raises CardIncomplete where a criterion lacks points, a reason or a public link that it needs, and RuleBroken where others
    were faster and no more card is needed.
    """
    influencer = _locked(card.influencer)
    card = _own_draft(card, by)
    _needs_another(influencer, drafts=False)
    criteria = list(Criterion.objects.filter(rubric=card.rubric_id))
    entries = {each.code: _kept(card.draft.get(each.code, {})) for each in criteria}
    errors = {each.code: wrong for each in criteria if (wrong := _wrong(each, entries[each.code]))}
    if errors:
        raise CardIncomplete(errors)
    Score.objects.bulk_create(
        Score(card=card, criterion=each, **(entry | {"links": [public_link(link) for link in entry["links"]]}))
        for each, entry in ((each, entries[each.code]) for each in criteria)
    )
    card.status, card.submitted_at, card.draft = ScoreCard.Status.SUBMITTED, timezone.now(), {}
    card.save(update_fields=["status", "submitted_at", "draft"])
    audit.record("vetting.submitted", card, by=by, area=influencer.district)
    return card


@transaction.atomic
def discard(card: ScoreCard, *, by: User) -> None:
    """Throw one's own draft away, so that somebody else can take its place."""
    card = _own_draft(card, by)
    audit.record("vetting.discarded", card, by=by, area=card.influencer.district)
    card.delete()


def result_of(influencer: Influencer) -> Result:
    """What the cards of a prospect come to. One query."""
    return results_of([influencer.pk])[influencer.pk]


def results_of(influencer_ids: list[int]) -> dict[int, Result]:
    """The same for many at once, still one query."""
    cards: dict[int, dict[int, dict[str, int]]] = {pk: {} for pk in influencer_ids}
    rows = Score.objects.filter(
        card__influencer__in=influencer_ids, card__status=ScoreCard.Status.SUBMITTED
    ).values_list("card__influencer", "card", "criterion__code", "points")
    for influencer, card, code, points in rows.order_by("card__submitted_at", "card", "criterion__position"):
        cards[influencer].setdefault(card, {})[code] = points
    return {pk: result(list(found.values())) for pk, found in cards.items()}


def unfinished(influencers: Sequence[Influencer]) -> dict[int, RuleBroken]:
    """Those of whom not enough cards agree, with the refusal; the stage "vetted" asks this. One query."""
    words = _("Two reviewers have to hand in their cards first, and a third one where they disagree.")
    results = results_of([influencer.pk for influencer in influencers])
    return {pk: RuleBroken(words, code="vetting_unfinished") for pk, found in results.items() if not found.is_finished}


def _locked(influencer: Influencer) -> Influencer:
    """The prospect, held until the end of the transaction: cards of one prospect are taken one after the other."""
    rows = Influencer.objects.select_for_update(of=("self",)).select_related("district", "person")
    return rows.get(pk=influencer.pk)


def _own_draft(card: ScoreCard, by: User) -> ScoreCard:
    rows = ScoreCard.objects.select_for_update(of=("self",)).select_related(
        "influencer__district", "influencer__person"
    )
    card = rows.get(pk=card.pk)
    if card.reviewer_id != by.pk:
        raise RightMissing
    _may_review(card.influencer, by)
    if card.status != ScoreCard.Status.DRAFT:
        raise RuleBroken(_("This card was handed in and does not change any more."), code="handed_in")
    return card


def _may_review(influencer: Influencer, by: User) -> None:
    require(by, Feature.VET, influencer.district)
    if influencer.person.user_id == by.pk:
        raise RuleBroken(_("Nobody reviews themselves."), code="about_oneself")
    if influencer.owner_id == by.pk or influencer.steps.filter(before="", by=by).exists():
        raise RuleBroken(_("You entered this prospect or look after them: others review them."), code="not_independent")


def _needs_another(influencer: Influencer, *, drafts: bool) -> None:
    """Raise RuleBroken where enough cards are in; with `drafts` those in work count, too, while they hold their place."""
    found = result_of(influencer)
    if found.is_finished:
        raise RuleBroken(_("Enough reviewers have handed in their cards."), code="enough_cards")
    if not drafts:
        return
    cards = ScoreCard.objects.filter(influencer=influencer)
    handed_in = cards.handed_in().count()
    held = cards.filter(status=ScoreCard.Status.DRAFT, begun_at__gt=timezone.now() - DRAFT_HOLDS).count()
    needed = FEWEST_CARDS if handed_in < FEWEST_CARDS else MOST_CARDS
    if handed_in + held >= needed:
        raise RuleBroken(_("Others are reviewing this prospect already."), code="in_work")


def _kept(entry: Mapping[str, object]) -> dict[str, object]:
    points = entry.get("points")
    if points is not None and (isinstance(points, bool) or points not in range(MOST_POINTS + 1)):
        raise RuleBroken(_("Points go from 0 to 5."), code="wrong_points")
    links = [str(link).strip()[: LONGEST + 1] for link in entry.get("links") or []]
    reason = str(entry.get("reason") or "").strip()[:LONGEST_REASON]
    return {"points": points, "reason": reason, "links": [link for link in links if link]}


def _wrong(criterion: Criterion, entry: Mapping[str, object]) -> list[Promise]:
    found: list[Promise] = []
    if entry["points"] is None:
        found.append(_("Choose 0 to 5 points."))
    if not entry["reason"]:
        found.append(_("Write the reason."))
    if criterion.needs_link and not entry["links"]:
        found.append(_("Give at least one public link."))
    if len(entry["links"]) > MOST_LINKS:
        found.append(_("Five links are enough."))
    if any(public_link(link) is None for link in entry["links"]):
        found.append(_("Each link has to lead to a public page that anybody can open (http or https)."))
    return found
