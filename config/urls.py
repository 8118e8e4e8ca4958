"""Every address of Samvad, by part."""

from django.contrib import admin
from django.urls import include, path

from campaigns.views import coverage as coverage_views
from config import health
from network.views import accounts

urlpatterns = [
    path("", coverage_views.home, name="home"),
    path("login/", accounts.LoginView.as_view(), name="login"),
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
