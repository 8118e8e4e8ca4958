"""Decides what becomes of two influencer records when the network finds that they are one person."""

from django.utils import timezone

from influencers.models import Influencer, StageChange
from network.models import Person
from network.services.merges import Ledger

MERGED = "merged into another record"


def join_influencers(*, kept: Person, gone: Person, ledger: Ledger, **_signal: object) -> None:
    """Where both were influencers, accounts and work of the one go to the other, and its place in a team is given up.

    One account stays on each platform: of two, the one of the record that goes is given up.
    """
    theirs = Influencer.objects.filter(person=gone).first()
    if theirs is None:
        return
    ours = Influencer.objects.get(person=kept)
    taken = {handle.platform for handle in ours.handles.current()}
    now = timezone.now().replace(microsecond=0)  # the ledger writes milliseconds, and the undo compares
    for handle in theirs.handles.current().filter(platform__in=taken):
        ledger.change(handle, retired_at=now)
    ledger.move_all(theirs, ours)
    for seat in theirs.seats.live():
        ledger.change(seat, left_on=max(timezone.localdate(), seat.joined_on or seat.kept_on), ended_why="merged")
    touched = max(filter(None, [ours.last_touched_at, theirs.last_touched_at]), default=None)
    ledger.change(ours, last_touched_at=touched)
    ledger.change(ours, subjects=sorted({*ours.subjects, *theirs.subjects}))
    step = StageChange.objects.create(
        influencer=theirs, before=theirs.stage, stage=Influencer.Stage.LEFT, at=timezone.now(), reason=MERGED
    )
    ledger.entries.append({"model": StageChange._meta.label, "made": [step.pk]})
    ledger.change(theirs, stage=Influencer.Stage.LEFT)
