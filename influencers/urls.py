"""The addresses of the influencers app: teams, invitations, roster imports."""

from django.urls import path

from influencers.views import imports, influencers, invitations, roster_changes, roster_growth, rosters

app_name = "influencers"

urlpatterns = [
    path("rosters/", rosters.roster_list, name="roster_list"),
    path("imports/rosters/new/", imports.import_new, name="import_new"),
    path("rosters/growth/", roster_growth.roster_growth, name="roster_growth"),
    path("rosters/growth/<slug:kind>/<slug:code>/", roster_growth.roster_target, name="roster_target"),
    path("rosters/subjects/", roster_growth.roster_subjects, name="roster_subjects"),
    path("rosters/<slug:code>/join/", roster_changes.roster_join, name="roster_join"),
    path("rosters/<slug:code>/leave/", roster_changes.roster_leave, name="roster_leave"),
    path("rosters/<slug:code>/replace/", roster_changes.roster_replace, name="roster_replace"),
    path("rosters/<slug:code>/move/", roster_changes.roster_move, name="roster_move"),
    path("rosters/<slug:code>/range/", roster_changes.roster_range, name="roster_range"),
    path("rosters/<slug:code>/", rosters.roster_detail, name="roster_detail"),
    path("influencers/<slug:code>/", influencers.influencer_detail, name="influencer_detail"),
    path("influencers/<slug:code>/invite/", invitations.invitation_create, name="invitation_create"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
]
