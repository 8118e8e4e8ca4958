"""The addresses of the influencers app: teams, invitations, roster imports, trainings."""

from django.urls import path

from influencers.views import (
    attendances,
    audiences,
    comparisons,
    files,
    imports,
    influencers,
    invitations,
    materials,
    rosters,
    trainings,
    vetting,
)

app_name = "influencers"

training_urls = [
    path("trainings/", trainings.training_list, name="training_list"),
    path("trainings/new/", trainings.training_new, name="training_new"),
    path("trainings/reach/", trainings.training_reach, name="training_reach"),
    path("trainings/attendances/<slug:code>/check/", attendances.attendance_check, name="attendance_check"),
    path(
        "trainings/attendances/<slug:code>/certificate.pdf",
        attendances.attendance_certificate,
        name="attendance_certificate",
    ),
    path("trainings/materials/<slug:code>/", materials.material_fetch, name="material_fetch"),
    path("trainings/materials/<slug:code>/remove/", materials.material_remove, name="material_remove"),
    path("trainings/<slug:code>/", trainings.training_detail, name="training_detail"),
    path("trainings/<slug:code>/edit/", trainings.training_edit, name="training_edit"),
    path("trainings/<slug:code>/invite/", trainings.training_invite, name="training_invite"),
    path("trainings/<slug:code>/call-off/", trainings.training_call_off, name="training_call_off"),
    path("trainings/<slug:code>/close/", trainings.training_close, name="training_close"),
    path("trainings/<slug:code>/add/<slug:person>/", attendances.attendance_add, name="attendance_add"),
    path("trainings/<slug:code>/materials/", materials.material_add, name="material_add"),
    path("me/trainings/", attendances.my_trainings, name="my_trainings"),
]

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
    *training_urls,
]
