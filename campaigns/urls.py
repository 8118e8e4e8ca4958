"""The addresses of campaigns: calendar, topics, work, brief links, posts, coverage."""

from django.urls import path

from campaigns.views import board, brief_links, calendar, coverage, outbox, posts, restraint, segments, topics, work

app_name = "campaigns"

calendar_urls = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<slug:code>/", calendar.calendar_entry, name="calendar_entry"),
]
topic_urls = [
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics/new/", topics.topic_new, name="topic_new"),
    path("topics/<slug:code>/", topics.topic_detail, name="topic_detail"),
    path("topics/<slug:code>/edit/", topics.topic_edit, name="topic_edit"),
    path("topics/<slug:code>/clear/", topics.topic_clear, name="topic_clear"),
    path("topics/<slug:code>/schedule/", topics.topic_schedule, name="topic_schedule"),
    path("topics/<slug:code>/withdraw/", topics.topic_withdraw, name="topic_withdraw"),
    path("topics/<slug:code>/progress/", topics.topic_progress, name="topic_progress"),
]
segment_urls = [
    path("segments/", segments.segment_list, name="segment_list"),
    path("segments/new/", segments.segment_new, name="segment_new"),
    path("segments/reach/", segments.segment_reach, name="segment_reach"),
    path("segments/<slug:code>/", segments.segment_detail, name="segment_detail"),
    path("segments/<slug:code>/edit/", segments.segment_edit, name="segment_edit"),
    path("segments/<slug:code>/retire/", segments.segment_retire, name="segment_retire"),
    path("topics/<slug:code>/audience/", segments.topic_audience, name="topic_audience"),
]
plan_urls = [
    path("plan/", board.plan, name="plan"),
    path("plan/<slug:code>/make/", board.plan_make, name="plan_make"),
    path("plan/<slug:code>/place/", board.plan_place, name="plan_place"),
    path("asks/<slug:code>/move/", board.ask_move, name="ask_move"),
    path("asks/<slug:code>/hold/", board.ask_hold, name="ask_hold"),
    path("asks/<slug:code>/let-go/", board.ask_let_go, name="ask_let_go"),
    path("asks/<slug:code>/off/", board.ask_off, name="ask_off"),
]
work_urls = [
    path("me/asks/", restraint.own_restraint, name="own_restraint"),
    path("work/", work.work_list, name="work_list"),
    path("work/<uuid:code>/", work.work_detail, name="work_detail"),
    path("work/<uuid:code>/accept/", work.work_accept, name="work_accept"),
    path("work/<uuid:code>/decline/", work.work_decline, name="work_decline"),
    path("work/<uuid:code>/submit/", work.work_submit, name="work_submit"),
]
brief_link_urls = [
    path("b/<str:token>/", brief_links.brief_link, name="brief_link"),
    path("b/<str:token>/seen/", brief_links.brief_link_seen, name="brief_link_seen"),
    path("b/<str:token>/accept/", brief_links.brief_link_accept, name="brief_link_accept"),
    path("b/<str:token>/decline/", brief_links.brief_link_decline, name="brief_link_decline"),
    path("b/<str:token>/submit/", brief_links.brief_link_submit, name="brief_link_submit"),
    path("b/<str:token>/stop/", brief_links.brief_link_stop, name="brief_link_stop"),
]
post_urls = [
    path("posts/", posts.post_list, name="post_list"),
    path("posts/<slug:code>/verify/", posts.post_verify, name="post_verify"),
    path("posts/<slug:code>/reject/", posts.post_reject, name="post_reject"),
]
coverage_urls = [path("coverage/live/", coverage.dashboard_live, name="dashboard_live")]
outbox_urls = [
    path("developers/outbox/", outbox.outbox_list, name="outbox_list"),
    path("developers/outbox/<str:name>/", outbox.outbox_message, name="outbox_message"),
]

urlpatterns = [
    *calendar_urls,
    *topic_urls,
    *segment_urls,
    *plan_urls,
    *work_urls,
    *brief_link_urls,
    *post_urls,
    *coverage_urls,
    *outbox_urls,
]
