"""Codes of background jobs, and their life cycle as data."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "cancelled")


OPEN = (JobState.WAITING, JobState.RUNNING)

NEXT_STATES: Mapping[JobState, frozenset[JobState]] = {
    JobState.WAITING: frozenset({JobState.RUNNING, JobState.CANCELLED, JobState.FAILED}),
    # Running again: another worker takes over what a lost one had begun. Waiting: an attempt that broke is repeated.
    JobState.RUNNING: frozenset({JobState.RUNNING, JobState.WAITING, JobState.DONE, JobState.FAILED}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.CANCELLED: frozenset(),
}


class Failure(models.TextChoices):
    """Why a job came to nothing, in words for people; a refusal has words of its own."""

    RIGHT = "right", _("Whoever asked for this no longer has the right to it. Nothing was done.")
    ATTEMPTS = "attempts", _("This could not be done, several times in a row. The log names the cause.")
    REFUSED = "refused", ""
