"""The nouns of the influencers app, one module each."""

from .audiences import AudienceSample, Grade
from .consents import Consent, ConsentNotice, Invitation
from .erasures import Erasure
from .files import StoredFile
from .influencers import Handle, Influencer, Setting, SizeBand, Subject
from .joins import JoinPage, JoinRequest
from .pipeline import StageChange
from .rosters import Health, Light, Roster, RosterSeat, RosterTarget
from .touchpoints import Note, Snooze, Touchpoint
from .trainings import Attendance, Course, Material, Training
from .vetting import Criterion, Rubric, Score, ScoreCard

__all__ = [
    "Attendance",
    "AudienceSample",
    "Consent",
    "ConsentNotice",
    "Course",
    "Criterion",
    "Erasure",
    "Grade",
    "Handle",
    "Health",
    "Influencer",
    "Invitation",
    "JoinPage",
    "JoinRequest",
    "Light",
    "Material",
    "Note",
    "Roster",
    "RosterSeat",
    "RosterTarget",
    "Rubric",
    "Score",
    "ScoreCard",
    "Setting",
    "SizeBand",
    "Snooze",
    "StageChange",
    "StoredFile",
    "Subject",
    "Touchpoint",
    "Training",
]
