"""Decides what messages say, in the language of the person; rendered once for all of a batch who are told alike."""

import secrets
from collections.abc import Hashable
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.channels.base import Message
from campaigns.models import Topic
from influencers.models import Course


class Wording:
    """Subjects and texts of one batch. What differs from person to person, the name and the link, is put in last.

    The marks that stand for them are drawn anew for each batch, so that nothing written in a brief can be taken for one.
    """

    def __init__(self) -> None:
        self._name, self._link = f"name-{secrets.token_hex(16)}", f"link-{secrets.token_hex(16)}"
        self._texts: dict[Hashable, str] = {}
        self._subjects: dict[Hashable, str] = {}

    def subject(self, message: Message) -> str:
        """What it is about, in a line."""
        alike = _alike(message)
        if alike is None:
            return _subject(message)
        if alike not in self._subjects:
            self._subjects[alike] = _subject(message)
        return self._subjects[alike]

    def text(self, message: Message) -> str:
        """The whole text; every channel that sends texts sends this one."""
        with override(language_of(message)):
            name = message.delivery.person.name
            alike = _alike(message)
            if alike is None:
                return _render(message, name, message.link)
            if alike not in self._texts:
                self._texts[alike] = _render(message, self._name, self._link)
        return self._texts[alike].replace(self._link, message.link).replace(self._name, name)


def language_of(message: Message) -> str:
    """Hindi for who reads it, else English."""
    return "hi" if "hi" in message.delivery.person.languages else "en"


def _alike(message: Message) -> Hashable | None:
    """Messages for which this is the same differ in name and link only; None for those about more or other than one topic."""
    delivery = message.delivery
    if message.more or delivery.assignment_id is None:
        return None
    assignment = delivery.assignment
    return delivery.purpose, assignment.topic_id, assignment.angle_id, delivery.correction_id, language_of(message)


def _subject(message: Message) -> str:
    with override(language_of(message)):
        if message.more:
            return _("Briefs: %(count)s topics") % {"count": len(message.items)}
        subjects = {
            "brief": _("Brief: %(title)s"),
            "withdrawal": _("Withdrawn: %(title)s"),
            "correction": _("Corrected: %(title)s"),
            "nudge": _("Do you have time for this? %(title)s"),
            "training": _("Training: %(title)s"),
            "change": _("Changed: training “%(title)s”"),
            "reminder": _("Reminder: training “%(title)s”"),
            "called_off": _("Called off: training “%(title)s”"),
        }
        return subjects[message.delivery.purpose] % {"title": _about(message).title}


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
