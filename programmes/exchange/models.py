"""Imports that were asked for in the workplace."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.accounts.models import User
from integration.jobs.enums import JobState
from integration.jobs.models import Job
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from programmes.exchange.enums import BUSY, Stage


class BundleImport(models.Model):
    """A bundle that somebody uploaded for an organisation: checked by one job, and once confirmed written by another.

    The upload lies in the store of files under a name that says nothing; what was found in it is kept in `preview`
    as long as somebody may want to look at it. Both hold people's data and are thrown away (`services.throw_away_old`).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    # Its name in the store of files; empty once it was thrown away.
    file = models.CharField(_("file"), max_length=100, blank=True)
    checking = models.OneToOneField(
        Job, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("check")
    )
    preview = models.JSONField(_("what was found"), default=dict, blank=True)
    partial = models.BooleanField(_("only the sound rows"), default=False)
    writing = models.OneToOneField(
        Job, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("import")
    )
    cleared_at = models.DateTimeField(
        _("cleared at"), null=True, blank=True, help_text=_("Since then nothing of what was uploaded is kept.")
    )

    history = HistoricalRecords(excluded_fields=["file", "preview"])
    objects: ClassVar[ScopedManager["BundleImport"]] = ScopedManager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="import_of_organisation"),
            models.Index(fields=["uploaded_at"], condition=Q(cleared_at=None), name="import_kept"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(file=""),
                name="import_cleared_keeps_no_file",
                violation_error_message=_("What was thrown away is no longer there."),
            ),
            models.CheckConstraint(
                condition=Q(writing__isnull=True) | Q(checking__isnull=False),
                name="import_written_was_checked",
                violation_error_message=_("Only what was checked is imported."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def stage(self) -> Stage:
        """Where it stands. Needs both jobs."""
        if self.writing:
            if self.writing.is_under_way:
                return Stage.WRITING
            return Stage.DONE if self.writing.state == JobState.DONE else Stage.FAILED
        if self.cleared_at:
            return Stage.DISCARDED
        if self.checking and self.checking.is_under_way:
            return Stage.CHECKING
        return Stage.CHECKED if self.checking and self.checking.state == JobState.DONE else Stage.UNREADABLE

    @property
    def is_busy(self) -> bool:
        """A worker is at it, or will be."""
        return self.stage in BUSY

    @property
    def job(self) -> Job | None:
        """What is done with it, or was done last."""
        return self.writing or self.checking
