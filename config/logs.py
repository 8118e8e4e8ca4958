"""Decides what never stands in a log: the secret part of links that people are sent, and phone numbers."""

import logging
import re

SECRET = re.compile(r"(/(?:[bi]|sign-in)/|/bot\d*:?)[A-Za-z0-9_.:-]{20,}|(\+91)[6-9]\d{9}", re.ASCII)


class NoSecrets(logging.Filter):
    """Blackens tokens and numbers in the message as it will be printed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without its secrets."""
        text = record.getMessage()
        if SECRET.search(text):
            record.msg, record.args = SECRET.sub(lambda found: f"{found[1] or found[2]}…", text), ()
        return True


def logging_of(*, level: str) -> dict[str, object]:
    """Django's LOGGING: everything from `level` on, a line each, on the standard error."""
    loud = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_secrets": {"()": NoSecrets}},
        "formatters": {"line": {"format": "{levelname:7} {name}: {message}", "style": "{"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_secrets"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": dict.fromkeys(("axes", "fontTools", "fpdf", "httpx", "httpcore", "apprise"), loud),
    }
