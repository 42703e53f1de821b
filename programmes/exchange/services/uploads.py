"""An upload on its way into the records: taken in, checked, confirmed, thrown away."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from integration.accounts.models import User
from integration.jobs import services as jobs
from integration.organisations.models import Organisation
from integration.periods.refusals import Refused
from integration.periods.text import cleaned
from programmes.exchange import refusals
from programmes.exchange.enums import Stage
from programmes.exchange.models import BundleImport
from programmes.exchange.preview import Preview
from programmes.exchange.reading.archive import fresh_entry
from programmes.exchange.reading.bundle import ENDING
from programmes.exchange.rules import may_import

CHECK, WRITE = "import_check", "import_write"
PLACE = "imports"
JOBS = ("checking", "writing")


def take_in(files: Sequence[UploadedFile], organisation: Organisation, by: User) -> BundleImport:
    """Keep an upload under a name that says nothing, and let it be checked. Raises `PermissionDenied`.

    Several CSV files become one zip file. The row knows the name before the file is written: none is left behind.
    """
    if not may_import(by, organisation):
        raise PermissionDenied
    name = f"{PLACE}/{uuid4().hex}.bundle"
    new = BundleImport.objects.all().create(organisation=organisation, uploaded_by=by, file=name)
    with _one_file(files) as content:
        default_storage.save(name, content)
    check_again(new, by)
    return new


@contextmanager
def _one_file(files: Sequence[UploadedFile]) -> Iterator[File]:
    if not any(is_table(each) for each in files):
        yield files[0]
        return
    with tempfile.TemporaryFile() as target:
        with zipfile.ZipFile(target, "w") as archive:
            for each in files:
                with archive.open(fresh_entry(PurePosixPath(cleaned(each.name or "")).name), "w") as entry:
                    shutil.copyfileobj(each, entry)
        target.seek(0)
        yield File(target)


def is_table(file: UploadedFile) -> bool:
    """One table by itself, named like it."""
    return (file.name or "").casefold().endswith(ENDING)


@contextmanager
def on_this_machine(one: BundleImport) -> Iterator[Path]:
    """The upload as a file to read, wherever the store keeps it. Raises `Refused` if it was thrown away."""
    if not one.file or not default_storage.exists(one.file):
        raise Refused(refusals.NO_LONGER_KEPT)
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / "bundle"
        with default_storage.open(one.file) as kept, path.open("wb") as copy:
            shutil.copyfileobj(kept, copy)
        yield path


@transaction.atomic
def check_again(one: BundleImport, by: User) -> bool:
    """Let the upload be checked, from the beginning. False if that is not possible now, or no longer."""
    locked = _locked(one, by)
    if not locked.file or locked.is_busy or locked.stage == Stage.DONE:
        return False
    locked.checking = jobs.ask(CHECK, by, locked.organisation, {"import": locked.pk})
    locked.writing, locked.partial, locked.preview = None, False, {}
    locked.save()
    return True


@transaction.atomic
def confirm(one: BundleImport, by: User, *, partial: bool, seen: int) -> bool:
    """Let in what the preview of the check `seen` shows; `partial`: only the sound rows.

    False if that preview is no longer the one that holds. Confirming twice imports once.
    """
    locked = _locked(one, by)
    if locked.checking_id != seen:
        return False
    if locked.stage in {Stage.WRITING, Stage.DONE}:
        return locked.partial == partial
    if locked.stage != Stage.CHECKED or not Preview(locked.preview).lets_in(partial=partial):
        return False
    locked.partial = partial
    locked.writing = jobs.ask(WRITE, by, locked.organisation, {"import": locked.pk})
    locked.save()
    return True


@transaction.atomic
def discard(one: BundleImport, by: User) -> bool:
    """Throw the upload away and forget what was found in it. False while a worker is at it; a second time does nothing."""
    locked = _locked(one, by)
    if locked.is_busy:
        return False
    _clear(locked)
    return True


def throw_away_old(now: datetime | None = None) -> int:
    """Throw away uploads, and what was found in them, that are kept long enough. A second time finds none."""
    before = (now or timezone.now()) - settings.JOB_FILES_KEPT
    thrown = 0
    for pk in list(BundleImport.objects.filter(cleared_at=None, uploaded_at__lt=before).values_list("pk", flat=True)):
        with transaction.atomic():
            one = _rows().filter(pk=pk, cleared_at=None).first()
            if one is not None and not one.is_busy:
                _clear(one)
                thrown += 1
    return thrown


def forget_file(one: BundleImport) -> None:
    """The upload is in the records, and is needed no more. A second time does nothing."""
    if one.file:
        default_storage.delete(one.file)
        BundleImport.objects.filter(pk=one.pk).update(file="")


def _clear(one: BundleImport) -> None:
    if one.file:
        default_storage.delete(one.file)
    one.file, one.preview, one.cleared_at = "", {}, one.cleared_at or timezone.now()
    one.save()
    for job in (one.checking, one.writing):
        if job is not None:
            jobs.throw_file_away(job.pk, job.file)


def _rows() -> QuerySet[BundleImport]:
    return BundleImport.objects.select_for_update(of=("self",)).select_related(*JOBS, "organisation")


def _locked(one: BundleImport, by: User) -> BundleImport:
    if not may_import(by, one.organisation):
        raise PermissionDenied
    return _rows().get(pk=one.pk)
