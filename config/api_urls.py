"""Every address of the REST API, version 1."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from campaigns.api import audiences, blackouts, topics
from campaigns.api import media as campaigns_media
from campaigns.api import views as campaigns
from campaigns.api.calendar import CalendarEntryViewSet
from campaigns.api.deliveries import DeliveryViewSet
from influencers.api import handles, own_side, pipeline, rosters, samples, touchpoints, vettings
from influencers.api import joins as influencer_joins
from influencers.api.trainings import TrainingViewSet
from network.api import views as network

router = SimpleRouter(use_regex_path=False)
router.register("areas", network.AreaViewSet, "area")
router.register("people", network.PersonViewSet, "person")
router.register("offices", network.OfficeViewSet, "office")
router.register("cells", network.CellViewSet, "cell")
router.register("appointments", network.AppointmentViewSet, "appointment")
router.register("influencers", pipeline.InfluencerViewSet, "influencer")
router.register("handles", handles.HandleViewSet, "handle")
router.register("trainings", TrainingViewSet, "training")
router.register("vettings", vettings.ScoreCardViewSet, "vetting")
router.register("samples", samples.SampleViewSet, "sample")
router.register("join-requests", influencer_joins.JoinRequestViewSet, "join-request")
router.register("rosters", rosters.RosterViewSet, "roster")
router.register("roster-targets", rosters.RosterTargetViewSet, "roster-target")
router.register("touchpoints", touchpoints.TouchpointViewSet, "touchpoint")
router.register("snoozes", touchpoints.SnoozeViewSet, "snooze")
router.register("notes", touchpoints.NoteViewSet, "note")
router.register("imports", network.ImportViewSet, "import")
router.register("calendar-entries", CalendarEntryViewSet, "calendar-entry")
router.register("blackouts", blackouts.BlackoutViewSet, "blackout")
router.register("polls", blackouts.PollViewSet, "poll")
router.register("topics", topics.TopicViewSet, "topic")
router.register("briefs", topics.BriefViewSet, "brief")
router.register("corrections", topics.CorrectionViewSet, "correction")
router.register("brief-media", campaigns_media.BriefMediaViewSet, "brief-media")
router.register("own-drafts", campaigns_media.OwnDraftViewSet, "own-draft")
router.register("segments", audiences.SegmentViewSet, "segment")
router.register("planned-asks", audiences.PlannedAskViewSet, "planned-ask")
router.register("assignments", campaigns.AssignmentViewSet, "assignment")
router.register("posts", campaigns.PostViewSet, "post")
router.register("deliveries", DeliveryViewSet, "delivery")
router.register("coverage", campaigns.CoverageViewSet, "coverage")

app_name = "api"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("me/", own_side.MeView.as_view(), name="me"),
    path("topics/<slug:code>/audience/", audiences.TopicAudienceView.as_view(), name="topic-audience"),
    path("me/consents/", own_side.ConsentView.as_view(), name="me-consents"),
    path("me/pause/", own_side.PauseView.as_view(), name="me-pause"),
    path("me/come-back/", own_side.ComeBackView.as_view(), name="me-come-back"),
    path("me/leave/", own_side.LeaveView.as_view(), name="me-leave"),
    path("", include(router.urls)),
]
