"""Workbooks as they are written: text is text, whatever it starts with, and the same data gives the same bytes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

DAY = "dd.mm.yyyy"
# Days before it are numbers that programs do not agree about.
FIRST_SURE_DAY = date(1900, 3, 1)
MOST_SIGNS = 32_767
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


class Formats(NamedTuple):
    """How cells look."""

    heading: Format
    day: Format
    text: Format
    wrong: Format


@contextmanager
def new_workbook(path: Path, *, streamed: bool = True) -> Iterator[tuple[Workbook, Formats]]:
    """A workbook to write sheet by sheet and (`streamed`) row by row; it is saved at the end."""
    options = {
        "constant_memory": streamed,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(path, options) as workbook:
        workbook.set_properties({"created": _ALWAYS.replace(tzinfo=None)})
        yield (
            workbook,
            Formats(
                heading=workbook.add_format({"bold": True, "bg_color": "#DDE7F0", "num_format": "@"}),
                day=workbook.add_format({"num_format": DAY}),
                text=workbook.add_format({"num_format": "@"}),
                wrong=workbook.add_format({"bg_color": "#F6C7C7", "num_format": "@"}),
            ),
        )


def write_row(sheet: Worksheet, row: int, cells: Sequence[Any], formats: Formats, look: Format | None = None) -> None:
    """Write one row; empty cells are left out."""
    for column, value in enumerate(cells):
        write_cell(sheet, row, column, value, formats, look)


def write_cell(
    sheet: Worksheet, row: int, column: int, value: Any, formats: Formats, look: Format | None = None
) -> None:
    """Write one cell: numbers as numbers, days as days, and all else as text that nothing will compute."""
    if value is None or value == "":
        if look is not None:
            sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), look)
    elif isinstance(value, date) and value >= FIRST_SURE_DAY:
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look or formats.day)  # noqa: DTZ001
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
        sheet.write_string(row, column, text[:MOST_SIGNS], look or formats.text)
