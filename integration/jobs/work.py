"""What a kind's `run` has in its hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from integration.jobs.leases import Keeper, Lease, LeaseLost
from integration.jobs.models import Job


class Work:
    """A job that is being done: its progress, its result so far, its file.

    `result` begins as an earlier attempt left it: whoever notes each item in it can go on where the other stopped.
    """

    def __init__(self, job: Job, lease: Lease, keeper: Keeper) -> None:
        self.job = job
        self.result: dict[str, Any] = job.result
        self._lease = lease
        self._keeper = keeper

    def progress(self, done: int, of: int) -> None:
        """Note how far it is. Raises `LeaseLost` when somebody else does it by now."""
        self._keeper.progress(done, of)

    @contextmanager
    def once(self) -> Iterator[None]:
        """A transaction that counts only if the job is still ours when it ends; the result so far is saved with it.

        What happens inside happens once, whatever becomes of the worker: a second attempt finds it in `result`.
        """
        with transaction.atomic():
            yield
            if not self._lease.rows().update(result=self.result):
                raise LeaseLost

    def keep_file(self, content: File, ending: str) -> None:
        """Let the result be a file, such as `.xlsx`. The row knows its name before it is written: none is left behind."""
        name = f"jobs/{uuid4().hex}{ending}"
        before = self.job.file
        if not self._lease.rows().update(file=name):
            raise LeaseLost
        if before:
            default_storage.delete(before)
        self.job.file = name
        self.result["has_file"] = True
        default_storage.save(name, content)

    def discard_file(self) -> None:
        """Take away what was written for a job that others do by now."""
        if self.job.file and not Job.objects.filter(pk=self.job.pk, file=self.job.file).exists():
            default_storage.delete(self.job.file)
