"""Constraints on intervals of days, with messages for people."""

from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import FieldError, ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import CheckConstraint, Deferrable, F, Func, Model, Q, Value
from django.utils.functional import Promise

from integration.periods.months import EARLIEST, LATEST
from integration.periods.refusals import DATE_OUT_OF_RANGE, END_BEFORE_START, NOT_IN_LIST, REQUIRED


class _DayRange(Func):
    """A PostgreSQL range of days, both ends included, an empty end open."""

    function = "daterange"
    output_field = DateRangeField()


def ends_after_start(start: str, end: str, *, name: str, message: str | Promise) -> CheckConstraint:
    """`end` is empty or not before `start`."""
    return CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        name=name,
        violation_error_message=message,
        violation_error_code=END_BEFORE_START.code,
    )


def in_calendar(*fields: str, name: str) -> CheckConstraint:
    """Each of these days is empty or from 1900 to 2100."""
    days = (
        Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": EARLIEST, f"{field}__lte": LATEST}) for field in fields
    )
    return CheckConstraint(
        condition=reduce(and_, days),
        name=name,
        violation_error_message=DATE_OUT_OF_RANGE.message,
        violation_error_code=DATE_OUT_OF_RANGE.code,
    )


def filled(*fields: str, name: str) -> CheckConstraint:
    """None of these texts is empty."""
    return CheckConstraint(
        condition=reduce(and_, (~Q(**{field: ""}) for field in fields)),
        name=name,
        violation_error_message=REQUIRED.message,
        violation_error_code=REQUIRED.code,
    )


def listed(name: str, message: str | Promise = NOT_IN_LIST.message, **choices: list[str]) -> CheckConstraint:
    """Each of these fields has one of its choices; an optional field's include the empty one."""
    return CheckConstraint(
        condition=reduce(and_, (Q(**{f"{field}__in": values}) for field, values in choices.items())),
        name=name,
        violation_error_message=message,
        violation_error_code=NOT_IN_LIST.code,
    )


class NoOverlap(ExclusionConstraint):
    """No two rows that agree in `same` share a day of their interval `start` to `end` (both included, empty end open).

    PostgreSQL holds it as an exclusion constraint, at the end of each statement or, where a transaction says so, at its
    own end (an import may exchange two rows' days). Other databases cannot; there `validate` alone asks for it, as it
    does in every form and service.
    """

    def __init__(
        self,
        *,
        name: str,
        same: tuple[str, ...],
        start: str,
        end: str,
        condition: Q | None = None,
        violation_error_message: str | Promise | None = None,
        violation_error_code: str | None = "overlap",
    ) -> None:
        self.same = tuple(same)
        self.start = start
        self.end = end
        super().__init__(
            name=name,
            expressions=[
                *((field, RangeOperators.EQUAL) for field in self.same),
                (_DayRange(F(start), F(end), Value("[]")), RangeOperators.OVERLAPS),
            ],
            condition=condition,
            deferrable=Deferrable.IMMEDIATE,
            violation_error_message=violation_error_message,
            violation_error_code=violation_error_code,
        )

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """The arguments of this class rather than of its parent."""
        path, args, kwargs = super().deconstruct()
        del kwargs["expressions"], kwargs["deferrable"]
        kwargs |= {"same": self.same, "start": self.start, "end": self.end}
        return path, args, kwargs

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        """Only PostgreSQL can hold it."""
        return super().create_sql(model, schema_editor) if _is_postgresql(schema_editor) else None

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        """Only PostgreSQL can hold it."""
        return super().constraint_sql(model, schema_editor) if _is_postgresql(schema_editor) else None

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        """Only where it was created."""
        return super().remove_sql(model, schema_editor) if _is_postgresql(schema_editor) else None

    def validate(self, model: type[Model], instance: Model, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        """Raise `ValidationError` with the message if another row shares a day with this one."""
        if exclude and set(exclude) & {*self.same, self.start, self.end}:
            return
        values = {field: getattr(instance, model._meta.get_field(field).attname) for field in self.same}
        start, end = getattr(instance, self.start), getattr(instance, self.end)
        if start is None or any(value is None for value in values.values()) or not self._concerns(instance, using):
            return
        others = model._default_manager.using(using).filter(
            Q(**{f"{self.end}__isnull": True}) | Q(**{f"{self.end}__gte": start}), **values
        )
        if end is not None:
            others = others.filter(**{f"{self.start}__lte": end})
        if self.condition is not None:
            others = others.filter(self.condition)
        if not instance._state.adding:
            others = others.exclude(pk=instance.pk)
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def _concerns(self, instance: Model, using: str) -> bool:
        if self.condition is None:
            return True
        against = instance._get_field_expression_map(meta=instance._meta)  # noqa: SLF001  (as constraints of Django do)
        try:
            return self.condition.check(against, using=using)
        except FieldError:
            return True


def _is_postgresql(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return schema_editor.connection.vendor == "postgresql"
