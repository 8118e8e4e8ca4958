"""Decides what the judge of a team list is told of those who are entered already."""

from collections import Counter
from dataclasses import dataclass, field

from network.models import Area


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who is entered already, as far as the judge needs it. `name` is "" where the reader may not see them."""

    pk: int
    name: str
    folded_names: frozenset[str]
    seat_district: int | None = None
    district: int | None = None  # to which they belong as an influencer
    district_name: str = ""
    has_left: bool = False
    is_unasked: bool = False  # a prospect with whom nobody has talked
    handles: frozenset[tuple[str, str]] = frozenset()
    platforms: frozenset[str] = frozenset()  # of the accounts that were not given up
    followers: int | None = None
    subjects: frozenset[str] = frozenset()


@dataclass
class Knowledge:
    """What is known when a sheet is judged."""

    districts: list[Area]
    by_phone: dict[str, KnownPerson] = field(default_factory=dict)
    by_handle: dict[tuple[str, str], KnownPerson] = field(default_factory=dict)
    by_name: dict[tuple[int, str], KnownPerson] = field(default_factory=dict)  # of those without a phone, by district
    free_seats: Counter[int] = field(default_factory=Counter)
    erased: set[str] = field(default_factory=set)  # numbers whose owners had themselves erased
