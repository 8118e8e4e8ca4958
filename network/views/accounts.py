"""Pages of one's own login: signing in and out, language, offices held, the key for the API."""

from allauth.account.internal.flows.login import perform_password_login, record_authentication  # has no public name yet
from allauth.account.models import Login
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.models import Appointment
from network.services import api_tokens, sign_in_links, visibility


class LoginView(auth_views.LoginView):
    """The sign-in page; who is signed in already goes on. After the password comes the second factor, where there is one."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Hand over to allauth, which asks for the code or signs in."""
        user = form.get_user()
        login = Login(user=user, email_verification="none", redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.username}, login)


class LogoutView(auth_views.LogoutView):
    """Signs out, by POST only."""


class PasswordView(SuccessMessageMixin, auth_views.PasswordChangeView):
    """Changes one's own password, or sets the first one; every other session of the login ends with it."""

    def get_form_class(self) -> type[SetPasswordForm]:
        """Who came by a link has no password that could be asked for."""
        return PasswordChangeForm if self.request.user.has_usable_password() else SetPasswordForm

    template_name = "network/password.html"
    success_url = reverse_lazy("network:account")
    success_message = _lazy("Your password is changed.")


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link it is; its button signs in, once. A link that is spent or older than ten minutes says so."""
    user = sign_in_links.user_for(token)
    if user is None:
        return render(request, "network/sign_in_link.html", status=410)
    if request.method == "POST":
        user.backend = "django.contrib.auth.backends.ModelBackend"
        record_authentication(request, user, method="link")
        return perform_login(request, user, email_verification="none", redirect_url=resolve_url("home"))
    return render(request, "network/sign_in_link.html", {"person": user.person, "token": token})


@login_not_required
@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language in a cookie and return to the page."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the offices the login holds and whether it has a key for the API."""
    return render(request, "network/account.html", _account(request))


@require_safe
def onlookers(request: HttpRequest) -> HttpResponse:
    """Show who sees the reader's person, and who opened their contact data."""
    person = getattr(request.user, "person", None)
    context: dict[str, object] = {"person": person}
    if person is not None:
        context["onlookers"] = visibility.who_sees(person, timezone.localdate())
        context["openings"] = visibility.openings(person)
    return render(request, "network/onlookers.html", context)


@require_POST
def token_create(request: HttpRequest) -> HttpResponse:
    """Make a key for the API and show it this one time; older keys die."""
    token = api_tokens.make(request.user)
    return render(request, "network/account.html", _account(request) | {"new_token": token})


@require_POST
def token_revoke(request: HttpRequest) -> HttpResponse:
    """Kill the key for the API."""
    api_tokens.revoke(request.user)
    messages.success(request, _("The key is dead."))
    return redirect("network:account")


def _account(request: HttpRequest) -> dict[str, object]:
    appointments = Appointment.objects.visible_to(request.user).live(timezone.localdate())
    return {
        "appointments": appointments.select_related("office", "area", "cell"),
        "has_token": api_tokens.exists(request.user),
    }
