"""Kinds of job that exist for tests only."""

import os
import time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import get_language

from integration.accounts.roles import Right, Subject
from integration.jobs.kinds import Kind, has_right
from integration.organisations.models import Organisation


def count(work):
    """Renames the organisations one by one, each in a step of its own; says in a file that it began."""
    if "BEGUN_LOG" in os.environ:
        with Path(os.environ["BEGUN_LOG"]).open("a") as log:
            log.write(f"{work.job.pk}\n")
    ids = work.job.params.get("organisations", [])
    done = work.result.setdefault("done", [])
    for pk in ids:
        if pk in done:
            continue
        time.sleep(float(os.environ.get("SECONDS_A_JOB", "0")))
        work.progress(len(done), len(ids))
        with work.once():
            one = Organisation.objects.get(pk=pk)
            Organisation.objects.filter(pk=pk).update(name=f"{one.name}+")
            done.append(pk)


def refuse(work):
    raise ValidationError({"de": "So geht es nicht.", "en": "Not like this."}[get_language()])


def fail(work):
    [].remove("Amira Haddad")


def write(work):
    work.keep_file(ContentFile(b"a;b"), ".csv")


MAY = has_right(Right.CREATE, Subject.IMPORT)
KINDS = [
    Kind(run.__name__, f"Test: {run.__name__}", run, MAY, counted="Standorte", file_name="liste")
    for run in (count, refuse, fail, write)
]
