"""The spread of subjects: how many members of each district can write on what, and who on the bench could close a gap."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from influencers.models import Influencer, RosterSeat, Subject
from influencers.teams import ON_THE_BENCH
from network.models import Area, Person, User
from network.rights import Feature


@dataclass(frozen=True)
class Cell:
    """Who can write on a subject in a district: members, and others who have agreed."""

    district: Area
    subject: Subject
    member_count: int
    bench_count: int

    @property
    def level(self) -> int:
        """The step of the heat map, 0 (a gap) to 4."""
        return min(self.member_count, 4)

    @property
    def words(self) -> str:
        """What the cell says besides its number and the dot."""
        return str(_("gap")) if not self.member_count else ""


def spread(user: User) -> list[tuple[Area, list[Cell]]]:
    """Every district of the reader with a cell for each subject; three queries."""
    people = Influencer.objects.visible_to(user, Feature.PEOPLE_VIEW)
    members, bench = _counted(_members(people)), _counted(_bench(people))
    districts = Area.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(roster__isnull=False)
    rows = [
        (district, [_cell(district, subject, members, bench) for subject in Subject])
        for district in districts.only("pk", "kind", "code", "name_hi", "name_en", "path")
    ]
    return sorted(rows, key=lambda row: row[0].name)


def writers(user: User, district: Area, subject: str) -> QuerySet[Influencer]:
    """Who can write on the subject in the district: members first, then who else has agreed; `is_member` tells which."""
    people = Influencer.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(subjects__contains=[subject])
    seated = Exists(RosterSeat.objects.members().filter(influencer=OuterRef("pk"), roster__district=district))
    free = Q(district=district, pk__in=_bench(people).values("pk"))
    rows = people.annotate(is_member=seated).filter(Q(is_member=True) | free).select_related("person")
    return rows.order_by("-is_member", "person__name_hi", "pk")


def _members(people):
    seat = RosterSeat.objects.members().filter(influencer=OuterRef("pk"))
    return people.filter(Exists(seat))


def _bench(people):
    seat = RosterSeat.objects.live().filter(influencer=OuterRef("pk"))
    return people.filter(stage__in=ON_THE_BENCH, person__status=Person.Status.ACTIVE).exclude(Exists(seat))


def _counted(people) -> dict[tuple[int, str], int]:
    rows = people.order_by().annotate(subject=Func(F("subjects"), function="unnest"))
    return {row[:2]: row[2] for row in rows.values_list("district", "subject").annotate(people=Count("pk"))}


def _cell(district: Area, subject: Subject, members: dict, bench: dict) -> Cell:
    key = (district.pk, subject.value)
    return Cell(district, subject, members.get(key, 0), bench.get(key, 0))
