"""The addresses of campaigns: calendar, topics, work, brief links, posts, coverage."""

from django.urls import path

from campaigns.views import (
    brief_links,
    calendar,
    coverage,
    dispatch,
    hand_over,
    hooks,
    outbox,
    own_channels,
    posts,
    topics,
    work,
)

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
    *topic_urls,
    *work_urls,
    *brief_link_urls,
    *post_urls,
    *coverage_urls,
    *outbox_urls,
]
