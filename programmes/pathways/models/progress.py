"""What lists of enrolments are sorted and narrowed by."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import listed
from programmes.participants.enums import Paper
from programmes.pathways.models.journey import Enrolment


class Progress(models.Model):
    """The planned end of the main-track phase that an enrolment is in, what counts of the person's papers, and when anything last changed.

    Derived by `services.progress`; never edited. A table of its own, so that no list of a million people need look into
    each one's phases and documents.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, primary_key=True, related_name="progress")
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
            models.Index(fields=["changed_at"], name="progress_by_change"),
            models.Index(fields=["paper", "paper_end_on"], name="progress_by_paper"),
            models.Index(fields=["certified_rank"], name="progress_by_level"),
        ]
        constraints = [listed("progress_paper_known", paper=Paper.values)]

    def __str__(self) -> str:
        return f"#{self.pk}"
