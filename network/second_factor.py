"""Decides who needs a second factor at sign-in, and how its secrets are kept; codes and flows are django-allauth's."""

from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from network.models import User
from network.sealing import seal, unseal

KNOWN = "has_second_factor"
# What somebody without the second factor may still open: setting it up, proving the password again, language, leaving.
OPEN = (
    "/account/second-factor/",
    "/account/reauthenticate/",
    "/language/",
    "/logout/",
    "/static/",
    "/account/password/",
)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: logins are made for people whom the party entered."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed like phone numbers (network/sealing.py); who needs a second factor can't take it away."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret in the clear."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Only where no office asks for it."""
        return not is_needed(authenticator.user)


def is_needed(user: User) -> bool:
    """Whether the login may do nothing before it has a second factor: operators, and offices that demand one."""
    return settings.SECOND_FACTOR and user.needs_second_factor


class SecondFactorMiddleware:
    """Leads who needs a second factor and has none to the page where it is set up, after a first password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or redirect."""
        if self._is_blocked(request):
            return redirect("mfa_activate_totp" if request.user.has_usable_password() else "network:password")
        return self.get_response(request)

    def _is_blocked(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated or request.session.get(KNOWN) or request.path.startswith(OPEN):
            return False
        if not is_needed(request.user):
            return False
        if get_adapter().is_mfa_enabled(request.user):
            request.session[KNOWN] = True
            return False
        return True
