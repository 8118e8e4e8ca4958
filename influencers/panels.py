"""Decides what pages of areas tell of the teams in them, and which parts the page of an influencer has."""

from dataclasses import dataclass

from influencers.models import Influencer, Light, Roster, RosterSeat
from network.models import Area, User
from network.panels import AREA, Panel, Panels
from network.rights import Feature

# The page of an influencer; vetting, touchpoints, trainings and the apps above add their parts here.
PROFILE = Panels()
Stage = Influencer.Stage
BEFORE_A_PLACE = (Stage.SPOTTED, Stage.VETTED, Stage.CONTACTED)


@dataclass(frozen=True)
class Teams:
    """The teams in an area: one of a district, or many with how they stand."""

    rosters: list[Roster]
    lights: list[tuple[Light, int]]

    @property
    def one(self) -> Roster | None:
        """The only team, if there is just one."""
        return self.rosters[0] if len(self.rosters) == 1 else None

    @property
    def member_count(self) -> int:
        """The members of all of them."""
        return sum(roster.member_count for roster in self.rosters)

    @property
    def kept_count(self) -> int:
        """The places kept for those who have not said yes yet."""
        return sum(roster.kept_count for roster in self.rosters)


def teams(area: Area, user: User) -> Teams | None:
    """The teams of the districts in the area; None where there is none. One query."""
    rosters = list(
        Roster.objects.visible_to(user, Feature.PEOPLE_VIEW)
        .filter(district__path__startswith=area.path)
        .with_counts()
        .select_related("district")
    )
    if not rosters:
        return None
    found = [roster.light(roster.member_count) for roster in rosters]
    return Teams(rosters, [(light, found.count(light)) for light in Light if light in found])


def seats(influencer: Influencer, user: User) -> list[RosterSeat] | None:
    """The places that the influencer has and had in teams, the newest first; one query, none for who never agreed."""
    if influencer.stage in BEFORE_A_PLACE:
        return None
    rows = RosterSeat.objects.visible_to(user, Feature.PEOPLE_VIEW).filter(influencer=influencer)
    return list(rows.select_related("roster__district").order_by("-pk"))


PROFILE.register(Panel("influencers/_profile_seats.html", Feature.PEOPLE_VIEW, seats, place=30))
AREA.register(Panel("influencers/_area_teams.html", Feature.PEOPLE_VIEW, teams))
