"""What all steps of a journey share: the lock, the check of the life cycle, the writing and its record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.db.models import CharField, Field, Model, TextField

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.periods.months import EARLIEST, LATEST
from integration.periods.refusals import CHANGED_MEANWHILE, DATE_OUT_OF_RANGE, Refused, one_change
from programmes.pathways.enums import POSSIBLE, Verb
from programmes.pathways.models import Enrolment, JourneyStep
from programmes.pathways.queries import state_of
from programmes.pathways.refusals import NOT_POSSIBLE_NOW

RowModel = TypeVar("RowModel", bound=Model)


def is_recorded(field: "Field[Any, Any]") -> bool:
    """Days, keys, codes and flags are kept in a step; names and free text never are."""
    if isinstance(field, TextField):
        return False
    return not isinstance(field, CharField) or bool(field.choices) or field.name == "code"


def values_of(row: Model) -> dict[str, Any]:
    """What a step keeps of a row, as JSON can hold it."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if is_recorded(field)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


class Step:
    """One step of a journey while it is made. Rows are checked before they are written, and all that changes is kept."""

    def __init__(self, enrolment: Enrolment, verb: Verb, by: User | None) -> None:
        self.enrolment = enrolment
        self.verb = verb
        self.by = by
        self.changes: list[dict[str, Any]] = []

    def require_possible(self) -> None:
        """Raise `Refused` unless the life cycle allows the step as the enrolment stands."""
        state = state_of(self.enrolment)
        if self.verb not in POSSIBLE[state]:
            raise Refused(NOT_POSSIBLE_NOW, {"state": state.label})

    def create(self, row: RowModel) -> RowModel:
        """Write a new row."""
        self._write(row)
        self._keep(row, None)
        return row

    def change(self, row: Model, **values: Any) -> None:
        """Write a row's new values; nothing happens if it has them. A text that was empty is so again after undoing."""
        emptied = {name: "" for name in values if getattr(row, name) == ""}
        before = values_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        after = values_of(row)
        if after != before:
            self._write(row)
            self._keep(row, before | emptied)

    def finish(self) -> None:
        """Keep the step, if it changed anything."""
        if self.changes:
            JourneyStep(enrolment=self.enrolment, verb=self.verb, made_by=self.by, changes=self.changes).save()

    def _write(self, row: Model) -> None:
        row.full_clean()
        save_as(self.by, row)

    def _keep(self, row: Model, before: dict[str, Any] | None) -> None:
        self.changes.append({"row": row._meta.label_lower, "id": row.pk, "before": before, "after": values_of(row)})


def lock(enrolment: Enrolment) -> Enrolment:
    """The enrolment as it is now, locked until the transaction ends. Every change to a journey waits here for its turn."""
    try:
        return (
            Enrolment.objects.select_for_update(of=("self",))
            .select_related("cohort__programme", "participant")
            .get(pk=enrolment.pk)
        )
    except Enrolment.DoesNotExist as gone:
        raise Refused(CHANGED_MEANWHILE) from gone


def reread(row: RowModel) -> RowModel:
    """A row of a locked enrolment as it is now."""
    current = type(row)._default_manager.filter(pk=row.pk).first()
    if current is None:
        raise Refused(CHANGED_MEANWHILE)
    return current


def check_days(*days: date | None) -> None:
    """Days that nobody can mean are refused before anything is computed from them."""
    if any(day is not None and not EARLIEST <= day <= LATEST for day in days):
        raise Refused(DATE_OUT_OF_RANGE)


@contextmanager
def journey_step(enrolment: Enrolment, verb: Verb, by: User | None) -> Iterator[Step]:
    """One step of a journey: in one transaction, behind the lock, kept as a whole when it is done."""
    with one_change():
        step = Step(lock(enrolment), verb, by)
        yield step
        step.finish()
