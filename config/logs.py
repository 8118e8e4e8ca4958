"""Decides what never stands in a log: the secret part of brief links and invitations."""

import logging
import re

SECRET = re.compile(r"(/[bi]/)[A-Za-z0-9_-]{20,}")


class NoSecrets(logging.Filter):
    """Blackens the tokens in addresses, in the message as it will be printed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without its secrets."""
        text = record.getMessage()
        if SECRET.search(text):
            record.msg, record.args = SECRET.sub(r"\1…", text), ()
        return True
