"""Decides what the page of an influencer tells of their vetting: the result, or only how far it is."""

from dataclasses import dataclass

from django.db.models import Prefetch

from influencers.models import Criterion, Influencer, Score, ScoreCard
from influencers.models.vetting import MOST_POINTS
from influencers.panels import PROFILE
from influencers.services import vetting, vetting_queue
from influencers.vetting import Line, Result, State, result
from network.models import User
from network.panels import Panel
from network.rights import Feature


@dataclass(frozen=True)
class Judged:
    """One criterion: the points of all reviewers, with their reasons."""

    criterion: Criterion
    line: Line
    scores: list[Score]
    most: int = MOST_POINTS


@dataclass(frozen=True)
class Vetting:
    """The vetting as the reader may see it: `judged` is empty while the reader could still review."""

    influencer: Influencer
    state: State
    result: Result | None
    judged: list[Judged]
    cards: list[ScoreCard]
    draft: ScoreCard | None
    may_begin: bool


def vetting_of(influencer: Influencer, user: User) -> Vetting | None:
    """The result with reasons, for who handed in their own card or can't review any more; else only its state.

    Two queries for the former, three for the latter.
    """
    rows = ScoreCard.objects.visible_to(user, Feature.VET).readable_by(user).filter(influencer=influencer)
    scores = Prefetch("scores", Score.objects.select_related("criterion"))
    cards = list(rows.select_related("reviewer__person", "rubric").prefetch_related(scores))
    handed_in = [card for card in cards if card.status == ScoreCard.Status.SUBMITTED]
    draft = next((card for card in cards if card.status == ScoreCard.Status.DRAFT), None)
    points = [{score.criterion.code: score.points for score in card.scores.all()} for card in handed_in]
    found = result(points) if handed_in else None
    state = found.state if found else vetting.result_of(influencer).state
    is_open = influencer.stage in vetting_queue.STAGES and not cards and state != State.DONE
    may_begin = is_open and vetting_queue.may_begin(influencer, user)
    if state == State.NONE and not (may_begin or draft):
        return None
    return Vetting(influencer, state, found, _judged(found, handed_in), handed_in, draft, may_begin)


def _judged(found: Result | None, cards: list[ScoreCard]) -> list[Judged]:
    if found is None:
        return []
    by_code: dict[str, list[Score]] = {}
    for card in cards:
        for score in card.scores.all():
            score.card = card  # known already: its reviewer costs no query
            by_code.setdefault(score.criterion.code, []).append(score)
    return [Judged(by_code[line.criterion][0].criterion, line, by_code[line.criterion]) for line in found.lines]


PROFILE.register(Panel("influencers/_vetting.html", Feature.VET, vetting_of, place=30))
