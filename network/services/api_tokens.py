"""API keys: one per login, shown once, kept hashed (django-rest-knox), dead when revoked or expired."""

from django.db import transaction
from knox.models import get_token_model

from network.models import User
from network.services import audit


@transaction.atomic
def make(user: User) -> str:
    """Make a fresh key for the login and return it; it can't be shown again. Older keys die."""
    tokens = get_token_model()
    tokens.objects.filter(user=user).delete()
    _row, token = tokens.objects.create(user=user)
    audit.record("api_token.made", user, by=user)
    return token


@transaction.atomic
def revoke(user: User) -> None:
    """Kill the login's key."""
    get_token_model().objects.filter(user=user).delete()
    audit.record("api_token.revoked", user, by=user)


def exists(user: User) -> bool:
    """Whether the login has a key."""
    return get_token_model().objects.filter(user=user).exists()
