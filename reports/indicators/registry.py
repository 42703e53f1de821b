"""Every indicator of the report, in the order in which the report shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from reports.indicators.figures import Figure
    from reports.indicators.frame import Frame


class Family(StrEnum):
    """The sections of the report."""

    STOCK_AND_FLOW = "stock_and_flow"
    TRANSITIONS = "transitions"
    COMPLETION = "completion"
    GUARANTEES = "guarantees"
    LANGUAGE = "language"
    SPONSORSHIP = "sponsorship"
    RESIDENCE = "residence"
    PLACES_AND_TARGETS = "places_and_targets"

    @property
    def label(self) -> Promise:
        """The heading of the section."""
        return _FAMILY_LABELS[self]


_FAMILY_LABELS = {
    Family.STOCK_AND_FLOW: _("Stock and flow"),
    Family.TRANSITIONS: _("Transitions"),
    Family.COMPLETION: _("Completion and early ends"),
    Family.GUARANTEES: _("Guarantees and retention"),
    Family.LANGUAGE: _("Language"),
    Family.SPONSORSHIP: _("Sponsorship"),
    Family.RESIDENCE: _("Residence and work permission"),
    Family.PLACES_AND_TARGETS: _("Places, targets and published figures"),
}


class Shape(StrEnum):
    """What kind of figure it is: decides how it is written and compared with targets."""

    COUNT = "count"
    RATE = "rate"
    MEAN = "mean"
    MEDIAN = "median"
    STATE = "state"
    TEXT = "text"
    SURVIVAL = "survival"


class Unit(StrEnum):
    """What is counted; every figure says which (INDICATORS G4)."""

    PERSONS = "persons"
    ENROLMENTS = "enrolments"
    PHASE_ENTRIES = "phase_entries"
    TRAININGS = "trainings"
    GUARANTEES = "guarantees"
    TAKEOVERS = "takeovers"
    SPONSORSHIPS = "sponsorships"
    SPONSORS = "sponsors"
    DAYS = "days"
    POSTS = "posts"
    PLACES = "places"
    TARGETS = "targets"
    FIGURES = "figures"

    @property
    def label(self) -> Promise:
        """The unit in words."""
        return _UNIT_LABELS[self]


_UNIT_LABELS = {
    Unit.PERSONS: _("persons"),
    Unit.ENROLMENTS: _("enrolments"),
    Unit.PHASE_ENTRIES: _("phase entries"),
    Unit.TRAININGS: _("trainings"),
    Unit.GUARANTEES: _("guarantees"),
    Unit.TAKEOVERS: _("takeovers"),
    Unit.SPONSORSHIPS: _("sponsorships"),
    Unit.SPONSORS: _("sponsors"),
    Unit.DAYS: _("days"),
    Unit.POSTS: _("posts"),
    Unit.PLACES: _("places"),
    Unit.TARGETS: _("targets"),
    Unit.FIGURES: _("figures"),
}


@dataclass(frozen=True)
class Indicator:
    """An indicator: what it is called, what it means in plain words, and how it is computed.

    `definition` is the exact rule, `explanation` what it tells a reader; both stand in the report. `lines` are the
    lines beside the main one. `compute` runs a constant number of queries, whatever the frame holds.
    """

    id: str
    version: int
    family: Family
    shape: Shape
    unit: Unit
    name: Promise
    definition: Promise
    explanation: Promise
    compute: "Callable[[Frame], Iterable[Figure]]"
    lines: frozenset[str] = frozenset()


_indicators: dict[str, Indicator] = {}


def register(indicator: Indicator) -> None:
    """Take an indicator into the report. Its id must be new."""
    if indicator.id in _indicators:
        message = f"There are two indicators {indicator.id}."
        raise ValueError(message)
    _indicators[indicator.id] = indicator


def all_indicators() -> tuple[Indicator, ...]:
    """Every registered indicator, in the order of the report."""
    return tuple(_indicators.values())


def get(indicator_id: str) -> Indicator:
    """The indicator of this id; raises `KeyError`."""
    return _indicators[indicator_id]
