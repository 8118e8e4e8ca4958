"""The campaigns app: what is said when, by whom, and what came of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add lists to the exports, parts to pages of areas, teams and own data, tell of trainings, and pages of history."""
        from anymail.signals import tracking

        from campaigns import activity, exports, own_parts, panels, thanks  # noqa: F401 - models exist only now
        from campaigns.models import (
            Angle,
            Blackout,
            Brief,
            BriefMedia,
            CalendarEntry,
            ChecklistLine,
            Correction,
            EntryDate,
            Fact,
            Poll,
            Post,
            Topic,
        )
        from campaigns.services import bounces, media, training_messages  # noqa: F401
        from network.history import PAGES, Page, Part
        from network.rights import Feature

        parts = [
            Part(Brief, "topic"),
            Part(Fact, "brief__topic"),
            Part(Angle, "brief__topic"),
            Part(Correction, "topic"),
            Part(BriefMedia, "brief__topic"),
            Part(ChecklistLine, "topic"),
        ]
        PAGES["topics"] = Page(Topic, Feature.TOPIC_VIEW, _("History of a topic"), parts=parts)
        windows = [Part(Blackout, "poll")]
        PAGES["polls"] = Page(Poll, Feature.TOPIC_VIEW, _("History of a poll"), parts=windows)
        dates = [Part(EntryDate, "entry")]
        PAGES["calendar"] = Page(CalendarEntry, Feature.TOPIC_VIEW, _("History of a calendar entry"), parts=dates)
        PAGES["posts"] = Page(Post, Feature.POST_VERIFY, _("History of a post"))
        tracking.connect(bounces.receive)  # how django-anymail tells of bounces
