"""Decides what the page of an influencer tells of staying in touch: what was said, what is next, and the notes one may read."""

from dataclasses import dataclass

from django.utils import timezone

from influencers.models import Influencer, Note, Touchpoint
from influencers.panels import PROFILE
from influencers.touch_forms import NoteForm
from network.models import User
from network.panels import Panel
from network.rights import Feature, may

MOST = 30
MOST_RECORDED = 20


@dataclass(frozen=True)
class Touch:
    """The newest touchpoints, and until when the person is not shown as due."""

    influencer: Influencer
    touchpoints: list[Touchpoint]
    reader: User

    @property
    def retractable(self) -> set[int]:
        """The keys of those that the reader may take back."""
        return {row.pk for row in self.touchpoints if row.by_id == self.reader.pk and row.is_fresh}

    @property
    def is_snoozed(self) -> bool:
        """Whether the newest snooze lasts; `influencer` comes with it (InfluencerQuerySet.with_snooze)."""
        until = self.influencer.snoozed_until
        return until is not None and until > timezone.localdate()


@dataclass(frozen=True)
class Notes:
    """The notes that the reader may read, and the form for another one."""

    influencer: Influencer
    notes: list[Note]
    form: NoteForm | None


def touch(influencer: Influencer, user: User) -> Touch:
    """What was said with the influencer; one query."""
    rows = Touchpoint.objects.visible_to(user, Feature.ROSTER_EDIT).filter(influencer=influencer)
    return Touch(influencer, list(rows.select_related("by__person")[:MOST]), user)


def just_recorded(user: User) -> list[Touchpoint]:
    """What the reader recorded and may still take back, the newest first; one query."""
    rows = Touchpoint.objects.visible_to(user, Feature.ROSTER_EDIT).retractable_by(user)
    return list(rows.select_related("influencer__person").order_by("-recorded_at", "-pk")[:MOST_RECORDED])


def notes(influencer: Influencer, user: User, form: NoteForm | None = None) -> Notes:
    """The notes of the influencer that the reader may read; one query."""
    rows = Note.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(influencer=influencer)
    writes = may(user, Feature.ROSTER_EDIT, influencer.district)
    found = list(rows.select_related("author__person", "office")[:MOST])
    return Notes(influencer, found, (form or NoteForm()) if writes else None)


PROFILE.register(Panel("influencers/_touch_panel.html", Feature.ROSTER_EDIT, touch, 30))
PROFILE.register(Panel("influencers/_note_panel.html", Feature.PEOPLE_VIEW, notes, 35))
