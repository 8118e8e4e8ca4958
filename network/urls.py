"""The addresses of the network: areas, people, imports, the own account."""

from django.urls import path

from network.views import accounts, areas, boards, cells, exports, histories, imports, merges, people, search

app_name = "network"

urlpatterns = [
    path("areas/<slug:kind>/<slug:code>/", areas.area_detail, name="area_detail"),
    path("areas/", areas.area_list, name="area_list"),
    path("areas/<slug:kind>/<slug:code>/offices/", boards.office_board, name="office_board"),
    path("areas/<slug:kind>/<slug:code>/appoint/", boards.appoint, name="appoint"),
    path("areas/<slug:kind>/<slug:code>/change/<slug:change>/", areas.area_change, name="area_change"),
    path("areas/<slug:kind>/<slug:code>/cells/new/", cells.cell_new, name="cell_new"),
    path("cells/<slug:code>/", cells.cell_detail, name="cell_detail"),
    path("cells/<slug:code>/appoint/", cells.cell_appoint, name="cell_appoint"),
    path("cells/<slug:code>/rename/", cells.cell_rename, name="cell_rename"),
    path("cells/<slug:code>/close/", cells.cell_close, name="cell_close"),
    path("history/<slug:kind>/<slug:code>/", histories.history, name="history"),
    path("offices/<slug:code>/activity/", histories.office_activity, name="office_activity"),
    path("offices/<slug:code>/", boards.office_detail, name="office_detail"),
    path("appointments/<slug:code>/end/", boards.appointment_end, name="appointment_end"),
    path("appointments/<slug:code>/confirm/", boards.appointment_confirm, name="appointment_confirm"),
    path("appointments/<slug:code>/deputy/", boards.appointment_deputy, name="appointment_deputy"),
    path("people/", people.person_list, name="person_list"),
    path("people/duplicates/", merges.duplicate_list, name="duplicate_list"),
    path("people/merges/<slug:code>/undo/", merges.merge_undo, name="merge_undo"),
    path("people/<slug:code>/", people.person_detail, name="person_detail"),
    path("people/<slug:code>/contact/", people.person_contact, name="person_contact"),
    path("people/<slug:code>/link/", people.person_link, name="person_link"),
    path("people/<slug:code>/edit/", people.person_edit, name="person_edit"),
    path("people/<slug:code>/merge/<slug:other>/", merges.person_merge, name="person_merge"),
    path("people/<slug:code>/merge/<slug:other>/dismiss/", merges.person_dismiss, name="person_dismiss"),
    path("areas/<slug:kind>/<slug:code>/people/new/", people.person_new, name="person_new"),
    path("areas/<slug:kind>/<slug:code>/people/similar/", people.person_similar, name="person_similar"),
    path("exports/", exports.export_list, name="export_list"),
    path("exports/<slug:code>/fetch/", exports.export_fetch, name="export_fetch"),
    path("search/", search.search, name="search"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/areas/new/", imports.area_import_new, name="area_import_new"),
    path("imports/people/new/", imports.people_import_new, name="people_import_new"),
    path("imports/<slug:code>/write/", imports.import_confirm, name="import_confirm"),
    path("imports/<slug:code>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<slug:code>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<slug:code>/", imports.import_detail, name="import_detail"),
    path("imports/<slug:code>/cancel/", imports.import_cancel, name="import_cancel"),
    path("imports/<slug:code>/refused.csv", imports.import_refused, name="import_refused"),
    path("account/", accounts.account, name="account"),
    path("account/who-sees-me/", accounts.onlookers, name="onlookers"),
    path("account/password/", accounts.PasswordView.as_view(), name="password"),
    path("account/token/", accounts.token_create, name="token_create"),
    path("account/token/revoke/", accounts.token_revoke, name="token_revoke"),
]
