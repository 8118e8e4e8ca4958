"""The addresses of the influencers app: the pipeline, teams, invitations, imports."""

from django.urls import path

from influencers.views import imports, influencers, invitations, pipeline, prospects, rosters

app_name = "influencers"

urlpatterns = [
    path("rosters/", rosters.roster_list, name="roster_list"),
    path("imports/rosters/new/", imports.import_new, name="import_new"),
    path("rosters/<slug:code>/", rosters.roster_detail, name="roster_detail"),
    path("influencers/", pipeline.influencer_list, name="influencer_list"),
    path("influencers/board/", pipeline.board, name="board"),
    path("influencers/funnel/", pipeline.funnel, name="funnel"),
    path("influencers/new/", prospects.prospect_new, name="prospect_new"),
    path("influencers/recognise/", prospects.prospect_recognise, name="prospect_recognise"),
    path("influencers/move/", pipeline.influencer_move_many, name="influencer_move_many"),
    path("influencers/<slug:code>/move/", pipeline.influencer_move, name="influencer_move"),
    path("influencers/<slug:code>/edit/", prospects.influencer_edit, name="influencer_edit"),
    path("imports/prospects/new/", prospects.prospect_import_new, name="prospect_import_new"),
    path("influencers/<slug:code>/", influencers.influencer_detail, name="influencer_detail"),
    path("influencers/<slug:code>/invite/", invitations.invitation_create, name="invitation_create"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
]
