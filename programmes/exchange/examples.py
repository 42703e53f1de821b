"""The first rows of a bundle, as people look at them before they let it in."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from programmes.exchange.checking.world import World
from programmes.exchange.problems import LONGEST_VALUE
from programmes.exchange.tables import Column, Record, Table


class Example(NamedTuple):
    """A row: its number in the file, what it is found again by, and what it says, column by column.

    Of a changed row only the columns that change, each with what it said before.
    """

    row: int
    key: str
    cells: list[list[str]]


class Examples(NamedTuple):
    """The first new rows of a table, and the first changed ones."""

    new: list[Example]
    changed: list[Example]


def examples_of(world: World, table: Table, refused: Collection[int], most: int) -> Examples:
    """What comes in of the table. Rows that are refused are left out: they may be about something out of sight."""
    coming = [record for record in world.changed(table.name) if record.row not in refused]
    new = (record for record in coming if record.pk is None)
    changed = (record for record in coming if record.pk is not None)
    return Examples(
        [Example(each.row, _key(table, each), list(_said(table, each))) for each in islice(new, most)],
        [
            Example(each.row, _key(table, each), list(_changes(table, world.before[table.name][table.key(each)], each)))
            for each in islice(changed, most)
        ],
    )


def _key(table: Table, record: Record) -> str:
    return " · ".join(filter(None, (shown(each, getattr(record, each.name)) for each in table.columns if each.key)))


def _said(table: Table, record: Record) -> Iterator[list[str]]:
    for column in table.columns:
        text = shown(column, getattr(record, column.name))
        if text and not column.key:
            yield [column.name, text]


def _changes(table: Table, before: Record, after: Record) -> Iterator[list[str]]:
    for column in table.columns:
        old, new = getattr(before, column.name), getattr(after, column.name)
        if old != new:
            yield [column.name, shown(column, old), shown(column, new)]


def shown(column: Column, value: Any) -> str:
    """A value as people read it, in their language."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, int | Decimal):
        return number_format(value, use_l10n=True)
    text = str(dict(column.field.flatchoices).get(value, value))
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
