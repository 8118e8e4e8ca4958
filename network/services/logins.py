"""Logins: end what a login has open when its right ends."""

import datetime
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from knox.models import get_token_model

from network.models import Appointment, User
from network.sealing import reseal
from network.services import audit


def end_sessions(users: Iterable[User], *, by: User | None) -> None:
    """End all sessions and API keys of the logins at once; they may sign in anew with what is left to them."""
    for user in users:
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        get_token_model().objects.filter(user=user).delete()
        audit.record("login.sessions_ended", user, by=by)


@transaction.atomic
def reseal_second_factors() -> None:
    """Seal the secrets of all second factors with the newest key. Raises SealBroken for one that no key opens."""
    for factor in Authenticator.objects.select_for_update().iterator():
        for name in ("secret", "seed"):
            if name in factor.data:
                factor.data[name] = reseal(factor.data[name])
        factor.save(update_fields=["data"])


def end_sessions_of_ended_terms(on: datetime.date) -> int:
    """End the sessions of those whose term ends on the day; return how many logins. For a nightly run."""
    users = list(User.objects.filter(person__appointments__in=Appointment.objects.filter(ends_on=on)).distinct())
    end_sessions(users, by=None)
    return len(users)
