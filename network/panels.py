"""Decides which parts the apps above add to the page of an area; they register them when they start."""

from collections.abc import Callable
from dataclasses import dataclass

from network.models import Area, User
from network.rights import Feature, may


@dataclass(frozen=True)
class Panel:
    """One part of the page: who sees it, what it shows (None = nothing here), and the template that shows it as `panel`."""

    template: str
    feature: Feature
    find: Callable[[Area, User], object | None]


PANELS: list[Panel] = []


def register(panel: Panel) -> None:
    """Let a part stand on the pages of areas."""
    PANELS.append(panel)


def panels_for(area: Area, user: User) -> list[dict[str, object]]:
    """The parts that the reader sees on the area's page, as {"template", "shown"}."""
    found = [
        {"template": panel.template, "shown": panel.find(area, user)}
        for panel in PANELS
        if may(user, panel.feature, area)
    ]
    return [part for part in found if part["shown"] is not None]
