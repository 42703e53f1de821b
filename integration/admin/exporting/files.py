"""Lines of a list as a workbook or as CSV: written to a file on disk, so that a long list needs no more memory than a short one."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any, NamedTuple

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from integration.admin.exporting.columns import Cell
from integration.journal.models import FileFormat

Line = Sequence[Cell]

# Spreadsheets would compute a cell of a CSV file that starts so; an apostrophe before it says that it is text.
_ACTIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# Days before it are numbers that programs do not agree about.
FIRST_SURE_DAY = date(1900, 3, 1)
MOST_SIGNS = 32_767
MEASURED = 100
NARROWEST, WIDEST = 8, 48
SHEET_NAME = 31


class Sheet(NamedTuple):
    """What is written: a name, what there is to know about it, the heads of the columns, and the lines."""

    title: str
    about: Sequence[tuple[str, str]]
    heads: Sequence[str]
    lines: Iterable[Line]


Writer = Callable[[IO[bytes], Sheet], int]


def write_csv(file: IO[bytes], sheet: Sheet) -> int:
    """UTF-8 with a mark and semicolons, as spreadsheets here open it. Returns the number of lines below the heads."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(defused, sheet.heads))
    written = 0
    for line in sheet.lines:
        writer.writerow(map(_in_text, line))
        written += 1
    text.detach()
    return written


def _in_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return _("yes") if cell else _("no")
        case datetime():
            return cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case str():
            return defused(cell)
    return str(cell)


def defused(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _ACTIVE.match(text) else text


def write_xlsx(file: IO[bytes], sheet: Sheet) -> int:
    """A workbook with typed cells and a second sheet about it. Returns the number of lines below the heads."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        written = _write_lines(book, sheet)
        _write_about(book, sheet, written)
    return written


def _write_lines(book: Workbook, sheet: Sheet) -> int:
    page = book.add_worksheet(_sheet_name(sheet.title))
    head = book.add_format({"bold": True, "bg_color": "#E8EEEC", "bottom": 1})
    looks = {
        date: book.add_format({"num_format": "dd.mm.yyyy"}),
        datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
    }
    lines = iter(sheet.lines)
    first = list(islice(lines, MEASURED))
    for at, title in enumerate(sheet.heads):
        page.set_column(at, at, _width(title, [line[at] for line in first]))
    page.freeze_panes(1, 1)
    for at, title in enumerate(sheet.heads):
        page.write_string(0, at, title, head)
    row = 0
    for row, line in enumerate(chain(first, lines), start=1):
        for at, cell in enumerate(line):
            _write_cell(page, row, at, cell, looks)
    page.autofilter(0, 0, row, len(sheet.heads) - 1)
    return row


def _write_cell(page: Worksheet, row: int, at: int, cell: Cell, looks: dict[type, Any]) -> None:
    match cell:
        case None | "":
            return
        case bool():
            page.write_string(row, at, _in_text(cell))
        case int() | float() | Decimal():
            page.write_number(row, at, cell)
        case date() if (cell.date() if isinstance(cell, datetime) else cell) >= FIRST_SURE_DAY:
            page.write_datetime(row, at, cell, looks[type(cell)])
        case str():
            page.write_string(row, at, cell[:MOST_SIGNS])
        case _:
            page.write_string(row, at, _in_text(cell))


def _width(title: str, cells: Iterable[Cell]) -> int:
    longest = max(chain([len(title) + 2], (len(str(cell)) for cell in cells if cell is not None)))
    return max(NARROWEST, min(WIDEST, longest + 1))


def _write_about(book: Workbook, sheet: Sheet, written: int) -> None:
    page = book.add_worksheet(_sheet_name(_("About this file")))
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 80)
    for row, (title, text) in enumerate(_facts(sheet, written)):
        page.write_string(row, 0, title, bold)
        page.write_string(row, 1, text, wrapped)


def _facts(sheet: Sheet, written: int) -> Iterator[tuple[str, str]]:
    yield from sheet.about
    yield _("Lines"), str(written)


def _sheet_name(title: str) -> str:
    """Spreadsheets allow no longer names, and some signs not at all."""
    return title.translate(str.maketrans("", "", "[]:*?/\\'"))[:SHEET_NAME]


class Kind(NamedTuple):
    """How a file is written, and what it is called on the wire."""

    content_type: str
    write: Writer


KINDS = {
    FileFormat.XLSX: Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    FileFormat.CSV: Kind("text/csv; charset=utf-8", write_csv),
}
