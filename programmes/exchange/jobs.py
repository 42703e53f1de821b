"""What of imports is done in the background."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.jobs import kinds
from integration.jobs.kinds import Kind
from integration.jobs.models import Job
from integration.jobs.work import Work
from integration.journal.models import FileFormat
from integration.journal.services import note_export
from integration.organisations.access import roles_that_export
from integration.organisations.scoping import holdings
from integration.periods.refusals import Refused, one_change
from programmes.exchange import refusals
from programmes.exchange.exporting import export_bundle
from programmes.exchange.listing import write_list
from programmes.exchange.models import BundleImport
from programmes.exchange.preview import EXAMPLES, Preview, counts_of, keep, tables_taken
from programmes.exchange.problems import Unusable
from programmes.exchange.rules import may_export, may_import
from programmes.exchange.services import Outcome, Request, import_bundle
from programmes.exchange.services.uploads import CHECK, WRITE, forget_file, on_this_machine
from programmes.exchange.tables import TABLES
from programmes.participants.models import Participant

PLACES = {name: number for number, name in enumerate(TABLES)}
STEPS = ("read", "check", "write")
EXPORT = "export_bundle"


@dataclass(frozen=True)
class Gauge:
    """Tells of an import in per cent how far it is, `begin` to `end` of all that is to be done."""

    work: Work
    begin: int
    end: int
    steps: tuple[str, ...] = STEPS

    def __call__(self, step: str, table: str, _count: int) -> None:
        """A table of the bundle is being read, checked or written."""
        share = (self.steps.index(step) + PLACES[table] / len(PLACES)) / len(self.steps)
        self.work.progress(self.begin + int(share * (self.end - self.begin)), 100)


def check(work: Work) -> None:
    """Find out what the import would do, and keep it for the page, with a workbook that marks what is wrong.

    A second time finds it out again.
    """
    one = _asked_about(work)
    with on_this_machine(one) as path:
        request = Request(
            path, one.organisation, dry_run=True, user=work.job.asked_by, examples=EXAMPLES,
            progress=Gauge(work, 0, 50, STEPS[:2]),
        )  # fmt: skip
        whole = _done(request)
        again = replace(request, partial=True, progress=Gauge(work, 50, 90, STEPS[:2]))
        sound_rows = None if whole.sound else _done(again)
        if whole.problems or whole.warnings:
            _keep_list(work, path, whole)
    with work.once():
        BundleImport.objects.filter(pk=one.pk, checking=work.job).update(preview=keep(whole, sound_rows))


def write(work: Work) -> None:
    """Do what was shown and confirmed, or nothing. A second time does nothing."""
    one = _asked_about(work)
    if "counts" not in work.result:
        with on_this_machine(one) as path, one_change(), work.once():
            request = Request(
                path, one.organisation, partial=one.partial, user=work.job.asked_by, progress=Gauge(work, 0, 100)
            )
            outcome = _done(request)
            if not outcome.sound or counts_of(outcome) != Preview(one.preview).promised(partial=one.partial):
                raise Refused(refusals.CHANGED_SINCE_CHECK)
            work.result["counts"] = counts_of(outcome)
    forget_file(one)


def export(work: Work) -> None:
    """Write what belongs to the organisation as a bundle, and into the log of exports that it was taken along and why."""
    if "counts" in work.result:
        return
    job, form = work.job, work.job.params["form"]
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / f"bundle.{form}"
        counts = export_bundle(path, form=form, organisation=job.organisation, taker=job.asked_by)
        with path.open("rb") as content:
            work.keep_file(File(content), path.suffix)
    with work.once():
        _note_export(job, sum(counts.values()))
        work.result["counts"] = counts


def _note_export(job: Job, rows: int) -> None:
    roles = roles_that_export(job.asked_by, Participant)
    note_export(
        by=job.asked_by,
        rows_of=Participant._meta.label_lower,
        through=sorted(
            {key for role, holding in holdings(job.asked_by) if role in roles for key in holding.organisation_ids}
        ),
        narrowed_by={},
        searched=False,
        rows=rows,
        file_format=FileFormat.XLSX if job.params["form"] == "xlsx" else FileFormat.CSV,
        reason=_("All tables of %(code)s: %(reason)s")
        % {"code": job.organisation.code, "reason": job.params["reason"]},
    )


def _exported(_user: User, job: Job) -> Mapping[str, Any]:
    return {"tables": tables_taken(job.result.get("counts", {}))}


def _done(request: Request) -> Outcome:
    try:
        return import_bundle(request)
    except Unusable as error:
        raise ValidationError(str(error)) from error


def _keep_list(work: Work, bundle: Path, outcome: Outcome) -> None:
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / "list.xlsx"
        write_list(path, bundle, [*outcome.problems, *outcome.warnings])
        with path.open("rb") as content:
            work.keep_file(File(content), ".xlsx")


def _asked_about(work: Work) -> BundleImport:
    return BundleImport.objects.select_related("organisation").get(pk=work.job.params["import"])


def _page(job: Job) -> str:
    return reverse("admin:import", args=[job.params["import"]])


def declare() -> None:
    """Let imports be checked and written."""
    kinds.register(
        Kind(
            EXPORT, gettext_lazy("Taking all lists along"), export, may_export, template="exchange/_exported.html",
            present=_exported, file_name="einstieg-export", private=True,
        )
    )  # fmt: skip
    kinds.register(
        Kind(
            CHECK,
            gettext_lazy("Checking an import"),
            check,
            may_import,
            address=_page,
            file_name="import",
            private=True,
        )
    )
    kinds.register(Kind(WRITE, gettext_lazy("Importing"), write, may_import, address=_page, private=True))
