"""The forms that are tables of values."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from python_calamine import CalamineWorkbook

from .said import Glossary, Told

NUMBERS = ("value", "numerator", "denominator", "not_matured")


def read_values(text: str) -> Iterator[Mapping[str, Any]]:
    """CSV, as the same data that JSON has."""
    reader = csv.DictReader(io.StringIO(text))
    columns = list(reader.fieldnames or ())
    keys = columns[columns.index("breakdown") + 1 : columns.index("numerator")]
    for row in reader:
        figure: dict[str, Any] = {name: row[name] for name in ("indicator", "breakdown", "status")}
        for name in NUMBERS:
            if value := row[name]:
                is_whole = value.lstrip("-").isdecimal() and not (name == "value" and row["numerator"])
                figure[name] = int(value) if is_whole else value
        yield {**figure, "key": {name: row[name] for name in keys if row[name]}}


def read_book(content: bytes, glossary: Glossary, heads: Mapping[str, str]) -> Iterator[Told]:
    """A workbook: what columns are called for the reader (`heads`) leads to what they hold."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book.sheet_names[1:-1]:
        first, *rows = book.get_sheet_by_name(sheet).to_python()
        at = {heads[head]: column for column, head in enumerate(first) if head in heads}
        between = [column for column in range(2, at["value"]) if not str(first[column]).endswith(f"({heads['code']})")]
        for row in rows:
            name = ", ".join(filter(None, [str(row[0]), str(row[1])]))
            cells = {part: row[column] for part, column in at.items()}
            text = _text(cells["value"])
            besides = " / ".join(_text(cells[part]) for part in ("numerator", "denominator") if cells[part] != "")
            yield from glossary.told(name, [str(row[column]) for column in between], text, besides)


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
