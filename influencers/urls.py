"""The addresses of the influencers app: teams, invitations, roster imports."""

from django.urls import path

from influencers.views import imports, influencers, invitations, rosters

app_name = "influencers"

urlpatterns = [
    path("rosters/", rosters.roster_list, name="roster_list"),
    path("imports/rosters/new/", imports.import_new, name="import_new"),
    path("rosters/<slug:code>/", rosters.roster_detail, name="roster_detail"),
    path("influencers/<slug:code>/", influencers.influencer_detail, name="influencer_detail"),
    path("influencers/<slug:code>/invite/", invitations.invitation_create, name="invitation_create"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
]
