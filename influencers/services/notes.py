"""Notes: writing one for a circle of readers, and deleting one's own. Who reads them is decided by the scope."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, Note
from network.errors import RightMissing, RuleBroken
from network.models import Appointment, User
from network.rights import Feature, require
from network.services import audit


@transaction.atomic
def write(influencer: Influencer, *, text: str, visibility: str, by: User) -> Note:
    """Write a note that the circle reads (Note.Visibility). It belongs to the office by which `by` looks after the district:
    the nearest one; an operator holds none, so "my office" then is the operator alone.

    Raises RuleBroken for oneself and for an empty text.
    """
    require(by, Feature.ROSTER_EDIT, influencer.district)
    if influencer.person.user_id == by.pk:
        raise RuleBroken(_("Nobody writes notes about themselves."), code="oneself")
    if not text.strip():
        raise RuleBroken(_("The note is empty."), code="text_missing")
    held = _nearest_office(influencer, by)
    note = Note.objects.create(
        influencer=influencer,
        text=text.strip(),
        visibility=Note.Visibility(visibility),
        author=by,
        office=held.office if held else None,
        office_area=held.area if held else None,
    )
    audit.record("note.written", note, by=by, area=influencer.district, visibility=visibility)
    return note


@transaction.atomic
def delete(note: Note, *, by: User) -> None:
    """Delete one's own note for good."""
    if note.author_id != by.pk:
        raise RightMissing
    audit.record("note.deleted", note, by=by, area=note.influencer.district)
    note.delete()


def _nearest_office(influencer: Influencer, by: User) -> Appointment | None:
    rows = Appointment.objects.live(timezone.localdate()).filter(person__user=by).select_related("office", "area")
    granting = [
        row
        for row in rows
        if Feature.ROSTER_EDIT in row.features
        and any(influencer.district.lies_in(path) for path in row.area.own_paths())
    ]
    return max(granting, key=lambda row: len(row.area.path), default=None)
