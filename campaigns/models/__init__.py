"""The nouns of campaigns, one module each."""

from .assignments import Assignment, BriefLink
from .audiences import Restraint, Segment, TopicAudience
from .blackouts import Blackout
from .briefs import Angle, Brief, Fact
from .calendar import CalendarEntry
from .coverage import CoverageCount, CoverageDirt
from .deliveries import Delivery, Notice
from .plans import Plan, PlannedAsk
from .posts import Post
from .topics import Topic

__all__ = [
    "Angle",
    "Assignment",
    "Blackout",
    "Brief",
    "BriefLink",
    "CalendarEntry",
    "CoverageCount",
    "CoverageDirt",
    "Delivery",
    "Fact",
    "Notice",
    "Plan",
    "PlannedAsk",
    "Post",
    "Restraint",
    "Segment",
    "Topic",
    "TopicAudience",
]
