"""What lists of enrolments are sorted and narrowed by."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import listed
from programmes.participants.enums import Paper
from programmes.pathways.models.journey import Enrolment
from programmes.pathways.models.programme import Cohort

NAME_SORTED = 100
"""By so many letters of a name lists are sorted: indexes hold no text of any length."""


class Progress(models.Model):
    """What a list of a million people is sorted and narrowed by, so that it need look into nobody's phases and documents.

    That is the name, what the enrolment itself says, the planned end of the main-track phase in which it is, whether it
    goes on without one, what counts of the person's papers, and when anything last changed. Derived by
    `services.progress`; never edited. Lists are read in the order of the names from one index that holds all of it.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, primary_key=True, related_name="progress")
    name = models.CharField(max_length=NAME_SORTED)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+", db_index=False)
    entered_on = models.DateField()
    ended_on = models.DateField(null=True)
    between_phases = models.BooleanField()
    planned_end_on = models.DateField(null=True)
    paper = models.CharField(max_length=16, choices=Paper.choices, default=Paper.NONE)
    paper_end_on = models.DateField(null=True)
    certified_rank = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField()

    objects: ClassVar[ScopedManager["Progress"]] = ScopedManager()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        ordering = ["enrolment"]
        indexes = [
            models.Index(fields=["planned_end_on"], name="progress_by_planned_end"),
            models.Index(fields=["-changed_at", "-enrolment"], name="progress_by_change"),
            models.Index(fields=["paper", "paper_end_on"], name="progress_by_paper"),
            models.Index(fields=["certified_rank"], name="progress_by_level"),
            models.Index(fields=["-entered_on", "name", "-enrolment"], name="progress_by_entry"),
            models.Index(
                fields=["name", "-enrolment"], condition=Q(between_phases=True), name="progress_between_phases"
            ),
            models.Index(
                fields=["name", "-enrolment"],
                include=[
                    "cohort",
                    "entered_on",
                    "ended_on",
                    "between_phases",
                    "planned_end_on",
                    "paper",
                    "paper_end_on",
                    "certified_rank",
                ],
                name="progress_by_name",
            ),
        ]
        constraints = [listed("progress_paper_known", paper=Paper.values)]

    def __str__(self) -> str:
        return f"#{self.pk}"
