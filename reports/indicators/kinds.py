"""What kinds of figures there are: families, shapes, units, breakdowns."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
    DATA_QUALITY = "data_quality"

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
    Family.DATA_QUALITY: _("Data quality"),
}


class Shape(StrEnum):
    """What a figure is: decides how it is written and compared with targets."""

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
    LEVELS = "levels"
    POSTS = "posts"
    PLACES = "places"
    TARGETS = "targets"
    FIGURES = "figures"
    ENTRIES = "entries"
    MONTHS = "months"

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
    Unit.LEVELS: _("levels"),
    Unit.POSTS: _("posts"),
    Unit.PLACES: _("places"),
    Unit.TARGETS: _("targets"),
    Unit.FIGURES: _("figures"),
    Unit.ENTRIES: _("entries"),
    Unit.MONTHS: _("months"),
}


class Breakdown(StrEnum):
    """The fixed ways in which a report divides a figure (INDICATORS.md, "Breakdowns")."""

    TOTAL = "total"
    ORGANISATION = "organisation"
    PROGRAMME = "programme"
    PHASE = "phase"
    COHORT = "cohort"
    REASON = "reason"
    CLASS = "class"
    STEP = "step"
    STEP_COHORT = "step_cohort"
    STEP_PROGRAMME = "step_programme"
    TARGET = "target"
    FIGURE = "figure"
