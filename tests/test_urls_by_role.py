"""Who may open which address: every route of the resolver × every persona × own, foreign and missing things."""

import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from network.models import User
from tests import factories, own_side_urls, world
from tests.world import MISSING, Place

PERSONAS = ["anonymous", "nobody", "volunteer", "incharge", "lead", "neighbour", "state", "content", "operator"]

# name of the address | method | what each persona gets, in the order above, for a thing of the lead's own district
TABLE = """
home                               GET  302 302 302 302 200 200 200 200 200
login                              GET  200 302 302 302 302 302 302 302 302
account_login                      GET  200 302 302 302 302 302 302 302 302
sign_in_link                       GET  200 200 200 200 200 200 200 200 200
account_reauthenticate             GET  302 200 200 200 200 200 200 200 200
account_inactive                   GET  200 200 200 200 200 200 200 200 200
mfa_index                          GET  302 200 200 200 200 200 200 200 200
mfa_authenticate                   GET  302 302 302 302 302 302 302 302 302
mfa_reauthenticate                 GET  302 302 302 302 302 302 302 302 302
mfa_activate_totp                  GET  302 302 302 302 302 302 302 302 302
mfa_deactivate_totp                GET  302 404 404 404 404 404 404 404 404
mfa_view_recovery_codes            GET  302 404 404 404 404 404 404 404 404
mfa_generate_recovery_codes        GET  302 302 302 302 302 302 302 302 302
mfa_download_recovery_codes        GET  302 404 404 404 404 404 404 404 404
logout                             POST 302 302 302 302 302 302 302 302 302
set_language                       POST 302 302 302 302 302 302 302 302 302
healthz                            GET  200 200 200 200 200 200 200 200 200
readyz                             GET  503 503 503 503 503 503 503 503 503
api:schema                         GET  401 200 200 200 200 200 200 200 200
api:area-list                      GET  401 200 200 200 200 200 200 200 200
api:person-list                    GET  401 200 200 200 200 200 200 200 200
api:person-detail                  GET  401 404 404 404 200 404 200 200 200
api:person-bulk                    POST 401 400 400 400 400 400 400 400 400
api:office-list                    GET  401 200 200 200 200 200 200 200 200
api:office-detail                  GET  401 200 200 200 200 200 200 200 200
api:cell-list                      GET  401 200 200 200 200 200 200 200 200
api:cell-detail                    GET  401 404 404 404 200 404 200 200 200
api:appointment-list               GET  401 200 200 200 200 200 200 200 200
api:appointment-bulk               POST 401 400 400 400 400 400 400 400 400
api:appointment-detail             GET  401 404 404 404 200 404 200 200 200
api:appointment-confirm            POST 401 404 404 404 422 404 200 403 200
api:appointment-end                POST 401 404 404 404 200 404 200 403 200
api:influencer-list                GET  401 200 200 200 200 200 200 200 200
api:influencer-detail              GET  401 404 404 404 200 404 200 200 200
api:influencer-steps               GET  401 404 404 404 200 404 200 200 200
api:influencer-bulk-stage          POST 401 400 400 400 400 400 400 400 400
api:handle-list                    GET  401 200 200 200 200 200 200 200 200
api:handle-detail                  GET  401 404 404 404 200 404 200 200 200
api:handle-retire                  POST 401 404 404 404 200 404 200 403 200
api:roster-list                    GET  401 200 200 200 200 200 200 200 200
api:roster-detail                  GET  401 404 404 404 200 404 200 200 200
api:training-list                  GET  401 200 200 200 200 200 200 200 200
api:training-detail                GET  401 404 404 404 200 404 200 404 200
api:training-invite                POST 401 404 404 404 200 404 200 404 200
api:training-call-off              POST 401 404 404 404 200 404 200 404 200
api:training-close                 POST 401 404 404 404 200 404 200 404 200
api:training-attendances           GET  401 404 404 404 200 404 200 404 200
api:training-check-in              POST 401 404 404 404 400 404 400 404 400
api:vetting-list                   GET  401 200 200 200 200 200 200 200 200
api:vetting-detail                 GET  401 404 404 404 200 404 404 404 404
api:vetting-submit                 POST 401 404 404 404 422 404 404 404 404
api:vetting-discard                POST 401 404 404 404 204 404 404 404 404
api:sample-list                    GET  401 200 200 200 200 200 200 200 200
api:roster-members                 GET  401 404 404 404 200 404 200 200 200
api:roster-join                    POST 401 404 404 404 400 404 400 403 400
api:roster-leave                   POST 401 404 404 404 400 404 400 403 400
api:roster-replace                 POST 401 404 404 404 400 404 400 403 400
api:roster-move                    POST 401 404 404 404 400 404 400 403 400
api:roster-target-list             GET  401 200 200 200 200 200 200 200 200
api:roster-target-detail           GET  401 404 404 404 200 404 200 200 200
api:touchpoint-list                GET  401 200 200 200 200 200 200 200 200
api:touchpoint-daily               GET  401 200 200 200 200 200 200 200 200
api:touchpoint-detail              GET  401 404 404 404 200 404 200 404 200
api:touchpoint-done                POST 401 404 404 404 200 404 200 404 200
api:snooze-list                    GET  401 200 200 200 200 200 200 200 200
api:note-list                      GET  401 200 200 200 200 200 200 200 200
api:note-detail                    GET  401 404 404 404 200 404 200 200 200
api:import-list                    GET  401 200 200 200 200 200 200 200 200
api:import-write                   POST 401 404 404 404 202 404 403 404 403
api:import-undo                    POST 401 404 404 404 422 404 422 404 422
api:import-detail                  GET  401 404 404 404 200 404 200 404 200
api:import-cancel                  POST 401 404 404 404 200 404 200 404 200
api:import-rows                    GET  401 404 404 404 200 404 200 404 200
api:calendar-entry-list            GET  401 200 200 200 200 200 200 200 200
api:calendar-entry-detail          GET  401 404 404 200 200 404 200 200 200
api:topic-list                     GET  401 200 200 200 200 200 200 200 200
api:topic-detail                   GET  401 404 404 404 200 404 200 200 200
api:topic-clear                    POST 401 404 404 404 403 404 200 200 200
api:topic-schedule                 POST 401 404 404 404 403 404 200 200 200
api:topic-withdraw                 POST 401 404 404 404 403 404 200 200 200
api:assignment-list                GET  401 200 200 200 200 200 200 200 200
api:assignment-detail              GET  401 404 200 404 200 404 200 200 200
api:assignment-accept              POST 401 404 200 404 200 404 200 403 200
api:assignment-decline             POST 401 404 200 404 200 404 200 403 200
api:assignment-submit              POST 401 404 201 404 201 404 201 403 201
api:post-list                      GET  401 200 200 200 200 200 200 200 200
api:post-detail                    GET  401 404 200 404 200 404 200 404 200
api:post-reject                    POST 401 404 403 404 200 404 200 404 200
api:post-verify                    POST 401 404 403 404 200 404 200 404 200
api:coverage-list                  GET  401 200 200 200 200 200 200 200 200
network:area_detail                GET  302 404 404 404 200 404 200 200 200
network:area_list                  GET  302 403 403 302 302 302 302 302 302
network:office_board               GET  302 404 404 404 200 404 200 200 200
network:office_detail              GET  302 403 403 403 200 200 200 200 200
network:appoint                    POST 302 404 404 404 302 404 302 403 302
network:cell_new                   GET  302 404 404 404 200 404 200 403 200
network:cell_detail                GET  302 404 404 404 200 404 200 200 200
network:cell_appoint               POST 302 404 404 404 302 404 302 403 302
network:cell_rename                GET  302 404 404 404 200 404 200 403 200
network:cell_close                 POST 302 404 404 404 302 404 302 403 302
network:area_change                GET  302 404 404 404 403 404 200 403 200
network:appointment_end            POST 302 404 404 404 302 404 302 403 302
network:appointment_confirm        POST 302 404 404 404 302 404 302 403 302
network:appointment_deputy         GET  302 404 404 404 200 404 200 403 200
network:person_list                GET  302 403 403 403 200 200 200 200 200
network:duplicate_list             GET  302 403 403 403 200 200 200 403 200
network:merge_undo                 POST 302 404 404 404 302 404 302 404 302
network:person_detail              GET  302 404 404 404 200 404 200 200 200
network:person_contact             POST 302 404 404 404 200 404 200 403 200
network:person_link                POST 302 404 404 404 200 404 200 403 200
network:person_edit                GET  302 404 404 404 200 404 200 403 200
network:person_merge               GET  302 404 404 404 200 404 200 404 200
network:person_dismiss             POST 302 404 404 404 302 404 302 404 302
network:person_new                 GET  302 404 404 404 200 404 200 403 200
network:person_similar             POST 302 403 403 403 200 404 200 403 200
network:history                    GET  302 404 404 404 200 404 200 200 200
network:office_activity            GET  302 403 403 403 200 200 200 200 200
network:export_list                GET  302 403 403 403 200 200 200 403 200
network:export_fetch               GET  302 404 404 404 200 404 404 404 404
network:search                     GET  302 200 200 200 200 200 200 200 200
network:area_import_new            GET  302 403 403 403 403 403 200 403 200
network:people_import_new          GET  302 403 403 403 200 200 200 403 200
network:import_confirm             POST 302 404 404 404 302 404 403 404 403
network:import_progress            GET  302 404 404 404 200 404 200 404 200
network:import_undo                POST 302 404 404 404 302 404 302 404 302
network:import_list                GET  302 403 403 403 200 200 200 403 200
network:import_detail              GET  302 404 404 404 200 404 200 404 200
network:import_cancel              POST 302 404 404 404 302 404 302 404 302
network:import_refused             GET  302 404 404 404 200 404 200 404 200
network:account                    GET  302 200 200 200 200 200 200 200 200
network:onlookers                  GET  302 200 200 200 200 200 200 200 200
network:password                   GET  302 200 200 200 200 200 200 200 200
network:token_create               POST 302 200 200 200 200 200 200 200 200
network:token_revoke               POST 302 302 302 302 302 302 302 302 302
influencers:influencer_list        GET  302 403 403 403 200 200 200 200 200
influencers:board                  GET  302 403 403 403 200 200 200 200 200
influencers:funnel                 GET  302 403 403 403 200 200 200 200 200
influencers:prospect_new           GET  302 403 403 403 200 200 200 403 200
influencers:prospect_recognise     POST 302 403 403 403 200 200 200 403 200
influencers:influencer_move        POST 302 404 404 404 302 404 302 403 302
influencers:influencer_move_many   POST 302 403 403 403 302 302 302 302 302
influencers:influencer_edit        GET  302 404 404 404 200 404 200 403 200
influencers:prospect_import_new    GET  302 403 403 403 200 200 200 403 200
influencers:roster_list            GET  302 403 403 403 200 200 200 200 200
influencers:import_new             GET  302 403 403 403 200 200 200 403 200
influencers:roster_detail          GET  302 404 404 404 200 404 200 200 200
influencers:roster_join            POST 302 404 404 404 302 404 302 403 302
influencers:roster_leave           POST 302 404 404 404 302 404 302 403 302
influencers:roster_replace         POST 302 404 404 404 302 404 302 403 302
influencers:roster_move            POST 302 404 404 404 302 404 302 403 302
influencers:roster_range           POST 302 404 404 404 403 404 302 403 302
influencers:roster_growth          GET  302 403 403 403 200 200 200 200 200
influencers:roster_target          POST 302 404 404 404 302 404 302 403 302
influencers:roster_subjects        GET  302 403 403 403 200 200 200 200 200
influencers:influencer_detail      GET  302 404 404 404 200 404 200 200 200
influencers:invitation_create      POST 302 404 404 404 200 404 200 403 200
influencers:vetting_list           GET  302 403 403 403 200 200 200 200 200
influencers:vetting_begin          POST 302 404 404 404 302 404 302 302 302
influencers:vetting_card           GET  302 404 404 404 200 404 404 404 404
influencers:vetting_discard        POST 302 404 404 404 302 404 404 404 404
influencers:comparison             GET  302 403 403 403 200 200 200 200 200
influencers:sample_new             GET  302 404 404 404 200 404 200 403 200
influencers:file_detail            GET  302 404 404 404 200 404 200 200 200
influencers:invitation             GET  200 200 200 200 200 200 200 200 200
influencers:training_list          GET  302 403 403 403 200 200 200 403 200
influencers:training_new           GET  302 403 403 403 200 200 200 403 200
influencers:training_reach         GET  302 403 403 403 200 200 200 403 200
influencers:training_detail        GET  302 404 404 404 200 404 200 404 200
influencers:training_edit          GET  302 404 404 404 200 404 200 404 200
influencers:training_invite        POST 302 404 404 404 302 404 302 404 302
influencers:training_call_off      POST 302 404 404 404 302 404 302 404 302
influencers:training_close         POST 302 404 404 404 302 404 302 404 302
influencers:attendance_add         POST 302 404 404 404 302 404 302 404 302
influencers:attendance_check       POST 302 404 403 404 302 404 302 404 302
influencers:attendance_certificate GET  302 404 200 404 200 404 200 404 200
influencers:material_add           POST 302 404 404 404 302 404 302 404 302
influencers:material_fetch         GET  302 404 200 404 200 404 200 404 200
influencers:material_remove        POST 302 404 403 404 302 404 302 404 302
influencers:my_trainings           GET  302 200 200 200 200 200 200 200 200
influencers:touch_list             GET  302 403 403 403 200 200 200 403 200
influencers:touch_record           POST 302 404 404 404 302 404 302 403 302
influencers:touch_snooze           POST 302 404 404 404 302 404 302 403 302
influencers:touch_done             POST 302 404 404 404 302 404 302 404 302
influencers:note_write             POST 302 404 404 404 302 404 302 403 302
influencers:note_delete            POST 302 404 404 404 302 404 403 403 403
influencers:thanks                 GET  302 200 200 200 200 200 200 200 200
influencers:thanks_certificate     GET  302 404 404 404 404 404 404 404 404
campaigns:calendar                 GET  302 403 403 200 200 200 200 200 200
campaigns:calendar_entry           GET  302 404 404 200 200 404 200 200 200
campaigns:topic_list               GET  302 403 403 200 200 200 200 200 200
campaigns:topic_new                GET  302 403 403 403 200 200 200 200 200
campaigns:topic_detail             GET  302 404 404 404 200 404 200 200 200
campaigns:topic_edit               GET  302 404 404 404 200 404 200 200 200
campaigns:topic_clear              POST 302 404 404 404 403 404 302 302 302
campaigns:topic_schedule           POST 302 404 404 404 403 404 302 302 302
campaigns:topic_withdraw           POST 302 404 404 404 403 404 302 302 302
campaigns:topic_progress           GET  302 404 404 200 200 404 200 200 200
campaigns:work_list                GET  302 200 200 200 200 200 200 200 200
campaigns:work_detail              GET  302 404 200 404 404 404 404 404 404
campaigns:work_accept              POST 302 404 302 404 404 404 404 404 404
campaigns:work_decline             POST 302 404 302 404 404 404 404 404 404
campaigns:work_submit              POST 302 404 302 404 404 404 404 404 404
campaigns:brief_link               GET  200 200 200 200 200 200 200 200 200
campaigns:brief_link_seen          POST 204 204 204 204 204 204 204 204 204
campaigns:brief_link_accept        POST 302 302 302 302 302 302 302 302 302
campaigns:brief_link_decline       POST 302 302 302 302 302 302 302 302 302
campaigns:brief_link_submit        POST 302 302 302 302 302 302 302 302 302
campaigns:brief_link_stop          GET  200 200 200 200 200 200 200 200 200
campaigns:post_list                GET  302 403 403 403 200 200 200 403 200
campaigns:post_verify              POST 302 404 403 404 302 404 302 404 302
campaigns:post_reject              POST 302 404 403 404 302 404 302 404 302
campaigns:dashboard_live           GET  302 403 403 403 200 200 200 200 200
campaigns:outbox_list              GET  404 404 404 404 404 404 404 404 404
campaigns:outbox_message           GET  404 404 404 404 404 404 404 404 404
"""

LATER = (timezone.localtime() + datetime.timedelta(hours=1)).isoformat()
LATER_DAY = (timezone.localdate() + datetime.timedelta(days=3)).isoformat()
BODIES: dict[str, dict[str, object]] = {
    "campaigns:topic_schedule": {"release_at": LATER[:16]},
    "campaigns:topic_clear": {"version": 1},
    "campaigns:post_reject": {"reason": "not it"},
    "campaigns:work_submit": {"link": "https://x.com/a/status/1234567890123"},
    "campaigns:brief_link_submit": {"link": "https://x.com/a/status/1234567890123"},
    "influencers:influencer_move": {"stage": "paused", "reason": "asked for a rest"},
    "influencers:invitation": {"answer": "yes", "purposes": ["briefs"], "is_adult": "on"},
    "influencers:touch_record": {"kind": "call"},
    "influencers:touch_snooze": {"until": LATER_DAY, "reason": "exams"},
    "influencers:note_write": {"text": "a word", "visibility": "mine"},
    "api:topic-schedule": {"release_at": LATER},
    "api:topic-clear": {"version": 1},
    "api:post-reject": {"reason": "not it"},
    "api:assignment-submit": {"link": "https://x.com/a/status/1234567890123"},
    "influencers:training_call_off": {"reason": "rain"},
    "api:training-call-off": {"reason": "rain"},
    "network:person_contact": {"reason": "a meeting"},
    "influencers:roster_range": {"least": 5, "most": 10},
    "set_language": {"language": "en"},
}

TABLE += own_side_urls.TABLE.lstrip()
BODIES |= own_side_urls.BODIES


def rows() -> list[tuple[str, str, dict[str, int]]]:
    found = []
    for line in TABLE.strip().splitlines():
        name, method, *codes = line.split()
        found.append((name, method, dict(zip(PERSONAS, map(int, codes), strict=True))))
    return found


def routes(resolver: URLResolver | None = None, space: str = "", route: str = "") -> dict[str, str]:
    """Every named address of Samvad, by its full name; the admin's are tested of their own."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        whole = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found |= routes(entry, space + (f"{entry.namespace}:" if entry.namespace else ""), whole)
        elif isinstance(entry, URLPattern):
            found[f"{space}{entry.name}"] = whole
    return {name: whole for name, whole in found.items() if not name.startswith("admin:")}


@pytest.fixture
def people(
    party, operator, nobody, volunteer, panchayat_incharge, district_lead, neighbour_lead, state_lead, content_desk
):
    return {
        "anonymous": None,
        "nobody": nobody,
        "volunteer": volunteer,
        "incharge": panchayat_incharge,
        "lead": district_lead,
        "neighbour": neighbour_lead,
        "state": state_lead,
        "content": content_desk,
        "operator": operator,
    }


@pytest.fixture
def home(party, people) -> Place:
    return Place(party.district, people["lead"], people["volunteer"])


@pytest.fixture
def abroad(party, people) -> Place:
    user = factories.make_user()
    factories.make_influencer(party.neighbour, user=user)
    return Place(party.neighbour, people["neighbour"], user)


def address(name: str, place: Place | None) -> str:
    route = routes()[name]
    if "<" not in route:
        return reverse(name)
    names = [part.partition(">")[0].rpartition(":")[2] for part in route.split("<")[1:]]
    code = MISSING["uuid" if "uuid" in route or "assignment" in name else "code"]
    if place is not None:
        code = world.code_for(name, place)
    known = {
        "kind": "people" if name == "network:history" else "district",
        "change": "rename",
        "other": place.twin.code if place else MISSING["code"],
        "person": place.twin.code if place else MISSING["code"],
    }
    return reverse(name, kwargs={part: known.get(part, code) for part in names})


def answer(user: User | None, name: str, method: str, path: str):
    """What the login gets; whatever it changed is undone."""
    client, extra = Client(), {}
    with transaction.atomic():
        if user is not None and name.startswith("api:"):
            extra = {"headers": {"Authorization": f"Token {world.key_of(user)}"}}
        elif user is not None:
            client.force_login(User.objects.get(pk=user.pk), backend="django.contrib.auth.backends.ModelBackend")
        kind = {"content_type": "application/json"} if name.startswith("api:") and method == "POST" else {}
        call = client.post if method == "POST" else client.get
        response = call(path, BODIES.get(name, {}), **kind, **extra)
        transaction.set_rollback(True)
    return response


def test_the_table_names_every_route():
    assert {name for name, _method, _codes in rows()} == set(routes())


@pytest.mark.parametrize(("name", "method", "codes"), rows(), ids=lambda value: value if isinstance(value, str) else "")
def test_own_things(name, method, codes, people, home, settings):
    settings.DEVELOPER_PAGES = False
    path = address(name, home)
    got = {persona: answer(user, name, method, path).status_code for persona, user in people.items()}
    assert got == codes


@pytest.mark.parametrize(
    ("name", "method"),
    [(name, method) for name, method, _codes in rows() if "<" in routes().get(name, "")],
    ids=lambda value: value,
)
def test_foreign_and_missing_things_look_the_same(name, method, people, home, abroad):
    if name in ("api:office-detail", "network:office_detail", "network:office_activity"):
        pytest.skip("offices belong to no area")
    if routes()[name].startswith(("b/", "i/", "sign-in/")):
        pytest.skip("a capability: whoever holds the token is its person")
    if routes()[name].startswith(("join/", "j/")):
        pytest.skip("open to everybody")
    for persona in ("nobody", "volunteer", "incharge", "lead"):
        foreign = answer(people[persona], name, method, address(name, abroad))
        missing = answer(people[persona], name, method, address(name, None))
        assert (foreign.status_code, missing.status_code) in [(404, 404), (403, 403)], persona
        assert foreign.headers["Content-Type"] == missing.headers["Content-Type"]


def test_admin_is_closed_to_everybody_but_operators(people, client_of):
    paths = ["/admin/", "/admin/campaigns/topic/", "/admin/network/person/", "/admin/influencers/influencer/"]
    for persona, user in people.items():
        for path in paths:
            response = client_of(user).get(path)
            assert response.status_code == (200 if persona == "operator" else 302), (persona, path)
