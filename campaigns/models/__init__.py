"""The nouns of campaigns, one module each."""

from .assignments import Assignment, BriefLink
from .blackouts import Blackout
from .briefs import Angle, Brief, Fact
from .calendar import CalendarEntry, EntryDate
from .calendar_kinds import CalendarKind, ChecklistLine, DraftedDay
from .coverage import CoverageCount, CoverageDirt
from .deliveries import Delivery, Notice
from .feeds import CalendarFeed, CalendarImport
from .posts import Post
from .topics import Topic

__all__ = [
    "Angle",
    "Assignment",
    "Blackout",
    "Brief",
    "BriefLink",
    "CalendarEntry",
    "CalendarFeed",
    "CalendarImport",
    "CalendarKind",
    "ChecklistLine",
    "CoverageCount",
    "CoverageDirt",
    "Delivery",
    "DraftedDay",
    "EntryDate",
    "Fact",
    "Notice",
    "Post",
    "Topic",
]
