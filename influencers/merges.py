"""Decides what becomes of two influencer records when the network finds that they are one person."""

from django.utils import timezone

from influencers.models import Influencer
from network.models import Person
from network.services.merges import Ledger


def join_influencers(*, kept: Person, gone: Person, ledger: Ledger, **_signal: object) -> None:
    """Where both were influencers, accounts and work of the one go to the other, and its place in a team is given up."""
    theirs = Influencer.objects.filter(person=gone).first()
    if theirs is None:
        return
    ours = Influencer.objects.get(person=kept)
    ledger.move_all(theirs, ours)
    for seat in theirs.seats.live():
        ledger.change(seat, left_on=max(timezone.localdate(), seat.joined_on or seat.kept_on), ended_why="merged")
    ledger.change(ours, subjects=sorted({*ours.subjects, *theirs.subjects}))
    ledger.change(theirs, stage=Influencer.Stage.LEFT)
