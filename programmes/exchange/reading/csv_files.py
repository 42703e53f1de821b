"""CSV as German and other spreadsheets write it: separator and encoding are found, not asked for."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import IO

from django.utils.translation import gettext as _

from programmes.exchange.problems import Unusable
from programmes.exchange.reading.archive import read_chunk
from programmes.exchange.reading.sheets import Row
from programmes.exchange.reading.text import unescaped

SEPARATORS = (";", ",", "\t")
_CHUNK = 1 << 20
_LONGEST_HEADER = 1 << 16

Opened = Callable[[], IO[bytes]]


class BrokenCsvError(Exception):
    """From this row on the file cannot be read."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def csv_rows(opened: Opened, name: str) -> Callable[[], Iterator[Row]]:
    """The rows of a file that `opened` opens anew each time."""
    encoding = _encoding(opened, name)
    separator = _separator(opened, encoding)

    def rows() -> Iterator[Row]:
        with closing(opened()) as raw:
            text = io.TextIOWrapper(raw, encoding=encoding, errors=_errors(encoding), newline="")
            number = 0
            try:
                for number, cells in enumerate(csv.reader(text, delimiter=separator, strict=True), start=1):
                    yield number, [unescaped(cell) if cell[:1] == "'" else cell for cell in cells]
            except csv.Error as error:
                raise BrokenCsvError(number + 1) from error

    return rows


def _errors(encoding: str) -> str:
    """Halves of pairs that someone wrote as UTF-8 are no reason to take it for something else; they are cleaned away."""
    return "surrogatepass" if encoding == "utf-8-sig" else "strict"


def _encoding(opened: Opened, name: str) -> str:
    """UTF-8 if it is that from the first byte to the last, else Windows-1252."""
    for encoding in ("utf-8-sig", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)(_errors(encoding))
        with closing(opened()) as raw:
            try:
                while chunk := read_chunk(raw, name, _CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise Unusable(_("“%(name)s” is neither UTF-8 nor Windows-1252.") % {"name": name})


def _separator(opened: Opened, encoding: str) -> str:
    """The one that divides the first line into the most cells."""
    with io.TextIOWrapper(opened(), encoding=encoding, errors=_errors(encoding), newline="") as text:
        line = text.readline(_LONGEST_HEADER)
    return max(SEPARATORS, key=lambda separator: len(_cells(line, separator)))


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []
