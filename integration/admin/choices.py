"""Filters of lists that everyday questions need: choices among rows, codes and times, combinable, each set-based.

A filter asks the database only for what the person may see, so a choice typed into the address finds nothing more.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from integration.admin.filters import CHOICES_SHOWN, is_key
from integration.organisations.scoping import visible

Choices = list[tuple[str, Any]]


class ListFilter(admin.SimpleListFilter, ABC):
    """A filter that knows who asks. Values that are none of its choices find nothing."""

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: Any) -> None:
        self.user = request.user
        super().__init__(request, params, model, model_admin)

    def has_output(self) -> bool:
        """Whoever asks for something where nothing is offered finds nothing, and is told so."""
        return super().has_output() or self.value() is not None

    @abstractmethod
    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """The choices offered."""

    @abstractmethod
    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows of one choice."""

    def knows(self, value: str) -> bool:
        """Whether it is a choice; those of rows are also asked for beyond the first ones shown."""
        return any(str(choice) == value for choice, _title in self.lookup_choices)

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """As Django asks for them."""
        return list(self.choices_for(request))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Nothing without a value."""
        value = self.value()
        if value is None:
            return None
        return self.narrowed(queryset, value) if self.knows(value) else queryset.none()


class RowsFilter(ListFilter):
    """A choice among the rows of a table that the person may see; beyond the first ones, by the key in the address."""

    rows_of: ClassVar[type[Model]]
    besides: ClassVar[tuple[tuple[str, Any], ...]] = ()
    """Choices that are no rows, before those that are."""
    uncounted: ClassVar[bool] = False
    """Whether the rows are people of whom no figure may exist."""

    @property
    def of_one(self) -> bool:
        """Whether the list is narrowed to one such person."""
        return self.uncounted and self._chosen() is not None

    def offered(self) -> QuerySet[Any]:
        """The rows to choose from, in the order of the choices."""
        return visible(self.rows_of, self.user).order_by(*self.rows_of._meta.ordering)

    def title_of(self, row: Any) -> str:
        """The choice in words."""
        return str(row)

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """The first ones, and the one that is chosen."""
        rows = list(self.offered()[:CHOICES_SHOWN])
        chosen = self._chosen()
        if chosen is not None and chosen not in {row.pk for row in rows}:
            rows += list(self.offered().filter(pk=chosen))
        return [*self.besides, *((str(row.pk), self.title_of(row)) for row in rows)]

    def code_of_choice(self) -> dict[str, str]:
        """The row that is chosen by its code, which names nobody; nothing if none is."""
        chosen = self._chosen()
        row = None if chosen is None else self.offered().filter(pk=chosen).first()
        return {} if row is None else {self.parameter_name: getattr(row, "code", str(row.pk))}

    def _chosen(self) -> int | None:
        value = self.used_parameters.get(self.parameter_name) or ""
        return int(value) if is_key(value) else None
