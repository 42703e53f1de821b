"""The list of problems as a file: as text, as CSV, or as the given tables with the bad cells marked."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from integration.periods.text import cleaned
from programmes.exchange.problems import Problem, Unusable, as_lines, headings
from programmes.exchange.reading.bundle import open_bundle
from programmes.exchange.reading.cells import Cell
from programmes.exchange.reading.csv_files import BrokenCsvError
from programmes.exchange.reading.sheets import Sheet
from programmes.exchange.reading.text import escaped
from programmes.exchange.tables import Table
from programmes.exchange.vocabulary import columns_by_label, normalised
from programmes.exchange.writing.spreadsheet import Formats, new_workbook, write_cell, write_row

LONGEST_COMMENT = 1_000
MOST_ROWS_OF_A_WORKBOOK = 1_048_575


def check_list_path(path: Path) -> None:
    """Raise `Unusable` unless a list can be written there."""
    if path.suffix.casefold() not in _WRITERS:
        raise Unusable(_("The list is written as .txt, .csv or .xlsx, not as “%(name)s”.") % {"name": path.name})
    if not path.absolute().parent.is_dir():
        raise Unusable(_("There is no folder “%(path)s”.") % {"path": path.absolute().parent})


def write_list(path: Path, bundle: Path, problems: list[Problem]) -> None:
    """Write the problems as the name of the file asks for. Raises `Unusable`."""
    check_list_path(path)
    try:
        _WRITERS[path.suffix.casefold()](path, bundle, problems)
    except (OSError, FileCreateError) as error:
        raise Unusable(_("“%(name)s” cannot be written.") % {"name": path.name}) from error


def _write_text(path: Path, _bundle: Path, problems: list[Problem]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(" · ".join(headings()) + "\n")
        file.writelines(f"{line}\n" for line in as_lines(problems))


def _write_csv(path: Path, _bundle: Path, problems: list[Problem]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings())
        writer.writerows([escaped(cell) for cell in problem.cells] for problem in problems)


def _write_workbook(path: Path, bundle: Path, problems: list[Problem]) -> None:
    """First the list, then the given tables."""
    of_table: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        of_table[problem.table].append(problem)
    with new_workbook(path) as (workbook, formats), open_bundle(bundle) as found:
        sheet = workbook.add_worksheet(_("Problems"))
        write_row(sheet, 0, headings(), formats, formats.heading)
        for number, problem in enumerate(problems[:MOST_ROWS_OF_A_WORKBOOK], start=1):
            write_row(sheet, number, problem.cells, formats)
        for table, given in found.sheets.items():
            _write_given(workbook.add_worksheet(table.name), table, given, of_table[table.name], formats)


def _write_given(sheet: Worksheet, table: Table, given: Sheet, problems: list[Problem], formats: Formats) -> None:
    """A table as it was given; bad cells are marked, with the reasons as a comment."""
    wrong: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        wrong[problem.row].append(problem)
    places: dict[str, int] | None = None
    try:
        for number, cells in given.rows():
            if places is None:
                places = _places(table, cells)
            write_row(sheet, number - 1, cells, formats, formats.heading if number == 1 else None)
            _mark(sheet, number - 1, cells, _reasons(wrong[number], places) if number in wrong else {}, formats)
    except BrokenCsvError:
        return


def _places(table: Table, header: Sequence[Cell]) -> dict[str, int]:
    """Where each column stands; those that the table does not have, by what they are called in the file."""
    known = columns_by_label(table)
    labels = ["" if cell is None else cleaned(str(cell)) for cell in header]
    columns = [known.get(normalised(label)) for label in labels]
    return {
        column.name if column else label: place
        for place, (column, label) in reversed(list(enumerate(zip(columns, labels, strict=True))))
    }


def _reasons(problems: list[Problem], places: dict[str, int]) -> dict[int, list[str]]:
    """What is said at which cell of a row; at the first one what is about no column of the file."""
    found: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        found[places.get(problem.column, 0)].append(problem.reason)
    return found


def _mark(sheet: Worksheet, row: int, cells: Sequence[Cell], reasons: dict[int, list[str]], formats: Formats) -> None:
    for place, found in reasons.items():
        write_cell(sheet, row, place, cells[place] if place < len(cells) else None, formats, formats.wrong)
        sheet.write_comment(row, place, "\n".join(found)[:LONGEST_COMMENT])


_WRITERS = {".txt": _write_text, ".csv": _write_csv, ".xlsx": _write_workbook}
