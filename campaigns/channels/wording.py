"""Decides what messages say, in the language of the person; rendered once for all of a batch who are told alike."""

import secrets
from collections.abc import Hashable
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from campaigns.channels.base import Message
from campaigns.models import Topic
from influencers.models import Course

SUBJECTS = {
    "brief": _("Brief: %(title)s"),
    "withdrawal": _("Withdrawn: %(title)s"),
    "correction": _("Corrected: %(title)s"),
    "nudge": _("Do you have time for this? %(title)s"),
    "training": _("Training: %(title)s"),
    "change": _("Changed: training “%(title)s”"),
    "reminder": _("Reminder: training “%(title)s”"),
    "called_off": _("Called off: training “%(title)s”"),
}
SUBJECT_OF_A_DIGEST = _("Briefs: %(count)s topics")


def subject(message: Message) -> str:
    """What a message is about, in a line, in the language of the person."""
    with override(message.delivery.person.language):
        if message.more:
            return SUBJECT_OF_A_DIGEST % {"count": len(message.items)}
        return SUBJECTS[message.delivery.purpose] % {"title": _about(message).title}


class Wording:
    """The texts of one batch. What differs from person to person, the name and the link, is put in last.

    The marks that stand for them are drawn anew for each batch, so that nothing written in a brief can be taken for one.
    """

    def __init__(self) -> None:
        self._name, self._link = f"name-{secrets.token_hex(16)}", f"link-{secrets.token_hex(16)}"
        self._texts: dict[Hashable, str] = {}

    def text(self, message: Message) -> str:
        """The whole text; every channel that sends texts sends this one."""
        with override(message.delivery.person.language):
            name = message.delivery.person.name
            alike = _alike(message)
            if alike is None:
                return _render(message, name, message.link)
            if alike not in self._texts:
                self._texts[alike] = _render(message, self._name, self._link)
        return self._texts[alike].replace(self._link, message.link).replace(self._name, name)


def _alike(message: Message) -> Hashable | None:
    """Messages for which this is the same differ in name and link only; None for those about more or other than one topic."""
    delivery = message.delivery
    if message.more or delivery.assignment_id is None:
        return None
    assignment = delivery.assignment
    return delivery.purpose, assignment.topic_id, assignment.angle_id, delivery.correction_id, delivery.person.language


def _render(message: Message, name: str, link: str) -> str:
    if message.more:
        kind, shown = "digest", {"items": message.items}
    else:
        kind, shown = message.delivery.purpose, {"link": link, **_facts(message)}
    return render_to_string(f"campaigns/email_{kind}.txt", shown | {"person": SimpleNamespace(name=name)})


def _about(message: Message) -> Topic | Course:
    delivery = message.delivery
    return delivery.assignment.topic if delivery.assignment_id else delivery.attendance.training.course


def _facts(message: Message) -> dict[str, object]:
    """What the text of a message shows besides name and link."""
    delivery = message.delivery
    if delivery.assignment_id is None:
        return {"training": delivery.attendance.training}
    assignment = delivery.assignment
    return {"topic": assignment.topic, "assignment": assignment, "correction": delivery.correction}
