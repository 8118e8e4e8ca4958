"""Every address of the REST API, version 1."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from campaigns.api import views as campaigns
from influencers.api import touchpoints
from influencers.api import views as influencers
from network.api import views as network

router = SimpleRouter(use_regex_path=False)
router.register("areas", network.AreaViewSet, "area")
router.register("people", network.PersonViewSet, "person")
router.register("offices", network.OfficeViewSet, "office")
router.register("appointments", network.AppointmentViewSet, "appointment")
router.register("influencers", influencers.InfluencerViewSet, "influencer")
router.register("rosters", influencers.RosterViewSet, "roster")
router.register("touchpoints", touchpoints.TouchpointViewSet, "touchpoint")
router.register("snoozes", touchpoints.SnoozeViewSet, "snooze")
router.register("notes", touchpoints.NoteViewSet, "note")
router.register("imports", network.ImportViewSet, "import")
router.register("calendar-entries", campaigns.CalendarEntryViewSet, "calendar-entry")
router.register("topics", campaigns.TopicViewSet, "topic")
router.register("assignments", campaigns.AssignmentViewSet, "assignment")
router.register("posts", campaigns.PostViewSet, "post")
router.register("coverage", campaigns.CoverageViewSet, "coverage")

app_name = "api"
urlpatterns = [path("schema/", SpectacularAPIView.as_view(), name="schema"), path("", include(router.urls))]
