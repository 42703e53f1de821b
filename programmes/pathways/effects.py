"""What a change would do, said before it is done: the very service runs in a transaction that is taken back.

Apps above declare what they look at (`Describer`): they see it before and after, and tell the difference in words.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from integration.accounts.models import User
from integration.periods.refusals import one_change
from programmes.pathways.forms.step import StepForm
from programmes.pathways.models import Enrolment
from programmes.pathways.services.steps import lock


class Look(NamedTuple):
    """Whose record is looked at, and for whom."""

    enrolment: Enrolment
    by: User


class Describer(NamedTuple):
    """What somebody looks at, and how a difference is told. Both must cope with an enrolment that is there no more."""

    look: Callable[[Look], Any]
    tell: Callable[[Look, Any, Any], Iterable[str]]


class Forecast(NamedTuple):
    """What would happen, in sentences; or why it cannot."""

    effects: list[str]
    refusal: ValidationError | None = None


_describers: list[Describer] = []


def declare(*describers: Describer) -> None:
    """Look at this, too, from now on."""
    _describers.extend(each for each in describers if each not in _describers)


def preview(form: StepForm) -> Forecast:
    """What the form, which is valid, would do to its enrolment. Nothing stays written, nobody is told."""
    look = Look(form.enrolment, form.user)
    effects: list[str] = []
    try:
        with one_change():
            lock(form.enrolment)
            before = [each.look(look) for each in _describers]
            form.perform()
            _let_the_database_object()
            for describer, seen in zip(_describers, before, strict=True):
                effects += describer.tell(look, seen, describer.look(look))
            transaction.set_rollback(True)
    except ValidationError as refusal:
        return Forecast([], refusal)
    return Forecast(effects)


def _let_the_database_object() -> None:
    """Rules that PostgreSQL holds at the end of a transaction speak now."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
