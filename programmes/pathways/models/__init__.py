"""Programmes with their phases and cohorts, and the journeys through them."""

from programmes.pathways.models.journey import Affiliation, Enrolment, Exam, Pause, PhaseEntry, Transfer
from programmes.pathways.models.programme import Cohort, Phase, Programme

__all__ = ["Affiliation", "Cohort", "Enrolment", "Exam", "Pause", "Phase", "PhaseEntry", "Programme", "Transfer"]
