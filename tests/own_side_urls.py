"""Who may open which address of one's own side and of joining; read by test_urls_by_role.py."""

TABLE = """
api:me                             GET  401 403 200 200 200 200 200 200 403
api:me-consents                    POST 401 403 200 200 200 200 200 200 403
api:me-pause                       POST 401 403 200 422 422 422 422 422 403
api:me-come-back                   POST 401 403 422 422 422 422 422 422 403
api:me-leave                       POST 401 403 204 204 204 204 204 204 403
api:join-request-list              GET  401 200 200 200 200 200 200 200 200
api:join-request-detail            GET  401 404 404 404 200 404 200 404 200
api:join-request-approve           POST 401 404 404 404 200 404 200 404 200
api:join-request-refuse            POST 401 404 404 404 200 404 200 404 200
influencers:own_page               GET  302 200 200 200 200 200 200 200 200
influencers:own_profile            GET  302 403 200 200 200 200 200 200 403
influencers:own_accounts           GET  302 403 200 200 200 200 200 200 403
influencers:own_account_code       POST 302 404 302 404 404 404 404 404 404
influencers:own_account_give_up    POST 302 404 302 404 404 404 404 404 404
influencers:own_consents           GET  302 403 200 200 200 200 200 200 403
influencers:own_consent_allow      POST 302 403 302 302 302 302 302 302 403
influencers:own_consent_take_back  POST 302 403 302 302 302 302 302 302 403
influencers:own_pause              POST 302 403 302 302 302 302 302 302 403
influencers:own_come_back          POST 302 403 302 302 302 302 302 302 403
influencers:own_leave              POST 302 403 302 302 302 302 302 302 403
influencers:own_data               POST 302 403 200 200 200 200 200 200 403
influencers:own_erase              GET  302 403 200 200 200 200 200 200 403
influencers:own_goodbye            GET  200 200 200 200 200 200 200 200 200
influencers:account_confirm        POST 302 404 404 404 302 404 302 403 302
influencers:join                   GET  200 200 200 200 200 200 200 200 200
influencers:join_short             GET  302 302 302 302 302 302 302 302 302
influencers:join_page              GET  302 404 404 404 200 404 200 404 200
influencers:join_page_code         GET  302 404 404 404 200 404 200 404 200
influencers:join_page_switch       POST 302 404 404 404 302 404 302 404 302
influencers:join_list              GET  302 403 403 403 200 200 200 403 200
influencers:join_contact           POST 302 404 404 404 200 404 200 404 200
influencers:join_approve           POST 302 404 404 404 302 404 302 404 302
influencers:join_refuse            POST 302 404 404 404 302 404 302 404 302
"""

BODIES: dict[str, dict[str, object]] = {
    "influencers:own_account_code": {"platform": "youtube"},
    "influencers:own_account_give_up": {"platform": "youtube"},
    "influencers:own_consent_allow": {"purpose": "coverage", "version": "1"},
    "influencers:own_consent_take_back": {"purpose": "briefs"},
    "influencers:account_confirm": {"platform": "youtube", "seen": "person"},
    "influencers:join_approve": {"has_spoken": "on"},
    "influencers:join_refuse": {"refusal": "not_reached"},
    "api:me-consents": {"purpose": "briefs", "allow": False},
    "api:join-request-approve": {"has_spoken": True},
    "api:join-request-refuse": {"refusal": "not_reached"},
}
