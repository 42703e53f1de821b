"""Trying out and doing one change for many, in the background."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.admin.many.forms import ManyForm, called
from integration.admin.many.results import DO, TRY, WHAT, WHOM, key_of_doing, present
from integration.jobs import kinds
from integration.jobs import services as jobs
from integration.jobs.enums import JobState
from integration.jobs.kinds import Kind, has_right
from integration.jobs.models import Job
from integration.jobs.work import Work

TOGETHER = 20
"""So many are written in one transaction: few enough that nobody waits for them long."""

may = has_right(Right.UPDATE, Subject.JOURNEY)


def ask_to_try(form: ManyForm, by: User, key: UUID | None) -> Job:
    """Let a valid form be tried out for all who were chosen. The same form sent twice is tried once."""
    people = list(form.rows().values_list("pk", flat=True))
    return jobs.ask(TRY, by, params={**form.asked(), WHAT: form.name, WHOM: people}, key=key)


def ask_to_do(tried: Job, by: User) -> Job:
    """Let what was tried out be done for those for whom it can be. Confirmed twice it is done once."""
    if by.pk != tried.asked_by_id:
        raise PermissionDenied
    if tried.kind != TRY or tried.state != JobState.DONE:
        raise ValidationError(_("This was not tried out."))
    people = [int(key) for key in tried.result["fine"]]
    return jobs.ask(DO, by, params={**tried.params, WHOM: people}, key=key_of_doing(tried))


def attempt(work: Work) -> None:
    """Find out for whom it can be done, and why not for the others. Nothing is changed."""
    form = form_of(work.job)
    rows = list(form.rows())
    fine, refused = {}, {}
    for number, row in enumerate(rows):
        work.progress(number, len(rows))
        with transaction.atomic():
            told, reason = _one(form, row)
            transaction.set_rollback(True)
        (refused if reason else fine)[str(row.pk)] = reason or told
    with work.once():
        work.result |= {"fine": fine, "refused": refused}


def do(work: Work) -> None:
    """Do it for one after the other. Begun again it goes on with those who are left."""
    form = form_of(work.job)
    done = work.result.setdefault("fine", {})
    refused = work.result.setdefault("refused", {})
    rows = list(form.rows())
    left = [row for row in rows if str(row.pk) not in {**done, **refused}]
    for some in _in_parts(left):
        work.progress(len(done) + len(refused), len(rows))
        with work.once():
            for row in some:
                told, reason = _one(form, row)
                (refused if reason else done)[str(row.pk)] = reason or told


def _one(form: ManyForm, row: Any) -> tuple[str, str]:
    """What was done for somebody; or why it cannot be, and then nothing was."""
    try:
        with transaction.atomic():
            return form.told(form.perform(row)), ""
    except ValidationError as refusal:
        return "", " ".join(refusal.messages)


def _in_parts(rows: Sequence[Any]) -> Iterator[list[Any]]:
    remaining = iter(rows)
    while part := list(islice(remaining, TOGETHER)):
        yield part


def form_of(job: Job) -> ManyForm:
    """The form as it was filled in. Raises `ValidationError` if it no longer holds."""
    params = dict(job.params)
    form_class, people = called(params.pop(WHAT)), params.pop(WHOM)
    if form_class is None or not job.asked_by.has_perm(form_class.permission):
        raise ValidationError(_("This is no longer offered to you."))
    form = form_class(params, user=job.asked_by, people=people)
    if not form.is_valid():
        raise ValidationError(_("What was filled in no longer holds. Fill it in anew."))
    return form


def declare() -> None:
    """Let changes for many be tried out and done."""
    template, counted = "workplace/many/result.html", gettext_lazy("people")
    kinds.register(
        Kind(
            TRY, gettext_lazy("Trying out a change for many"), attempt, may, counted, template=template, present=present
        )
    )
    kinds.register(Kind(DO, gettext_lazy("A change for many"), do, may, counted, template=template, present=present))
