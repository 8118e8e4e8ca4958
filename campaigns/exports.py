"""Decides which columns of topics, assignments, posts and the calendar can be exported."""

from django.utils.translation import gettext_lazy as _

from campaigns.models import Assignment, CalendarEntry, Post, Topic
from network.exports import ExportList, place_columns, register
from network.rights import Feature

register(
    ExportList(
        "posts",
        _("Posts"),
        Post,
        Feature.POST_VERIFY,
        [
            (_("topic"), "assignment__topic__title_hi"),
            (_("person"), "assignment__influencer__person__name_hi"),
            (_("platform"), "platform"),
            (_("link"), "url"),
            (_("status"), "status"),
            (_("handed in"), "submitted_at"),
            (_("checked"), "judged_at"),
            *place_columns("district__"),
        ],
    ),
    ExportList(
        "topics",
        _("Topics"),
        Topic,
        Feature.TOPIC_VIEW,
        [
            (_("code"), "code"),
            (_("kind"), "kind"),
            (_("title in Hindi"), "title_hi"),
            (_("title in English"), "title_en"),
            (_("status"), "status"),
            (_("went out"), "released_at"),
            (_("open until"), "closes_at"),
            *place_columns("area__"),
        ],
    ),
    ExportList(
        "assignments",
        _("Assignments"),
        Assignment,
        Feature.COVERAGE_VIEW,
        [
            (_("topic"), "topic__title_hi"),
            (_("person"), "influencer__person__name_hi"),
            (_("angle"), "angle__title_hi"),
            (_("status"), "status"),
            *place_columns("district__"),
        ],
    ),
    ExportList(
        "calendar",
        _("Calendar"),
        CalendarEntry,
        Feature.TOPIC_VIEW,
        [
            (_("kind"), "kind"),
            (_("title in Hindi"), "title_hi"),
            (_("title in English"), "title_en"),
            (_("how it comes back"), "recurrence"),
            (_("day of the month"), "day"),
            (_("month"), "month"),
            (_("year in which it began"), "origin_year"),
            (_("first day"), "starts_on"),
            (_("last day"), "ends_on"),
            (_("cancelled"), "cancelled_at"),
            (_("how sure the date is"), "certainty"),
            *place_columns("area__"),
        ],
    ),
)
