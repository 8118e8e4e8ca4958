"""Autosave: a draft saves itself while it is written, whole or not, and never over another person's edit."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import BriefVersion, CalendarEntry, Topic
from campaigns.services import topics
from campaigns.services.briefs import BriefText
from network.errors import RuleBroken
from network.models import User


@transaction.atomic
def save(
    topic: Topic | None,
    *,
    version: int,
    sheet: str,
    brief: BriefText,
    by: User,
    calendar_entry: CalendarEntry | None = None,
    **fields: object,
) -> Topic:
    """Save what stands in the form named `sheet`, whole or not; None begins a draft.

    Raises StaleVersion when somebody else changed the topic, and RuleBroken for a topic that is cleared or further:
    its clearance falls only when a person presses the button.
    """
    entered = {"brief": brief, "by": by, "sheet": sheet, "kind_of_save": BriefVersion.Kind.AUTOSAVED} | fields
    topic = topic or _begun(sheet, by)
    if topic is None:
        return topics.draft(calendar_entry=calendar_entry, **entered)
    if topics.lock(topic).status != Topic.Status.DRAFT:
        raise RuleBroken(
            _("This topic is not a draft any more: nothing saves by itself. Use the button."), code="not_a_draft"
        )
    return topics.edit(topic, version=version, **entered)


@transaction.atomic
def draft_once(*, sheet: str, by: User, calendar_entry: CalendarEntry | None = None, **entered: object) -> Topic:
    """Begin a topic from the form named `sheet`: once, however often it is sent (double clicks, a lost answer)."""
    begun = _begun(sheet, by)
    if begun is None:
        return topics.draft(sheet=sheet, by=by, calendar_entry=calendar_entry, **entered)
    return topics.edit(begun, version=begun.version, sheet=sheet, by=by, **entered)


def _begun(sheet: str, by: User) -> Topic | None:
    """What this form began already. The same form sent twice at once: one waits here for the other."""
    User.objects.select_for_update().get(pk=by.pk)
    return Topic.objects.filter(sheet=sheet, written_by=by).first() if sheet else None
