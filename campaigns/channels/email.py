"""The e-mail channel: one message per delivery over Django's mail backend, in the language of the person."""

import hashlib
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.channels.base import Message, Outcome, Result
from campaigns.models import Topic
from influencers.models import Course


class EmailChannel:
    """Sends a batch over one connection; a refused address fails for good, everything else is tried again."""

    def send(self, messages: list[Message]) -> list[Outcome]:
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:
            return [Outcome(message.delivery.pk, Result.RETRY, type(error).__name__) for message in messages]
        try:
            return [_send_one(message, connection) for message in messages]
        finally:
            connection.close()


def compose(message: Message) -> EmailMessage:
    """The e-mail for a delivery: subject, text and the headers that carry the delivery's key."""
    person = message.delivery.person
    with override("hi" if "hi" in person.languages else "en"):
        subjects = {
            "brief": _("Brief: %(title)s"),
            "withdrawal": _("Withdrawn: %(title)s"),
            "nudge": _("Do you have time for this? %(title)s"),
            "training": _("Training: %(title)s"),
            "change": _("Changed: training “%(title)s”"),
            "reminder": _("Reminder: training “%(title)s”"),
            "called_off": _("Called off: training “%(title)s”"),
        }
        subject, shown = _content(message)
        return EmailMessage(
            subject=subjects[message.delivery.purpose] % {"title": subject.title},
            body=render_to_string(f"campaigns/email_{message.delivery.purpose}.txt", shown | {"person": person}),
            to=[person.email],
            headers=_headers(message),
        )


def _content(message: Message) -> tuple[Topic | Course, dict[str, object]]:
    """What the message is about, and what its text shows."""
    shown: dict[str, object] = {"link": message.link}
    if message.delivery.assignment_id is None:
        training = message.delivery.attendance.training
        return training.course, shown | {"training": training}
    assignment = message.delivery.assignment
    return assignment.topic, shown | {"topic": assignment.topic, "assignment": assignment}


def _headers(message: Message) -> dict[str, str]:
    """The delivery's key, a Message-ID made of it, and where briefs are stopped (RFC 2369; the page asks once more)."""
    headers = {"X-Samvad-Key": message.key, "Message-ID": _message_id(message.key)}
    if message.delivery.purpose in ("brief", "nudge"):
        headers["List-Unsubscribe"] = f"<{message.link}stop/>"
    return headers


def _send_one(message: Message, connection: object) -> Outcome:
    email = compose(message)
    email.connection = connection
    try:
        email.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        return Outcome(message.delivery.pk, Result.FAILED if code >= 500 else Result.RETRY, f"refused with {code}")
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(message.delivery.pk, Result.RETRY, type(error).__name__)
    return Outcome(message.delivery.pk, Result.SENT)


def _message_id(key: str) -> str:
    """The same key always gives the same Message-ID (RFC 5322, 3.6.4), so that a mailbox can drop a repeat."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"
