"""The nouns of the network, one module each."""

from .areas import Area, AreaKind
from .audit import AuditEntry
from .heartbeats import Heartbeat
from .imports import ImportBatch, ImportRow
from .offices import Appointment, Office
from .people import Channel, Person
from .users import User

__all__ = [
    "Appointment",
    "Area",
    "AreaKind",
    "AuditEntry",
    "Channel",
    "Heartbeat",
    "ImportBatch",
    "ImportRow",
    "Office",
    "Person",
    "User",
]
