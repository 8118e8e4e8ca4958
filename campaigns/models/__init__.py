"""The nouns of campaigns, one module each."""

from .addresses import ChannelAddress, ChannelPace, HandOver, OfficeInbox, OfficeNotice
from .assignments import Assignment, BriefLink
from .audiences import Restraint, Segment, TopicAudience
from .blackouts import Blackout
from .briefs import Angle, Brief, Fact
from .calendar import CalendarEntry, EntryDate
from .calendar_kinds import CalendarKind, ChecklistLine, DraftedDay
from .clearances import SecondClearance
from .coverage import CoverageCount, CoverageDirt
from .deliveries import Delivery, Notice
from .feeds import CalendarFeed, CalendarImport
from .media import BriefMedia
from .own_drafts import OwnDraft
from .plans import Plan, PlannedAsk
from .polls import Poll
from .posts import Post
from .topics import Topic
from .versions import BriefVersion, Correction

__all__ = [
    "Angle",
    "Assignment",
    "Blackout",
    "Brief",
    "BriefLink",
    "BriefMedia",
    "BriefVersion",
    "CalendarEntry",
    "CalendarFeed",
    "CalendarImport",
    "CalendarKind",
    "ChannelAddress",
    "ChannelPace",
    "ChecklistLine",
    "Correction",
    "CoverageCount",
    "CoverageDirt",
    "Delivery",
    "DraftedDay",
    "EntryDate",
    "Fact",
    "HandOver",
    "Notice",
    "OfficeInbox",
    "OfficeNotice",
    "OwnDraft",
    "Plan",
    "PlannedAsk",
    "Poll",
    "Post",
    "Restraint",
    "SecondClearance",
    "Segment",
    "Topic",
    "TopicAudience",
]
