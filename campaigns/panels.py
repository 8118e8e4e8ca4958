"""Decides what the page of an area tells of its coverage."""

from campaigns import coverage
from network.panels import AREA, Panel
from network.rights import Feature

AREA.register(Panel("campaigns/_area_coverage.html", Feature.COVERAGE_VIEW, coverage.of_area))
