"""From a cell to a value: dates, numbers, choices, codes and text, as people in Germany and machines write them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from sys import intern
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.db.models import Field

from integration.periods.refusals import DATE_OUT_OF_RANGE, NOT_IN_LIST, REQUIRED, Refusal
from integration.periods.text import cleaned
from programmes.exchange import refusals
from programmes.exchange.tables import Column
from programmes.exchange.vocabulary import choices_of, reasons_of
from programmes.participants.nationalities import NATIONALITIES

Cell = str | float | bool | date | None
Convert = Callable[[Cell], Any]

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_TEXT = 10_000
LARGEST = {models.PositiveSmallIntegerField: 32_767, models.PositiveIntegerField: 2_147_483_647}
WORDS: Mapping[str, bool] = dict.fromkeys(("ja", "yes", "true", "wahr", "1"), True) | dict.fromkeys(
    ("nein", "no", "false", "falsch", "0"), False
)

_ISO = re.compile(r"([0-9]{4,})-([0-9]{1,2})-([0-9]{1,2})")
_GERMAN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4,})")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_REMEMBERED = 20_000


class UnreadableError(Exception):
    """A cell that holds no value of its column."""

    def __init__(self, refusal: Refusal, **params: Any) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.params = params or None


class CellError:
    """A cell of a workbook that shows an error such as #REF!."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def __str__(self) -> str:
        return self.shown


def converter(column: Column) -> Convert:
    """The function that reads the cells of a column. It raises `UnreadableError`."""
    field = column.field
    if column.refers_to or column.name == "code":
        return partial(_code, _names(column), column.required)
    read, empty = _reader(column, field)
    return _remembering(read, empty, column.required)


def empty_value(column: Column) -> Any:
    """What is kept where an optional column says nothing."""
    return None if column.refers_to else _reader(column, column.field)[1]


def _reader(column: Column, field: Field) -> tuple[Convert, Any]:
    """What reads a cell that is not empty, and what an empty one means."""
    if column.name == "nationality":
        return _nationality, ""
    if column.name == "success_reasons":
        return partial(_reasons, reasons_of(column)), ""
    if field.choices:
        return partial(_choice, choices_of(column)), field.get_default()
    for kind, (read, empty) in _READERS.items():
        if isinstance(field, kind):
            return read(field), empty(field)
    is_email, has_lines = (isinstance(field, kind) for kind in (models.EmailField, models.TextField))
    return partial(_text, _names(column), is_email, has_lines), ""


def _names(column: Column) -> int:
    target = column.field.related_model._meta.get_field("code") if column.refers_to else column.field
    return target.max_length or LONGEST_TEXT


def _limits(field: Field) -> tuple[int, int]:
    least, most = 0, LARGEST[type(field)]
    for validator in field._validators:  # type: ignore[attr-defined]  # noqa: SLF001  (those of its own, not of a database)
        if isinstance(validator, MinValueValidator):
            least = max(least, validator.limit_value)
        if isinstance(validator, MaxValueValidator):
            most = min(most, validator.limit_value)
    return least, most


def _remembering(read: Convert, empty: Any, required: bool) -> Convert:  # noqa: FBT001
    """Most cells of a column say what another one said before."""
    known: dict[str, Any] = {}
    convert = partial(_value, read, empty, required)

    def remember(cell: Cell) -> Any:
        if cell.__class__ is not str:
            return convert(cell)
        if cell in known:
            return known[cell]
        if len(known) > _REMEMBERED:
            known.clear()
        value = known[cell] = convert(cell)
        return value

    return remember


def _value(read: Convert, empty: Any, required: bool, cell: Cell) -> Any:  # noqa: FBT001
    if isinstance(cell, CellError):
        raise UnreadableError(refusals.CELL_IS_AN_ERROR)
    if cell is None or (isinstance(cell, str) and not cleaned(cell)):
        if required:
            raise UnreadableError(REQUIRED)
        return empty
    return read(cell)


def _code(most: int, required: bool, cell: Cell) -> str | None:  # noqa: FBT001
    """Codes are many and each stands in several tables: one object for all of them."""
    if isinstance(cell, CellError):
        raise UnreadableError(refusals.CELL_IS_AN_ERROR)
    text = "" if cell is None else plain_text(cell)
    if text:
        if len(text) > most:
            raise UnreadableError(refusals.TOO_LONG, most=most)
        return intern(text)
    if required:
        raise UnreadableError(REQUIRED)
    return None


def plain_text(cell: Cell, *, lines: bool = False) -> str:
    """What a cell says as text; numbers without decimals that only the spreadsheet added."""
    if isinstance(cell, str):
        return cleaned(cell, lines=lines)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"  # noqa: PLR2004
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def _text(most: int, email: bool, lines: bool, cell: Cell) -> str:  # noqa: FBT001
    text = plain_text(cell, lines=lines)
    if len(text) > most:
        raise UnreadableError(refusals.TOO_LONG, most=most)
    if email:
        try:
            validate_email(text)
        except ValidationError as error:
            raise UnreadableError(refusals.NOT_AN_EMAIL) from error
    return text


def _date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return _in_range(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return _in_range(cell.year, cell.month, cell.day)
    text = plain_text(cell) if isinstance(cell, str) else ""
    if found := _ISO.fullmatch(text):
        return _in_range(found[1], found[2], found[3])
    if found := _GERMAN.fullmatch(text):
        return _in_range(found[3], found[2], found[1])
    raise UnreadableError(refusals.NOT_A_DATE)


def _in_range(year: str | int, month: str | int, day: str | int) -> date:
    if len(str(year)) > 4 or not FIRST_YEAR <= int(year) <= LAST_YEAR:  # noqa: PLR2004
        raise UnreadableError(DATE_OUT_OF_RANGE)
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise UnreadableError(refusals.NOT_A_DATE) from error


def _yes_or_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    value = WORDS.get(plain_text(cell).casefold())
    if value is None:
        raise UnreadableError(refusals.NOT_YES_OR_NO)
    return value


def _number(cell: Cell) -> Decimal:
    """Decimal point or comma; with both, the last one divides and the other one groups."""
    text = "" if isinstance(cell, bool) else plain_text(cell)
    if "," in text and "." in text:
        group, point = (".", ",") if text.rindex(",") > text.rindex(".") else (",", ".")
        text = text.replace(group, "").replace(point, ".")
    text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise UnreadableError(refusals.NOT_A_NUMBER)
    return Decimal(text)


def _whole(least: int, most: int, cell: Cell) -> int:
    number = _number(cell)
    if number != number.to_integral_value():
        raise UnreadableError(refusals.NOT_A_WHOLE_NUMBER)
    if not least <= number <= most:
        raise UnreadableError(refusals.NUMBER_OUT_OF_RANGE, least=least, most=most)
    return int(number)


def _decimal(cell: Cell) -> Decimal:
    number = _number(cell).normalize()
    if number.adjusted() >= 14 or number.as_tuple().exponent < -6:  # type: ignore[operator]  # noqa: PLR2004
        raise UnreadableError(refusals.TOO_MANY_DECIMALS)
    return number


def _choice(codes: Mapping[str, str], cell: Cell) -> str:
    try:
        return codes[plain_text(cell).casefold()]
    except KeyError as error:
        raise UnreadableError(NOT_IN_LIST) from error


def _reasons(codes: Mapping[str, str], cell: Cell) -> str:
    parts = [part.strip() for part in plain_text(cell).split("|")]
    return "|".join(dict.fromkeys(_choice(codes, part) for part in parts if part))


def _nationality(cell: Cell) -> str:
    text = plain_text(cell).upper()
    if text not in NATIONALITIES:
        raise UnreadableError(refusals.NOT_A_NATIONALITY)
    return text


_READERS: Mapping[type[Field], tuple[Callable[[Field], Convert], Callable[[Field], Any]]] = {
    models.DateField: (lambda _field: _date, lambda _field: None),
    models.BooleanField: (lambda _field: _yes_or_no, lambda field: None if field.null else field.get_default()),
    models.DecimalField: (lambda _field: _decimal, lambda _field: None),
    models.PositiveSmallIntegerField: (lambda field: partial(_whole, *_limits(field)), lambda _field: None),
    models.PositiveIntegerField: (lambda field: partial(_whole, *_limits(field)), lambda _field: None),
}
"""For kinds of fields: what reads their cells, and what an empty one means."""
