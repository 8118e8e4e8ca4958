"""Decides which columns of posts can be exported."""

from django.utils.translation import gettext_lazy as _

from campaigns.models import Post
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
    )
)
