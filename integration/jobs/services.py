"""Asking for jobs, doing them, taking them back, and throwing their files away."""

import logging
import traceback
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.jobs.doorbell import ring_after_commit
from integration.jobs.enums import OPEN, Failure, JobState
from integration.jobs.kinds import kind_of
from integration.jobs.leases import RELEASED, Keeper, Lease, LeaseLost, claim
from integration.jobs.models import Job
from integration.jobs.params import check_params
from integration.jobs.work import Work
from integration.organisations.models import Organisation

log = logging.getLogger(__name__)


@transaction.atomic
def ask(
    kind: str,
    by: User,
    organisation: Organisation | None = None,
    params: Mapping[str, Any] | None = None,
    key: UUID | None = None,
) -> Job:
    """Let something be done in the background. Raises `PermissionDenied`, and `ValidationError` for strange params.

    The same form sent twice (`key`) asks once. `params` are ids and codes; what they may name, the kind itself checks.
    """
    if not kind_of(kind).may(by, organisation):
        raise PermissionDenied
    given = {"kind": kind, "organisation": organisation, "params": check_params(params or {})}
    if key is None:
        job = Job.objects.all().create(asked_by=by, **given)
    else:
        job, created = Job.objects.all().get_or_create(asked_by=by, key=key, defaults=given)
        if not created:
            return job
    ring_after_commit(Job, [job.pk])
    return job


@transaction.atomic
def cancel(job: Job, by: User) -> bool:
    """Take a job back that no worker has begun. False if it was too late, or done already; asking again changes nothing."""
    if by.pk != job.asked_by_id:
        raise PermissionDenied
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    if not waiting.update(state=JobState.CANCELLED, finished_at=timezone.now()):
        return False
    Job.remember(Job.objects.filter(pk=job.pk))
    return True


def run(job_id: int, holder: str) -> JobState | None:
    """Do a job, if it waits and the right to it still holds. Returns where it stands then; None if it was not ours.

    Doing it again, or at the same time elsewhere, does nothing.
    """
    lease = claim(Job, job_id, holder)
    if lease is None:
        return None
    job = Job.objects.select_related("asked_by", "organisation").get(pk=job_id)
    with translation.override(job.asked_by.language):
        try:
            return _attempt(job, lease)
        except LeaseLost:
            log.warning("Job %s was taken over by another worker.", job.pk)
            return None


def _attempt(job: Job, lease: Lease) -> JobState:
    try:
        return _do(job, lease)
    except LeaseLost:
        raise
    except ValidationError as refusal:
        return _fail(lease, Failure.REFUSED, " ".join(refusal.messages))
    except Exception as error:  # noqa: BLE001  (whatever it is, it is tried again)
        # Not the error itself: databases put values of the row into their messages.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("Job %s (%s) broke: %s\n%s", job.pk, job.kind, type(error).__name__, where)  # noqa: TRY400
        return _end_attempt(job, lease)


def _do(job: Job, lease: Lease) -> JobState:
    if not job.declared.may(job.asked_by, job.organisation):
        return _fail(lease, Failure.RIGHT)
    with Keeper(lease) as keeper:
        work = Work(job, lease, keeper)
        try:
            job.declared.run(work)
        except LeaseLost:
            work.discard_file()
            raise
    return _end(lease, JobState.DONE, result=work.result)


def _fail(lease: Lease, failure: Failure, detail: str = "") -> JobState:
    return _end(lease, JobState.FAILED, failure=failure, failure_detail=detail)


@transaction.atomic
def _end(lease: Lease, state: JobState, **fields: Any) -> JobState:
    finished_at = None if state in OPEN else timezone.now()
    if not lease.rows().update(state=state, finished_at=finished_at, **fields, **RELEASED):
        raise LeaseLost
    Job.remember(Job.objects.filter(pk=lease.pk))
    return state


def _end_attempt(job: Job, lease: Lease) -> JobState:
    """Fail for good, or wait for the reconciler to try again while there are attempts left."""
    if job.attempts >= settings.JOB_ATTEMPTS:
        return _fail(lease, Failure.ATTEMPTS)
    return _end(lease, JobState.WAITING, queued_at=timezone.now())


def give_up(job_ids: list[int]) -> None:
    """Say of jobs that were tried too often that they failed."""
    jobs = Job.objects.filter(pk__in=job_ids)
    jobs.update(state=JobState.FAILED, failure=Failure.ATTEMPTS, finished_at=timezone.now(), **RELEASED)
    Job.remember(jobs)


def delete_old_files(now: datetime | None = None) -> int:
    """Throw away the files of jobs that ended long enough ago. A second time finds none."""
    before = (now or timezone.now()) - settings.JOB_FILES_KEPT
    old = list(Job.objects.exclude(file="").filter(finished_at__lt=before).order_by("pk").values_list("pk", "file"))
    for pk, name in old:
        throw_file_away(pk, name)
    return len(old)


def throw_file_away(job_id: int, name: str) -> None:
    """Nobody needs this file of a job any more. A second time does nothing."""
    if name:
        default_storage.delete(name)
        Job.objects.filter(pk=job_id, file=name).update(file="")


def no_longer_there() -> str:
    """Said of a file that was thrown away."""
    days = settings.JOB_FILES_KEPT.days
    return _("Files are kept for %(days)s days; this one is no longer there. Ask for it again.") % {"days": days}
