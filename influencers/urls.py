"""The addresses of the influencers app: teams, invitations, roster imports, staying in touch, thanks."""

from django.urls import path

from influencers.views import imports, influencers, invitations, notes, rosters, thanks, touch

app_name = "influencers"

touch_urls = [
    path("touch/", touch.touch_list, name="touch_list"),
    path("influencers/<slug:code>/touch/", touch.touch_record, name="touch_record"),
    path("influencers/<slug:code>/snooze/", touch.touch_snooze, name="touch_snooze"),
    path("touch/<slug:code>/done/", touch.touch_done, name="touch_done"),
    path("influencers/<slug:code>/notes/", notes.note_write, name="note_write"),
    path("notes/<slug:code>/delete/", notes.note_delete, name="note_delete"),
    path("me/thanks/", thanks.thanks_page, name="thanks"),
    path("me/thanks/certificate.pdf", thanks.thanks_certificate, name="thanks_certificate"),
]
urlpatterns = [
    *touch_urls,
    path("rosters/", rosters.roster_list, name="roster_list"),
    path("imports/rosters/new/", imports.import_new, name="import_new"),
    path("rosters/<slug:code>/", rosters.roster_detail, name="roster_detail"),
    path("influencers/<slug:code>/", influencers.influencer_detail, name="influencer_detail"),
    path("influencers/<slug:code>/invite/", invitations.invitation_create, name="invitation_create"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
]
