"""The e-mail channel: one message per delivery over Django's mail backend, in the language of the person."""

import hashlib
import smtplib
from email.utils import parseaddr

from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from campaigns.channels.base import Message, Outcome, Result, seconds_of
from campaigns.channels.wording import Wording, subject

NO_MAILBOX = (550, 551, 553)  # RFC 5321, 4.2.3: unknown mailbox, not here, name not allowed


class EmailChannel:
    """Sends a batch over one connection; a refused address fails for good, everything else is tried again."""

    def send(self, messages: list[Message]) -> list[Outcome]:
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:
            return [Outcome(message.delivery.pk, Result.RETRY, type(error).__name__) for message in messages]
        try:
            wording = Wording()
            return [_send_one(message, wording, connection) for message in messages]
        finally:
            connection.close()


def compose(message: Message, wording: Wording) -> EmailMessage:
    """The e-mail for a message: subject, text and the headers that carry its key."""
    email = EmailMessage(
        subject=subject(message),
        body=wording.text(message),
        to=[message.to or message.delivery.person.email],
        headers=_headers(message),
    )
    if settings.EMAIL_BACKEND.startswith("anymail."):
        email.metadata = {"key": message.key}  # comes back with a bounce
    return email


def _headers(message: Message) -> dict[str, str]:
    """The delivery's key, a Message-ID made of it, and where briefs are stopped (RFC 2369; the page asks once more)."""
    headers = {"X-Samvad-Key": message.key, "Message-ID": _message_id(message.key)}
    if message.delivery.purpose in ("brief", "nudge"):
        headers["List-Unsubscribe"] = f"<{message.link}stop/>"
    return headers


def _send_one(message: Message, wording: Wording, connection: object) -> Outcome:
    email = compose(message, wording)
    email.connection = connection
    try:
        email.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        if code < 500:
            return Outcome(message.delivery.pk, Result.RETRY, f"refused with {code}")
        shut = "bounced" if code in NO_MAILBOX and b"5.7." not in text else ""  # 5.7: our mail is not wanted (RFC 3463)
        return Outcome(message.delivery.pk, Result.FAILED, f"refused with {code}", shut=shut)
    except AnymailRecipientsRefused:
        return Outcome(message.delivery.pk, Result.FAILED, "refused by the provider", shut="bounced")
    except AnymailRequestsAPIError as error:
        return _refused_by_provider(message, error)
    except (OSError, smtplib.SMTPException, AnymailError) as error:
        return Outcome(message.delivery.pk, Result.RETRY, type(error).__name__)
    return Outcome(message.delivery.pk, Result.SENT)


def _refused_by_provider(message: Message, error: AnymailRequestsAPIError) -> Outcome:
    answer = error.response
    if answer is not None and answer.status_code == 429:
        wait = seconds_of(answer.headers.get("Retry-After", 60))
        return Outcome(message.delivery.pk, Result.RETRY, "429", wait=wait)
    return Outcome(message.delivery.pk, Result.RETRY, f"the provider said {error.status_code}")


def _message_id(key: str) -> str:
    """The same key always gives the same Message-ID (RFC 5322, 3.6.4), so that a mailbox can drop a repeat."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"
