"""Decides what public codes look like: short, unguessable enough to share, no look-alike letters."""

from django.utils.crypto import get_random_string

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10


def new_code() -> str:
    """Return a fresh public code of 10 letters and digits (about 49 bits; never a secret)."""
    return get_random_string(LENGTH, ALPHABET)
