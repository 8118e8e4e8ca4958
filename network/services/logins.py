"""Logins: end what a login has open when its right ends."""

import datetime
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
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
def close(user: User) -> None:
    """Close the login of an erased person for good: it can't sign in, names nobody, and every trace of its tries is gone."""
    end_sessions([user], by=None)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(username=user.username).delete()
    user.username, user.email, user.first_name, user.last_name = f"erased-{user.pk}", "", "", ""
    user.is_active = user.is_staff = False
    user.set_unusable_password()
    user.save(update_fields=["username", "email", "first_name", "last_name", "is_active", "is_staff", "password"])


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
