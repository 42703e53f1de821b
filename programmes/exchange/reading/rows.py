"""A sheet becomes the records of its table; what cannot be read is listed cell by cell."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from integration.periods.text import cleaned
from programmes.exchange import refusals
from programmes.exchange.problems import LONGEST_VALUE, Problem
from programmes.exchange.reading.cells import Cell, Convert, UnreadableError, converter
from programmes.exchange.reading.csv_files import BrokenCsvError
from programmes.exchange.reading.sheets import Row, Sheet
from programmes.exchange.tables import ABSENT, Record, Table
from programmes.exchange.vocabulary import columns_by_label, normalised

Progress = Callable[[str, int], None]
_STEP = 10_000


@dataclass
class Parsed:
    """The rows of a table as records. Those in `broken` (by row number) have unreadable cells, which are None there.

    A table that is `refused` as a whole is read nevertheless, so that all that is wrong with it can be listed.
    """

    table: Table
    present: tuple[str, ...] = ()
    records: list[Record] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    refused: bool = False
    problems: list[Problem] = field(default_factory=list)


def read_table(table: Table, sheet: Sheet, progress: Progress) -> Parsed:
    """Read the whole table; without its key, its rows mean nothing and are not looked at."""
    parsed = Parsed(table)
    rows = sheet.rows()
    try:
        header = next(rows, None)
        if header is None or not _read_header(parsed, header):
            return parsed
        reader = _RowReader(parsed, header[1])
        for count, (number, cells) in enumerate(rows):
            if count >= sheet.most_rows:
                parsed.problems.append(_of_table(table, refusals.TOO_MANY_ROWS, most=sheet.most_rows))
                parsed.refused = True
                break
            reader.read(number, cells)
            if count % _STEP == 0:
                progress(table.name, count)
    except BrokenCsvError as error:
        parsed.problems.append(Problem(table.name, error.row, "", "", refusals.BROKEN_CSV))
        parsed.refused = True
    return parsed


def _of_table(table: Table, refusal: Any, **params: Any) -> Problem:
    return Problem(table.name, 0, "", "", refusal, params or None)


def _read_header(parsed: Parsed, header: Row) -> bool:
    """Whether the header names the columns of the key, so that the rows can be read."""
    table, (number, cells) = parsed.table, header
    known = columns_by_label(table)
    names: list[str] = []
    for cell in cells:
        text = cleaned(str(cell)) if cell is not None else ""
        column = known.get(normalised(text))
        if column is None:
            if text:
                parsed.problems.append(Problem(table.name, number, text, text, refusals.UNKNOWN_COLUMN))
        elif column.name in names:
            parsed.problems.append(Problem(table.name, number, column.name, text, refusals.COLUMN_TWICE))
        else:
            names.append(column.name)
    if not names and not parsed.problems:
        parsed.problems.append(Problem(table.name, number, "", "", refusals.NO_HEADER))
    missing = [column.name for column in table.columns if column.key and column.required and column.name not in names]
    if names:
        parsed.problems += [Problem(table.name, number, name, "", refusals.KEY_COLUMN_MISSING) for name in missing]
    parsed.present = tuple(names)
    parsed.refused = bool(parsed.problems)
    return not missing


class _RowReader:
    """Reads row after row of one sheet into `parsed`."""

    def __init__(self, parsed: Parsed, header: Sequence[Cell]) -> None:
        known = columns_by_label(parsed.table)
        self.parsed = parsed
        labels = ["" if cell is None else cleaned(str(cell)) for cell in header]
        self.columns = [known.get(normalised(label)) for label in labels]
        self.converters: list[Convert] = [
            converter(column) if column else _ignored if label else _nothing
            for column, label in zip(self.columns, labels, strict=True)
        ]
        self.width = len(self.columns)
        places = {each.name: place for place, each in enumerate(self.columns) if each}
        # Two more cells behind the others: one says that a column is absent, one is empty, as an absent part of a key is.
        self.arrange = itemgetter(*(places.get(each.name, self.width + each.key) for each in parsed.table.columns))
        self.make = parsed.table.record._make

    def read(self, number: int, cells: Sequence[Cell]) -> None:
        if len(cells) != self.width:
            cells = self._fitted(number, cells)
        try:
            values = [convert(cell) for convert, cell in zip(self.converters, cells, strict=True)]
        except UnreadableError:
            if not any(_says_something(cell) for cell in cells):
                return
            values = list(self._read_what_can_be(number, cells))
        values += (ABSENT, "")
        self.parsed.records.append(self.make((number, None, *self.arrange(values))))

    def _fitted(self, number: int, cells: Sequence[Cell]) -> list[Cell]:
        for cell in cells[self.width :]:
            if _says_something(cell):
                self._refuse(number, "", cell, UnreadableError(refusals.BEYOND_THE_COLUMNS))
                break
        return [*cells[: self.width], *[None] * (self.width - len(cells))]

    def _read_what_can_be(self, number: int, cells: Sequence[Cell]) -> Iterator[Any]:
        for column, convert, cell in zip(self.columns, self.converters, cells, strict=True):
            try:
                yield convert(cell)
            except UnreadableError as error:
                self._refuse(number, column.name if column else "", cell, error)
                yield None

    def _refuse(self, number: int, column: str, cell: Cell, error: UnreadableError) -> None:
        self.parsed.broken.add(number)
        # Ten thousand long texts are too much to keep, and nobody reads them to the end.
        value = cell[: LONGEST_VALUE + 1] if isinstance(cell, str) else cell
        self.parsed.problems.append(Problem(self.parsed.table.name, number, column, value, error.refusal, error.params))


def _says_something(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cleaned(cell)))


def _ignored(_cell: Cell) -> None:
    """A column that the table does not have is a problem once, not in every row."""


def _nothing(cell: Cell) -> None:
    """A column without a name must be empty."""
    if _says_something(cell):
        raise UnreadableError(refusals.BEYOND_THE_COLUMNS)
