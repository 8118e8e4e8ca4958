"""Decides how settings are read from the environment: a wrong value ends the start with one clear sentence."""

import base64
import datetime
import hashlib
import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from cryptography.fernet import Fernet
from environs import Env, EnvError

from config.channel_settings import hours
from config.refusals import SettingRefused, refuse

BASE_DIR = Path(__file__).resolve().parent.parent


def quiet_hours(text: str) -> tuple[datetime.time, datetime.time]:
    """ "22:00-06:00" as (start, end) of the day in Indian time; equal ends mean none."""
    return hours("QUIET_HOURS", text)


def base_url(text: str) -> str:
    """The address under which people reach Samvad, without a slash at the end."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise refuse("BASE_URL", f"“{text}” is not an address like https://samvad.example.")
    return text.rstrip("/")


def port(text: str) -> int:
    """A TCP port."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise refuse("PORT", f"“{text}” is not a port between 1 and 65535.")
    return int(text)


def database(url: str) -> dict[str, object]:
    """The parts of a PostgreSQL address; other engines are refused."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise refuse("DATABASE_URL", "it has to begin with postgresql:// (Samvad runs on PostgreSQL only).")
    try:
        return dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError):
        raise refuse("DATABASE_URL", "it is not an address like postgresql://user:password@host:5432/samvad.") from None


def redis_url(url: str) -> str:
    """The address of a Redis-protocol server."""
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise refuse("REDIS_URL", "it has to begin with redis://, rediss:// or unix://.")
    return url


def email(url: str) -> dict[str, object]:
    """The parts of a mail server's address as Django settings."""
    if urlsplit(url).scheme not in ("smtp", "smtps", "smtp+tls", "smtp+ssl", "submission"):
        raise refuse("EMAIL_URL", "it has to begin with smtp://, smtp+tls:// or smtps://.")
    return dj_email_url.parse(url)


def seal_keys(keys: list[str]) -> list[str]:
    """Fernet keys, the newest first: 32 random bytes each, in URL-safe base64."""
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        raise refuse("PHONE_KEYS", "each key is 32 random bytes in URL-safe base64 (44 signs).") from None
    return keys


def key_from(secret: str) -> str:
    """A Fernet key made from another secret, for development machines."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"phones {secret}".encode()).digest()).decode("ascii")


def stop(error: EnvError | SettingRefused) -> None:
    """Say what is wrong with the settings in one sentence and end with status 2."""
    text = str(error) if isinstance(error, SettingRefused) else f"The settings can't be used: {error}"
    sys.stderr.write(text.strip() + "\n")
    raise SystemExit(2)


def env() -> Env:
    """The environment, filled up from a file .env in the project's directory (the environment wins)."""
    found = Env()
    found.read_env(BASE_DIR / ".env", recurse=False)
    return found
