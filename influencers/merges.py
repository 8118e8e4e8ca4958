"""Decides what becomes of two influencer records when the network finds that they are one person."""

from django.utils import timezone

from influencers.models import Influencer
from network.models import Person
from network.services.merges import Ledger


def join_influencers(*, kept: Person, gone: Person, ledger: Ledger, **_signal: object) -> None:
    """Where both were influencers, accounts, seats and work of the one go to the other, and its own seat is given up."""
    theirs = Influencer.objects.filter(person=gone).first()
    if theirs is None:
        return
    ours = Influencer.objects.get(person=kept)
    ledger.move_all(theirs, ours)
    for seat in theirs.seats.live():
        ledger.change(seat, left_on=timezone.localdate())
    touched = max(filter(None, [ours.last_touched_at, theirs.last_touched_at]), default=None)
    ledger.change(ours, last_touched_at=touched)
    ledger.change(ours, subjects=sorted({*ours.subjects, *theirs.subjects}))
    ledger.change(theirs, stage=Influencer.Stage.LEFT)
