"""The addresses of the influencers app: teams, invitations, roster imports."""

from django.urls import path

from influencers.views import imports, influencers, invitations, joins, own_accounts, own_consents, own_side, rosters

app_name = "influencers"

urlpatterns = [
    path("rosters/", rosters.roster_list, name="roster_list"),
    path("imports/rosters/new/", imports.import_new, name="import_new"),
    path("rosters/<slug:code>/", rosters.roster_detail, name="roster_detail"),
    path("influencers/<slug:code>/", influencers.influencer_detail, name="influencer_detail"),
    path("influencers/<slug:code>/invite/", invitations.invitation_create, name="invitation_create"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
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
