"""Decides what stands side by side when prospects are compared: each measure with one bar for each person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from influencers.audience_panel import FIGURES, Account, Told, accounts_of
from influencers.evidence import LONGEST
from influencers.models import Criterion, Handle, Influencer, ScoreCard
from influencers.models.vetting import MOST_POINTS
from influencers.vetting import State, result
from network.models import User
from network.rights import Feature

MOST = 8


@dataclass(frozen=True)
class Bar:
    """One person in one measure. `value` and `most` are for the bar, `text` is what is read; "" where nothing is known."""

    influencer: Influencer
    text: str
    value: str = "0"
    most: str = "1"
    links: tuple[str, ...] = ()
    told: Told | None = None
    account: str = ""


@dataclass(frozen=True)
class Measure:
    """One measure over all that are compared."""

    name: str | Promise
    note: str | Promise
    bars: list[Bar]


def compare(influencers: Sequence[Influencer], user: User) -> list[Measure]:
    """Vetting first, then the figures of everybody's largest account. Five queries, however many are compared.

    Means stand only where the reader may read all cards and the vetting is finished.
    """
    cards = _finished_cards(influencers, user)
    return [*_total(influencers, cards), *_criteria(influencers, cards), *_figures(influencers, user)]


def _finished_cards(influencers: Sequence[Influencer], user: User) -> dict[int, list[ScoreCard]]:
    rows = ScoreCard.objects.visible_to(user, Feature.VET).readable_by(user).handed_in()
    found: dict[int, list[ScoreCard]] = {each.pk: [] for each in influencers}
    for card in rows.filter(influencer__in=influencers).prefetch_related("scores__criterion"):
        found[card.influencer_id].append(card)
    return {pk: cards for pk, cards in found.items() if result(_points(cards)).state == State.DONE}


def _points(cards: Sequence[ScoreCard]) -> list[dict[str, int]]:
    return [{score.criterion.code: score.points for score in card.scores.all()} for card in cards]


def _total(influencers: Sequence[Influencer], cards: dict[int, list[ScoreCard]]) -> list[Measure]:
    if not cards:
        return []
    found = {pk: result(_points(mine)) for pk, mine in cards.items()}
    bars = [
        Bar(each, f"{one.total:.1f} / {one.most}", f"{one.total:.2f}", str(one.most))
        if (one := found.get(each.pk))
        else Bar(each, "")
        for each in influencers
    ]
    return [Measure(_("Vetting in all"), _("sum of the means of all criteria"), bars)]


def _criteria(influencers: Sequence[Influencer], cards: dict[int, list[ScoreCard]]) -> list[Measure]:
    criteria: dict[str, Criterion] = {}
    bars: dict[str, dict[int, Bar]] = {}
    people = {each.pk: each for each in influencers}
    for pk, mine in cards.items():
        scores = [score for card in mine for score in card.scores.all()]
        for line in result(_points(mine)).lines:
            same = [score for score in scores if score.criterion.code == line.criterion]
            criteria.setdefault(line.criterion, same[0].criterion)
            links = tuple(dict.fromkeys(link for score in same for link in score.links if len(link) <= LONGEST))
            bar = Bar(people[pk], f"{line.mean:.1f} / {MOST_POINTS}", f"{line.mean:.2f}", str(MOST_POINTS), links)
            bars.setdefault(line.criterion, {})[pk] = bar
    return [
        Measure(criterion.name, "", [bars[code].get(each.pk, Bar(each, "")) for each in influencers])
        for code, criterion in criteria.items()
    ]


def _figures(influencers: Sequence[Influencer], user: User) -> list[Measure]:
    handles = Handle.objects.visible_to(user, Feature.VET).filter(influencer__in=influencers, retired_at__isnull=True)
    largest: dict[int, Account] = {}
    for account in accounts_of(list(handles)):
        largest.setdefault(account.handle.influencer_id, account)
    return [
        _figure(place, name, formula, influencers, largest)
        for place, (_code, name, formula, *_rest) in enumerate(FIGURES)
    ]


def _figure(
    place: int, name: Promise, formula: Promise, influencers: Sequence[Influencer], largest: dict[int, Account]
) -> Measure:
    told = {pk: account.told[place] for pk, account in largest.items()}
    most = max((each.figure.value for each in told.values() if each.figure.value is not None), default=0)
    bars = [_bar(each, told.get(each.pk), largest.get(each.pk), most) for each in influencers]
    return Measure(name, formula, bars)


def _bar(influencer: Influencer, told: Told | None, account: Account | None, most: float) -> Bar:
    if told is None or account is None or told.figure.value is None:
        return Bar(influencer, "")
    known = [sample.source_url for sample in account.samples if sample.taken_at == told.figure.taken_at]
    links = tuple(link for link in known if link)
    value = f"{max(told.figure.value, 0):.4f}"
    return Bar(influencer, told.text, value, f"{max(most, 0.0001):.4f}", links, told, str(account.handle))
