"""What stands in a file that is made of a list: columns with their titles, and cells that keep their type."""

import html
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.admin.utils import label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst

Cell = str | int | float | Decimal | bool | date | datetime | None

_BREAK = re.compile(r"<br ?/?>|</p>|</li>")
_SPACES = re.compile(r"\s+")


class FileColumn(NamedTuple):
    """A column of a file: what stands in its head, and what in the line of a row."""

    title: str
    cell: Callable[[Any], Cell]


def columns_of_list(page: Any, request: HttpRequest) -> list[FileColumn]:
    """The columns that the list shows this person, as data."""
    return [_column(page, name) for name in page.get_list_display(request)]


def _column(page: Any, name: Any) -> FileColumn:
    return FileColumn(capfirst(str(label_for_field(name, page.model, page))), _cell(page, name))


def _cell(page: Any, name: Any) -> Callable[[Any], Cell]:
    if callable(name):
        return lambda row: plain(name(row))
    if hasattr(page, name):
        return lambda row: plain(getattr(page, name)(row))
    try:
        field = page.opts.get_field(name)
    except FieldDoesNotExist:
        return lambda row: plain(getattr(row, name))
    if field.choices:
        return lambda row: plain(getattr(row, f"get_{name}_display")())
    return lambda row: plain(getattr(row, name))


def plain(value: Any) -> Cell:
    """Figures, days and yes or no as they are; anything else as text without marks, moments in local time."""
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    text = str(value)
    if isinstance(value, SafeString):
        text = html.unescape(strip_tags(_BREAK.sub(" ", text)))
        text = _SPACES.sub(" ", text).strip()
    return text
