from django.urls import path

from influencers.views import (
    attendances,
    audiences,
    comparisons,
    files,
    imports,
    influencers,
    invitations,
    joins,
    materials,
    own_accounts,
    own_consents,
    own_side,
    pipeline,
    prospects,
    rosters,
    trainings,
    vetting,
)

"""The addresses of the influencers app: teams, invitations, roster imports, trainings."""


"""The addresses of the influencers app: the pipeline, teams, invitations, imports."""


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
    path("vetting/", vetting.vetting_list, name="vetting_list"),
    path("vetting/begin/<slug:code>/", vetting.vetting_begin, name="vetting_begin"),
    path("vetting/<slug:code>/", vetting.vetting_card, name="vetting_card"),
    path("vetting/<slug:code>/discard/", vetting.vetting_discard, name="vetting_discard"),
    path("influencers/<slug:code>/samples/new/", audiences.sample_new, name="sample_new"),
    path("files/<slug:code>/", files.file_detail, name="file_detail"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
    *training_urls,
    # one's own side
    path("me/", own_side.own_page, name="own_page"),
    path("me/profile/", own_side.own_profile, name="own_profile"),
    path("me/accounts/", own_accounts.own_accounts, name="own_accounts"),
    path("me/accounts/code/", own_accounts.own_account_code, name="own_account_code"),
    path("me/accounts/give-up/", own_accounts.own_account_give_up, name="own_account_give_up"),
    path("me/consents/", own_consents.own_consents, name="own_consents"),
    path("me/consents/allow/", own_consents.own_consent_allow, name="own_consent_allow"),
    path("me/consents/take-back/", own_consents.own_consent_take_back, name="own_consent_take_back"),
    path("me/pause/", own_side.own_pause, name="own_pause"),
    path("me/come-back/", own_side.own_come_back, name="own_come_back"),
    path("me/leave/", own_side.own_leave, name="own_leave"),
    path("me/data/", own_side.own_data, name="own_data"),
    path("me/erase/", own_side.own_erase, name="own_erase"),
    path("goodbye/", own_side.own_goodbye, name="own_goodbye"),
    path("influencers/<slug:code>/confirm-account/", own_accounts.account_confirm, name="account_confirm"),
    # joining
    path("join/<slug:code>/", joins.join, name="join"),
    path("j/<slug:code>/", joins.join_short, name="join_short"),
    path("rosters/<slug:code>/join-page/", joins.join_page, name="join_page"),
    path("rosters/<slug:code>/join-page/code.svg", joins.join_page_code, name="join_page_code"),
    path("rosters/<slug:code>/join-page/switch/", joins.join_page_switch, name="join_page_switch"),
    path("joins/", joins.join_list, name="join_list"),
    path("joins/<slug:code>/contact/", joins.join_contact, name="join_contact"),
    path("joins/<slug:code>/approve/", joins.join_approve, name="join_approve"),
    path("joins/<slug:code>/refuse/", joins.join_refuse, name="join_refuse"),
]
