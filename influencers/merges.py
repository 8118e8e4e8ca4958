"""Decides what becomes of two influencer records when the network finds that they are one person."""

from django.utils import timezone

from influencers.models import Influencer, StageChange
from network.models import Person
from network.services.merges import Ledger

MERGED = "merged into another record"


def join_influencers(*, kept: Person, gone: Person, ledger: Ledger, **_signal: object) -> None:
    """Where both were influencers, accounts, seats and work of the one go to the other, and its own seat is given up."""
    theirs = Influencer.objects.filter(person=gone).first()
    if theirs is None:
        return
    ours = Influencer.objects.get(person=kept)
    ledger.move_all(theirs, ours)
    for seat in theirs.seats.live():
        ledger.change(seat, left_on=timezone.localdate())
    ledger.change(ours, subjects=sorted({*ours.subjects, *theirs.subjects}))
    step = StageChange.objects.create(
        influencer=theirs, before=theirs.stage, stage=Influencer.Stage.LEFT, at=timezone.now(), reason=MERGED
    )
    ledger.entries.append({"model": StageChange._meta.label, "made": [step.pk]})
    ledger.change(theirs, stage=Influencer.Stage.LEFT)
