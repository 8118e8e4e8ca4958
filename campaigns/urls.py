"""The addresses of campaigns: calendar, topics, work, brief links, posts, coverage."""

from django.urls import path

from campaigns.views import (
    brief_links,
    calendar,
    calendar_entries,
    calendar_feeds,
    calendar_imports,
    calendar_kinds,
    coverage,
    outbox,
    posts,
    topics,
    work,
)

app_name = "campaigns"

calendar_urls = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/events/", calendar.calendar_events, name="calendar_events"),
    path("calendar/new/", calendar_entries.calendar_new, name="calendar_new"),
    path("calendar/kinds/", calendar_kinds.calendar_kind_list, name="calendar_kind_list"),
    path("calendar/kinds/<slug:kind>/", calendar_kinds.calendar_kind_edit, name="calendar_kind_edit"),
    path("calendar/feeds/", calendar_feeds.calendar_feed_list, name="calendar_feed_list"),
    path("calendar/feeds/<slug:code>/revoke/", calendar_feeds.calendar_feed_revoke, name="calendar_feed_revoke"),
    path("calendar/feed/<str:token>.ics", calendar_feeds.calendar_feed, name="calendar_feed"),
    path("calendar/import/", calendar_imports.calendar_import_new, name="calendar_import_new"),
    path("calendar/imports/<slug:code>/", calendar_imports.calendar_import_detail, name="calendar_import"),
    path("calendar/<slug:code>/", calendar.calendar_entry, name="calendar_entry"),
    path("calendar/<slug:code>/edit/", calendar_entries.calendar_edit, name="calendar_edit"),
    path("calendar/<slug:code>/move/", calendar_entries.calendar_move, name="calendar_move"),
    path("calendar/<slug:code>/cancel/", calendar_entries.calendar_cancel, name="calendar_cancel"),
    path("checklist/<slug:code>/tick/", calendar_kinds.checklist_tick, name="checklist_tick"),
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
work_urls = [
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
    *work_urls,
    *brief_link_urls,
    *post_urls,
    *coverage_urls,
    *outbox_urls,
]
