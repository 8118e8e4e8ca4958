"""The nouns of campaigns, one module each."""

from .addresses import ChannelAddress, ChannelPace, HandOver, OfficeInbox, OfficeNotice
from .assignments import Assignment, BriefLink
from .blackouts import Blackout
from .briefs import Angle, Brief, Fact
from .calendar import CalendarEntry
from .coverage import CoverageCount, CoverageDirt
from .deliveries import Delivery, Notice
from .posts import Post
from .topics import Topic

__all__ = [
    "Angle",
    "Assignment",
    "Blackout",
    "Brief",
    "BriefLink",
    "CalendarEntry",
    "ChannelAddress",
    "ChannelPace",
    "CoverageCount",
    "CoverageDirt",
    "Delivery",
    "Fact",
    "HandOver",
    "Notice",
    "OfficeInbox",
    "OfficeNotice",
    "Post",
    "Topic",
]
