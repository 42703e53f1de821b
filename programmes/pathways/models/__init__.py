"""Programmes with their phases and cohorts, and the journeys through them."""

from programmes.pathways.models.assessments import Assessment
from programmes.pathways.models.journey import Affiliation, Enrolment, Exam, Pause, PhaseEntry, Transfer
from programmes.pathways.models.notices import AuthorityNotice
from programmes.pathways.models.programme import Cohort, Phase, Programme
from programmes.pathways.models.progress import Progress
from programmes.pathways.models.settings import DeadlineSetting
from programmes.pathways.models.steps import JourneyStep

__all__ = [
    "Affiliation",
    "Assessment",
    "AuthorityNotice",
    "Cohort",
    "DeadlineSetting",
    "Enrolment",
    "Exam",
    "JourneyStep",
    "Pause",
    "Phase",
    "PhaseEntry",
    "Programme",
    "Progress",
    "Transfer",
]
