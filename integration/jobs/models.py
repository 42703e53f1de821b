"""What somebody asked to be done in the background, and what came of it."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.accounts.models import User
from integration.jobs.enums import OPEN, Failure, JobState
from integration.jobs.leased import JOB_FIELDS, LeasedWork, leased_while, progress_within_bounds
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import listed

if TYPE_CHECKING:
    from integration.jobs.kinds import Kind


class Job(LeasedWork):
    """Something of a kind that somebody asked for, for an organisation or for all that their roles reach.

    What it is about stands in `params` as ids and codes, what came of it in `result`: no names, no texts of people.
    """

    TASK: ClassVar[str] = "integration.jobs.tasks.run_job"
    WAITING: ClassVar[str] = JobState.WAITING
    HELD: ClassVar[str] = JobState.RUNNING

    kind = models.CharField(_("kind"), max_length=40)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("organisation")
    )
    # Of the form that asked: sent twice, it asks once.
    key = models.UUIDField(_("key of the form"), null=True, blank=True)
    params = models.JSONField(_("what it is about"), default=dict, blank=True)

    state = models.CharField(_("state"), max_length=16, choices=JobState.choices, default=JobState.WAITING)
    failure = models.CharField(_("failure"), max_length=16, choices=Failure.choices, blank=True)
    failure_detail = models.TextField(_("detail of the failure"), blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    result = models.JSONField(_("what came of it"), default=dict, blank=True)
    # Its name in the store of files.
    file = models.CharField(_("file"), max_length=100, blank=True)

    history = HistoricalRecords(excluded_fields=[*JOB_FIELDS, "key", "params", "result", "file"])
    objects: ClassVar[ScopedManager["Job"]] = ScopedManager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "queued_at"], condition=Q(state__in=OPEN), name="job_open"),
            models.Index(fields=["finished_at"], condition=~Q(file=""), name="job_files"),
            models.Index(fields=["kind", "organisation", "-id"], name="job_of_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "key"], name="job_once", violation_error_message=_("This was asked for already.")
            ),
            listed("job_codes_known", state=JobState.values, failure=["", *Failure.values]),
            leased_while(
                JobState.RUNNING,
                name="job_is_leased_while_running",
                message=_("A job is leased while it runs, and only then."),
            ),
            progress_within_bounds("job_progress_within_bounds"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, finished_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(finished_at__isnull=False)),
                name="job_over_says_when",
                violation_error_message=_("A job that is over says since when, and no other does."),
            ),
            models.CheckConstraint(
                condition=(Q(state=JobState.FAILED) & ~Q(failure=""))
                | (~Q(state=JobState.FAILED) & Q(failure="", failure_detail="")),
                name="job_failed_says_why",
                violation_error_message=_("A job that failed says why, and no other does."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def declared(self) -> "Kind":
        """What its kind says."""
        from integration.jobs.kinds import kind_of

        return kind_of(self.kind)

    @property
    def title(self) -> str | Promise:
        """What is done."""
        return self.declared.title

    @property
    def is_under_way(self) -> bool:
        """A worker does it, or will."""
        return self.state in OPEN

    @property
    def failure_text(self) -> str:
        """Why it failed, for people; empty if it did not."""
        label = str(Failure(self.failure).label) if self.failure else ""
        return " ".join(filter(None, [label, self.failure_detail]))
