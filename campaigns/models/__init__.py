"""The nouns of campaigns, one module each."""

from .assignments import Assignment, BriefLink
from .blackouts import Blackout
from .briefs import Angle, Brief, Fact
from .calendar import CalendarEntry
from .coverage import CoverageCount, CoverageDirt
from .deliveries import Delivery, Notice
from .media import BriefMedia
from .own_drafts import OwnDraft
from .posts import Post
from .topics import Topic

__all__ = [
    "Angle",
    "Assignment",
    "Blackout",
    "Brief",
    "BriefLink",
    "BriefMedia",
    "CalendarEntry",
    "CoverageCount",
    "CoverageDirt",
    "Delivery",
    "Fact",
    "Notice",
    "OwnDraft",
    "Post",
    "Topic",
]
