"""Decides where e-mails go on a machine without a mail server: one file each, into the outbox directory."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

KEY_HEADER = "X-Samvad-Key"


class FileOutboxBackend(BaseEmailBackend):
    """Writes each message as .eml, whole or not at all; a message with the same key replaces itself."""

    def open(self) -> bool:
        """Make the outbox directory; whether this call made it."""
        directory = Path(settings.OUTBOX_DIR)
        if directory.is_dir():
            return False
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many."""
        self.open()
        for message in email_messages:
            _write(message)
        return len(email_messages)


def _write(message: EmailMessage) -> None:
    content = message.message().as_bytes(linesep="\r\n")
    key = message.extra_headers.get(KEY_HEADER) or content.decode("ascii", "replace")
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    directory = Path(settings.OUTBOX_DIR)
    draft = directory / f"{name}.{os.getpid()}.part"
    draft.write_bytes(content)
    draft.replace(directory / f"{name}.eml")
