"""What a reader understands: every name that a table, a column or a choice may have in a file.

That is always the code itself, the German label, or what the screens call it in German or English.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.utils import translation

from programmes.exchange.labels import (
    CHOICE_LABELS,
    COLUMN_LABELS,
    OTHER_CHOICE_LABELS,
    OTHER_COLUMN_LABELS,
    OTHER_TABLE_LABELS,
    TABLE_LABELS,
)
from programmes.exchange.tables import TABLES, Column, Table

LANGUAGES = ("de", "en")


def normalised(text: str) -> str:
    """How labels are compared: without case, and with one kind of space."""
    return " ".join(text.replace("_", " ").casefold().split())


@cache
def tables_by_label() -> Mapping[str, Table]:
    """Every name that a sheet or a file may have."""
    return _first_wins(_table_labels())


def _table_labels() -> Iterator[tuple[str, Table]]:
    for name, table in TABLES.items():
        yield normalised(name), table
    for name, table in TABLES.items():
        for label in (TABLE_LABELS[name], *OTHER_TABLE_LABELS.get(name, ())):
            yield normalised(label), table
    for language in LANGUAGES:
        with translation.override(language):
            for table in TABLES.values():
                yield normalised(str(table.model._meta.verbose_name_plural)), table


@cache
def columns_by_label(table: Table) -> Mapping[str, Column]:
    """Every name that a column of the table may have."""
    return _first_wins(_column_labels(table))


def _column_labels(table: Table) -> Iterator[tuple[str, Column]]:
    for column in table.columns:
        yield normalised(column.name), column
    for column in table.columns:
        yield normalised(COLUMN_LABELS[column.name]), column
    for column in table.columns:
        for label in OTHER_COLUMN_LABELS.get(column.name, ()):
            yield normalised(label), column
    for language in LANGUAGES:
        with translation.override(language):
            for column in table.columns:
                yield normalised(str(column.field.verbose_name)), column


@cache
def choices_of(column: Column) -> Mapping[str, str]:
    """Every word for a choice of the column, without case, with its code."""
    return _first_wins(_choice_labels(column, list(column.field.flatchoices)))


@cache
def reasons_of(column: Column) -> Mapping[str, str]:
    """The same for the end reasons that a column lists without having them as its choices."""
    reasons = TABLES["enrolments"].by_name["end_reason"]
    return _first_wins(_choice_labels(column, list(reasons.field.flatchoices)))


def _choice_labels(column: Column, choices: list[tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    where = address(column)
    for code, _label in choices:
        yield code.casefold(), code
    for code, label in CHOICE_LABELS[where].items():
        yield label.casefold(), code
    for label, code in OTHER_CHOICE_LABELS.get(where, ()):
        yield label.casefold(), code
    for language in LANGUAGES:
        with translation.override(language):
            for code, label in choices:
                yield str(label).casefold(), code


def address(column: Column) -> str:
    """Table and column in one word, such as `phases.kind`."""
    table = next(table for table in TABLES.values() if table.model is column.field.model)
    return f"{table.name}.{column.name}"


def _first_wins(pairs: Iterator[tuple[str, Any]]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for label, meant in pairs:
        found.setdefault(label, meant)
    return found
