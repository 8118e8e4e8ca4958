"""The nouns of the network, one module each."""

from .areas import Area, AreaChange, AreaKind
from .audit import AuditEntry
from .exports import Export
from .figures import AreaFigures, CommitteeLight
from .heartbeats import Heartbeat
from .idempotency import ApiAnswer
from .imports import ImportBatch, ImportRow
from .merges import Merge, NotSame
from .offices import Appointment, Cell, Office
from .people import Channel, Person
from .users import User

__all__ = [
    "ApiAnswer",
    "Appointment",
    "Area",
    "AreaChange",
    "AreaFigures",
    "AreaKind",
    "AuditEntry",
    "Cell",
    "Channel",
    "CommitteeLight",
    "Export",
    "Heartbeat",
    "ImportBatch",
    "ImportRow",
    "Merge",
    "NotSame",
    "Office",
    "Person",
    "User",
]
