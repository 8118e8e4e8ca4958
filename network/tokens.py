"""Decides how secret links are made and kept: 256 random bits go out, only their hash stays."""

import hashlib
import secrets


def new_token() -> str:
    """Return a fresh secret for a link: 256 bits, 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what the database keeps of a token: its SHA-256 in hex (the token has full entropy, so no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()
