"""What of imports is done in the background."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.jobs import kinds
from integration.jobs.kinds import Kind
from integration.jobs.models import Job
from integration.jobs.work import Work
from integration.periods.refusals import Refused, one_change
from programmes.exchange import refusals
from programmes.exchange.listing import write_list
from programmes.exchange.models import BundleImport
from programmes.exchange.preview import EXAMPLES, Preview, counts_of, keep
from programmes.exchange.problems import Unusable
from programmes.exchange.rules import may_import
from programmes.exchange.services import Outcome, Request, import_bundle
from programmes.exchange.services.uploads import CHECK, WRITE, forget_file, on_this_machine
from programmes.exchange.tables import TABLES

PLACES = {name: number for number, name in enumerate(TABLES)}
STEPS = ("read", "check", "write")


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
    kinds.register(Kind(CHECK, _("Checking an import"), check, may_import, address=_page, file_name="import"))
    kinds.register(Kind(WRITE, _("Importing"), write, may_import, address=_page))
