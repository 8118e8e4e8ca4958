"""Decides which parts the apps add to pages that they share: of an area, of an influencer. They register them when they start."""

from collections.abc import Callable
from dataclasses import dataclass

from network.models import Area, User
from network.rights import Feature, may


@dataclass(frozen=True)
class Panel:
    """One part of a page: who sees it, what it shows (None = nothing here), and the template that shows it as `panel`.

    `find(subject, user)` gets what the page is about; parts stand in the order of `place`.
    """

    template: str
    feature: Feature
    find: Callable[[object, User], object | None]
    place: int = 50


class Panels:
    """The parts of one kind of page."""

    def __init__(self) -> None:
        self._panels: list[Panel] = []

    def register(self, panel: Panel) -> None:
        """Let a part stand on the pages."""
        self._panels.append(panel)
        self._panels.sort(key=lambda panel: panel.place)

    def shown(self, subject: object, user: User, *, area: Area) -> list[dict[str, object]]:
        """The parts that the reader sees of a subject that belongs to `area`, as {"template", "shown"}."""
        found = [
            {"template": panel.template, "shown": panel.find(subject, user)}
            for panel in self._panels
            if may(user, panel.feature, area)
        ]
        return [part for part in found if part["shown"] is not None]


AREA, PERSON = Panels(), Panels()
