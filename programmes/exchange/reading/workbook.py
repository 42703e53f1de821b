"""Workbooks (.xlsx), read as a stream: memory does not grow with the sheet, nor with what a hostile file repeats."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple
from xml.parsers import expat

from django.utils.translation import gettext as _

from programmes.exchange.problems import Unusable
from programmes.exchange.reading.archive import chunks
from programmes.exchange.reading.cells import Cell, CellError
from programmes.exchange.reading.sheets import MOST_ROWS_OF_A_SHEET, Row, Sheet
from programmes.exchange.reading.styles import date_styles

WORKBOOK = "xl/workbook.xml"
MOST_STRINGS = 2_000_000
LONGEST_CELL = 32_768
# Whatever stands further to the right is beside the columns of any table.
LAST_COLUMN = 255

_ESCAPED_SIGN = re.compile("_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile("[A-Z]{1,3}")
_BEFORE_1900 = date(1899, 12, 30)
_SINCE_1904 = date(1904, 1, 1)
# The calendar of workbooks has a 29 February 1900 that never was; its number is 60.
_DAY_THAT_NEVER_WAS = 60

Start = Callable[[str, dict[str, str]], None]


class Book(NamedTuple):
    """What all sheets of a workbook share."""

    strings: list[str]
    date_styles: frozenset[int]
    since_1904: bool


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether the archive is a workbook rather than a folder of files."""
    return WORKBOOK in archive.namelist()


def sheets_of(archive: zipfile.ZipFile) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises `Unusable`."""
    parts = _parts(archive)
    names: list[tuple[str, str]] = []
    dates: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            names.append((attributes.get("name", ""), attributes.get("id", "")))
        elif tag == "workbookPr":
            dates.append(attributes)

    _parse(archive, WORKBOOK, start)
    book = Book(
        strings=_shared_strings(archive, parts.get("sharedStrings", "")),
        date_styles=date_styles(partial(_parse, archive), parts.get("styles", "")),
        since_1904=any(each.get("date1904") in {"1", "true"} for each in dates),
    )
    return [
        Sheet(name, partial(_rows, archive, parts[key], book), MOST_ROWS_OF_A_SHEET)
        for name, key in names
        if key in parts
    ]


def _parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """The files of the workbook by the key that it refers to them with, and by their kind."""
    found: dict[str, str] = {}
    existing = set(archive.namelist())

    def start(tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").removeprefix("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if tag == "Relationship" and path in existing:
            found[attributes.get("Id", "")] = path
            found.setdefault(attributes.get("Type", "").rpartition("/")[2], path)

    if "xl/_rels/workbook.xml.rels" in existing:
        _parse(archive, "xl/_rels/workbook.xml.rels", start)
    return found


def _parse(archive: zipfile.ZipFile, name: str, start: Start) -> None:
    """Go through a small part, asking `start` with every element."""
    parser = _parser(name)

    def start_element(tag: str, attributes: dict[str, str]) -> None:
        start(_plain(tag), {_plain(key): value for key, value in attributes.items()})

    parser.StartElementHandler = start_element
    for _nothing in _feeding(parser, archive, name):
        pass


def _parser(name: str) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_declaration: object) -> None:
        raise _damaged(name)

    # Workbooks declare no entities; those that do want them multiplied.
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _feeding(parser: expat.XMLParserType, archive: zipfile.ZipFile, name: str) -> Iterator[None]:
    """Give the parser one chunk after the other, pausing after each."""
    try:
        for chunk in chunks(archive, name):
            parser.Parse(chunk, False)  # noqa: FBT003  (expat's own signature)
            yield
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError) as error:
        raise _damaged(name) from error
    yield


def _damaged(name: str) -> Unusable:
    return Unusable(_("The workbook is damaged: “%(name)s” cannot be read.") % {"name": name})


def _plain(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


def _shared_strings(archive: zipfile.ZipFile, name: str) -> list[str]:
    if not name:
        return []
    strings: list[str] = []
    text = _Text()

    def end(tag: str) -> None:
        if text.end(_plain(tag)) and _plain(tag) == "si":
            strings.append(text.taken())

    parser = _parser(name)
    parser.StartElementHandler = lambda tag, _attributes: text.start(_plain(tag))
    parser.CharacterDataHandler = text.data
    parser.EndElementHandler = end
    for _nothing in _feeding(parser, archive, name):
        if len(strings) > MOST_STRINGS:
            raise Unusable(_("The workbook holds too many texts."))
    return strings


class _Text:
    """Collects what stands in `t` and `v` elements, but not how it is pronounced (`rPh`)."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.open = False
        self.spoken = False

    def start(self, tag: str) -> None:
        if tag in {"t", "v"}:
            self.open = not self.spoken
        elif tag == "rPh":
            self.spoken = True

    def end(self, tag: str) -> bool:
        if tag in {"t", "v"}:
            self.open = False
        elif tag == "rPh":
            self.spoken = False
        return not self.spoken

    def data(self, text: str) -> None:
        if self.open and self.length < LONGEST_CELL:
            self.parts.append(text[: LONGEST_CELL - self.length])
            self.length += len(text)

    def taken(self) -> str:
        text = "".join(self.parts)
        self.parts, self.length = [], 0
        return _ESCAPED_SIGN.sub(lambda sign: chr(int(sign[1], 16)), text) if "_x" in text else text


def _rows(archive: zipfile.ZipFile, name: str, book: Book) -> Iterator[Row]:
    parser = _parser(name)
    reader = _SheetReader(book)
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.text.data
    parser.EndElementHandler = reader.end
    for _nothing in _feeding(parser, archive, name):
        yield from reader.rows
        reader.rows.clear()


class _SheetReader:
    """Gathers the rows of a sheet that hold anything; `rows` is emptied by who reads them."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.rows: list[Row] = []
        self.text = _Text()
        self.number = 0
        self.column = -1
        self.kind = ""
        self.style = ""
        self.cells: dict[int, Cell] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _plain(tag)
        if tag == "c":
            where = _LETTERS.match(attributes.get("r", ""))
            self.column = _column(where[0]) if where else self.column + 1
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        elif tag == "row":
            number = attributes.get("r", "")
            self.number = int(number) if number.isdecimal() else self.number + 1
            self.column = -1
        else:
            self.text.start(tag)

    def end(self, tag: str) -> None:
        tag = _plain(tag)
        if tag == "c":
            value = self._value(self.text.taken())
            if value is not None and value != "":
                self.cells[min(self.column, LAST_COLUMN)] = value
        elif tag == "row":
            if self.cells:
                self.rows.append((self.number, [self.cells.get(at) for at in range(max(self.cells) + 1)]))
                self.cells = {}
        else:
            self.text.end(tag)

    def _value(self, text: str) -> Cell:
        if not text or self.kind in {"inlineStr", "str"}:
            return text
        if self.kind == "s":
            return self.book.strings[int(text)] if text.isdecimal() and int(text) < len(self.book.strings) else None
        if self.kind == "b":
            return text == "1"
        if self.kind == "e":
            return CellError(text)  # type: ignore[return-value]
        if self.kind == "d":
            return text.partition("T")[0]
        return self._number(text)

    def _number(self, text: str) -> Cell:
        try:
            number = float(text)
        except ValueError:
            return text
        dated = self.style.isdecimal() and int(self.style) in self.book.date_styles
        return _day(number, since_1904=self.book.since_1904) if dated else number


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _day(number: float, *, since_1904: bool) -> Cell:
    """The day that a workbook means by a number; the number itself where there is none."""
    try:
        if since_1904:
            return _SINCE_1904 + timedelta(days=int(number))
        if number < _DAY_THAT_NEVER_WAS:
            return _BEFORE_1900 + timedelta(days=int(number) + 1)
        return _BEFORE_1900 + timedelta(days=int(number))
    except (OverflowError, ValueError):
        return number
