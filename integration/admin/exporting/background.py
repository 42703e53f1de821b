"""A long list as a file: written in the background, and handed out only to whoever asked and still sees all that is in it."""

import tempfile
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.core.files import File
from django.http import HttpRequest, QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.admin.exporting.asked import Asked, asked_of
from integration.admin.navigation import AT_WORK_HERE
from integration.admin.site import workplace
from integration.jobs import kinds
from integration.jobs import services as jobs
from integration.jobs.kinds import Kind
from integration.jobs.models import Job
from integration.jobs.work import Work
from integration.journal.models import FileFormat
from integration.organisations.access import roles_of, roles_with
from integration.organisations.models import Organisation
from integration.organisations.scoping import holdings

EXPORT = "export_list"
LINES_OF_WORKBOOK = 1_048_575
"""Below the heads; more no spreadsheet opens."""


def ask(asked: Asked, file_format: str, reason: str) -> Job:
    """Let the list be written. What it is narrowed by are codes and keys; a search, which can be a name, is never kept."""
    question = [
        urlencode({name: value})
        for name, values in asked.request.GET.lists()
        for value in values[-1:]
        if name != PAGE_VAR
    ]
    params = {"list": asked.page.opts.label_lower, "question": question, "form": file_format, "reason": reason}
    return jobs.ask(EXPORT, asked.request.user, params=params)  # type: ignore[arg-type]


def write(work: Work) -> None:
    """Write the file, and into the log of exports that it was taken along and why. A second time does nothing."""
    if "rows" in work.result:
        return
    params, asked = work.job.params, _as_asked(work.job)
    keys = asked.keys()
    if params["form"] == FileFormat.XLSX and len(keys) > LINES_OF_WORKBOOK:
        raise ValidationError(_("No workbook holds so many lines. Take CSV, or narrow the list down first."))
    with tempfile.TemporaryFile() as file:
        rows = asked.write(file, params["form"], keys, work.progress)
        file.seek(0)
        work.keep_file(File(file), f".{params['form']}")
    with work.once():
        asked.note(params["form"], params["reason"], rows)
        work.result |= {"rows": rows, "reach": _reach(work.job.asked_by)}


def _as_asked(job: Job) -> Asked:
    request = HttpRequest()
    request.method, request.user = "GET", job.asked_by
    request.GET = QueryDict("&".join(job.params["question"]))
    try:
        return asked_of(_page(job), request)
    except PermissionDenied:
        raise ValidationError(_("This is no longer offered to you.")) from None
    except (IncorrectLookupParameters, SuspiciousOperation):
        raise ValidationError(_("The list can no longer be narrowed down like this. Ask for it anew.")) from None


def _page(job: Job) -> Any:
    return workplace.get_model_admin(apps.get_model(job.params["list"]))


def _reach(user: User) -> dict[str, list[int]]:
    """In which role somebody reaches which organisations: what rows and columns a list has for them follows from it."""
    return {role: sorted(holding.covered_ids) for role, holding in holdings(user)}


def may(user: User, _organisation: Organisation | None) -> bool:
    """Whoever takes any list along; which ones, is asked for each."""
    roles = roles_of(user)
    return bool(roles & AT_WORK_HERE) and any(roles_with(roles, Right.EXPORT, subject) for subject in Subject)


def _still_reached(user: User, job: Job) -> bool:
    """Nothing is in the file that somebody would not see any more."""
    now = _reach(user)
    return all(set(ids) <= set(now.get(role, ())) for role, ids in job.result["reach"].items())


def _written(_user: User, job: Job) -> Mapping[str, Any]:
    return {
        "list": _page(job).title_of_list(),
        "rows": number_format(job.result["rows"], force_grouping=True),
        "reason": job.params["reason"],
    }


def declare() -> None:
    """Let long lists be written."""
    kinds.register(
        Kind(
            EXPORT, gettext_lazy("Exporting a list"), write, may, gettext_lazy("lines"), template="workplace/exported.html",
            present=_written, file_name="einstieg-list", private=True, still_reached=_still_reached,
        )
    )  # fmt: skip
