"""The addresses of campaigns: calendar, topics, work, brief links, posts, coverage."""

from django.urls import path

from campaigns.views import (
    blackouts,
    board,
    brief_links,
    calendar,
    calendar_entries,
    calendar_feeds,
    calendar_imports,
    calendar_kinds,
    clearances,
    corrections,
    coverage,
    dispatch,
    hand_over,
    hooks,
    media,
    outbox,
    own_channels,
    posts,
    restraint,
    segments,
    sheets,
    topic_forms,
    topic_versions,
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
blackout_urls = [
    path("blackouts/", blackouts.blackout_list, name="blackout_list"),
    path("blackouts/new/", blackouts.blackout_new, name="blackout_new"),
    path("blackouts/<int:pk>/", blackouts.blackout_detail, name="blackout_detail"),
    path("blackouts/<int:pk>/lift/", blackouts.blackout_lift, name="blackout_lift"),
    path("polls/new/", blackouts.poll_new, name="poll_new"),
    path("polls/<slug:code>/", blackouts.poll_detail, name="poll_detail"),
    path("polls/<slug:code>/edit/", blackouts.poll_edit, name="poll_edit"),
    path("polls/<slug:code>/cancel/", blackouts.poll_cancel, name="poll_cancel"),
]
topic_urls = [
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics/new/", topic_forms.topic_new, name="topic_new"),
    path("topics/autosave/", topic_forms.topic_autosave, name="topic_autosave"),
    path("topics/<slug:code>/", topics.topic_detail, name="topic_detail"),
    path("topics/<slug:code>/edit/", topic_forms.topic_edit, name="topic_edit"),
    path("topics/<slug:code>/clear/", topics.topic_clear, name="topic_clear"),
    path("topics/<slug:code>/clear-again/", clearances.topic_clear_again, name="topic_clear_again"),
    path("topics/<slug:code>/schedule/", topics.topic_schedule, name="topic_schedule"),
    path("topics/<slug:code>/push/", topics.topic_push, name="topic_push"),
    path("topics/<slug:code>/close/", topics.topic_close, name="topic_close"),
    path("topics/<slug:code>/versions/", topic_versions.topic_versions, name="topic_versions"),
    path("topics/<slug:code>/correct/", corrections.correction_new, name="correction_new"),
    path("corrections/<slug:code>/publish/", corrections.correction_publish, name="correction_publish"),
    path("corrections/<slug:code>/drop/", corrections.correction_drop, name="correction_drop"),
    path("topics/<slug:code>/withdraw/", topics.topic_withdraw, name="topic_withdraw"),
    path("topics/<slug:code>/progress/", topics.topic_progress, name="topic_progress"),
    path("topics/<slug:code>/files/", media.topic_media, name="topic_media"),
    path("topics/<slug:code>/card/", sheets.topic_card, name="topic_card"),
]
media_urls = [
    path("media/<slug:code>/", media.media_fetch, name="media_fetch"),
    path("media/<slug:code>/small/", media.media_small, name="media_small"),
    path("media/<slug:code>/approve/", media.media_approve, name="media_approve"),
    path("media/<slug:code>/remove/", media.media_remove, name="media_remove"),
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
    path("work/<uuid:code>/sheet/", sheets.work_sheet, name="work_sheet"),
    path("work/<uuid:code>/card/", sheets.work_card, name="work_card"),
]
brief_link_urls = [
    path("b/<str:token>/", brief_links.brief_link, name="brief_link"),
    path("b/<str:token>/seen/", brief_links.brief_link_seen, name="brief_link_seen"),
    path("b/<str:token>/accept/", brief_links.brief_link_accept, name="brief_link_accept"),
    path("b/<str:token>/decline/", brief_links.brief_link_decline, name="brief_link_decline"),
    path("b/<str:token>/submit/", brief_links.brief_link_submit, name="brief_link_submit"),
    path("b/<str:token>/sheet/", sheets.brief_link_sheet, name="brief_link_sheet"),
    path("b/<str:token>/card/", sheets.brief_link_card, name="brief_link_card"),
    path("b/<str:token>/media/<slug:media>/", sheets.brief_link_media, name="brief_link_media"),
    path("b/<str:token>/media/<slug:media>/small/", sheets.brief_link_media_small, name="brief_link_media_small"),
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
own_channel_urls = [
    path("me/channels/", own_channels.own_channels, name="own_channels"),
    path("me/channels/telegram/", own_channels.own_channel_telegram, name="own_channel_telegram"),
    path("me/channels/push/", own_channels.own_channel_push, name="own_channel_push"),
    path("me/channels/sms/", own_channels.own_channel_sms, name="own_channel_sms"),
    path("me/channels/first/", own_channels.own_channel_first, name="own_channel_first"),
    path("me/channels/resume/", own_channels.own_channel_resume, name="own_channel_resume"),
    path("me/channels/forget/", own_channels.own_channel_forget, name="own_channel_forget"),
    path("push-worker.js", own_channels.push_worker, name="push_worker"),
]
dispatch_urls = [
    path("topics/<slug:code>/dispatch/", dispatch.topic_dispatch, name="topic_dispatch"),
    path("hand-over/", hand_over.hand_over_list, name="hand_over_list"),
    path("hand-over/<uuid:code>/", hand_over.hand_over, name="hand_over"),
    path("hooks/email/", hooks.hook_email, name="hook_email"),
    path("hooks/telegram/", hooks.hook_telegram, name="hook_telegram"),
]

urlpatterns = [
    *own_channel_urls,
    *dispatch_urls,
    *calendar_urls,
    *blackout_urls,
    *topic_urls,
    *media_urls,
    *segment_urls,
    *plan_urls,
    *work_urls,
    *brief_link_urls,
    *post_urls,
    *coverage_urls,
    *outbox_urls,
]
