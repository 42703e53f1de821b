"""What lists of enrolments are sorted and narrowed by."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration.organisations.scoping import ScopedManager
from programmes.pathways.models.journey import Enrolment


class Progress(models.Model):
    """The planned end of the main-track phase that an enrolment is in, and when anything about it last changed.

    Derived by `services.progress`; never edited. A table of its own, so that no list of a million people need look into
    each one's phases to put them in order.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, primary_key=True, related_name="progress")
    planned_end_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    objects: ClassVar[ScopedManager["Progress"]] = ScopedManager()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        ordering = ["enrolment"]
        indexes = [
            models.Index(fields=["planned_end_on"], name="progress_by_planned_end"),
            models.Index(fields=["changed_at"], name="progress_by_change"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
