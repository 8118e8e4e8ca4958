"""The addresses of the influencers app: teams, invitations, roster imports."""

from django.urls import path

from influencers.views import audiences, comparisons, files, imports, influencers, invitations, rosters, vetting

app_name = "influencers"

urlpatterns = [
    path("rosters/", rosters.roster_list, name="roster_list"),
    path("imports/rosters/new/", imports.import_new, name="import_new"),
    path("rosters/<slug:code>/", rosters.roster_detail, name="roster_detail"),
    path("influencers/compare/", comparisons.comparison, name="comparison"),
    path("influencers/<slug:code>/", influencers.influencer_detail, name="influencer_detail"),
    path("influencers/<slug:code>/invite/", invitations.invitation_create, name="invitation_create"),
    path("vetting/", vetting.vetting_list, name="vetting_list"),
    path("vetting/begin/<slug:code>/", vetting.vetting_begin, name="vetting_begin"),
    path("vetting/<slug:code>/", vetting.vetting_card, name="vetting_card"),
    path("vetting/<slug:code>/discard/", vetting.vetting_discard, name="vetting_discard"),
    path("influencers/<slug:code>/samples/new/", audiences.sample_new, name="sample_new"),
    path("files/<slug:code>/", files.file_detail, name="file_detail"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
]
