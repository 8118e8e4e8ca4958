"""Every address of Samvad, by part."""

from allauth.account import views as allauth_views
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from campaigns.views import coverage as coverage_views
from config import health
from network.views import accounts

admin.site.login = secure_admin_login(admin.site.login)  # one sign-in, with its second factor, for everything

urlpatterns = [
    path("", coverage_views.home, name="home"),
    path("login/", accounts.LoginView.as_view(), name="login"),
    path("login/", accounts.LoginView.as_view(), name="account_login"),  # as allauth calls it
    path("sign-in/<str:token>/", accounts.sign_in_link, name="sign_in_link"),
    path("account/reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("account/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("logout/", accounts.LogoutView.as_view(), name="logout"),
    path("language/", accounts.language_set, name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api_urls")),
    path("", include("network.urls")),
    path("", include("influencers.urls")),
    path("", include("campaigns.urls")),
]
