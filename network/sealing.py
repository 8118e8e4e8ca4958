"""Decides how a phone number is kept: sealed with a key that the database does not know, and found by a keyed hash.

DPDP Rules 2025, rule 6 (encryption or masking of personal data). A copy of the database alone gives no number away: the seal
is Fernet (AES-128-CBC with HMAC-SHA256), the hash is HMAC-SHA256. Keys of seals can be changed, see PHONE_KEYS; the key of
the hash stays as long as the data does.
"""

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealBroken(ValueError):
    """A seal that none of our keys opens: a key is missing in PHONE_KEYS, or somebody changed the row."""


def seal(text: str) -> str:
    """The text sealed with the newest key; the same text is sealed differently each time."""
    return _keys(*settings.PHONE_KEYS).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text of a seal made with any of our keys. Raises SealBroken."""
    try:
        return _keys(*settings.PHONE_KEYS).decrypt(sealed).decode()
    except InvalidToken as error:
        raise SealBroken from error


def reseal(sealed: str) -> str:
    """The same text under the newest key. Raises SealBroken."""
    try:
        return _keys(*settings.PHONE_KEYS).rotate(sealed).decode("ascii")
    except InvalidToken as error:
        raise SealBroken from error


def lookup_hash(text: str) -> str:
    """64 hex digits by which equal texts are found, and nothing else is learned without the key."""
    return hmac.new(settings.PHONE_LOOKUP_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@cache
def _keys(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
