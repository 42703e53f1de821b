"""What came of a change for many, or would come: person by person, for those who see them."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from integration.accounts.models import User
from integration.admin.many.forms import WHOM, ManyForm, called
from integration.jobs.models import Job
from integration.organisations.scoping import visible

TRY, DO = "many_try", "many_do"
WHAT = "what"

SHOWN = 200
"""So many of each kind are listed."""


class Line(NamedTuple):
    """Somebody, their page, and what was done or why it was not."""

    name: str
    url: str
    said: str


class Lines(NamedTuple):
    """How many there are, and the first of them by name."""

    number: int
    first: list[Line]


def key_of_doing(tried: Job) -> UUID:
    """What makes the doing of a trial one of a kind."""
    return uuid5(NAMESPACE_URL, f"many:{tried.pk}")


def present(user: User, job: Job) -> Mapping[str, Any]:
    """For the page of the job. Whoever is out of sight by now is counted, but not named."""
    tried, form_class = job.kind == TRY, called(job.params[WHAT])
    if form_class is None:
        return {"tried": tried, "what": None}
    fine, refused = (job.result.get(name, {}) for name in ("fine", "refused"))
    rows = _rows(form_class, user, [*fine, *refused])
    return {
        "tried": tried,
        "what": form_class.title,
        "list_url": form_class.list_url(),
        "said": _said(form_class, job),
        "fine": _lines(form_class, rows, fine),
        "refused": _lines(form_class, rows, refused),
        "gone": len(job.params[WHOM]) - len(fine) - len(refused),
        "doing": Job.objects.filter(asked_by=job.asked_by, key=key_of_doing(job)).first() if tried else None,
    }


def _said(form_class: type[ManyForm], job: Job) -> list[tuple[Any, Any]]:
    """What was filled in, if it still holds."""
    form = form_class(job.params, user=job.asked_by, people=job.params[WHOM])
    return form.in_words() if form.is_valid() else []


def _rows(form_class: type[ManyForm], user: User, keys: list[str]) -> dict[str, Any]:
    rows = visible(form_class.model, user).filter(pk__in=list(map(int, keys))).select_related(*form_class.named)
    return {str(row.pk): row for row in rows.order_by("pk")}


def _lines(form_class: type[ManyForm], rows: Mapping[str, Any], said: Mapping[str, str]) -> Lines:
    lines = [
        Line(form_class.label_of(rows[key]), form_class.address_of(rows[key]), words)
        for key, words in said.items()
        if key in rows
    ]
    return Lines(len(said), sorted(lines)[:SHOWN])
