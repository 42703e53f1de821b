"""The report as a workbook that people go on working with: typed cells, filters, a sheet for each section, definitions."""

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.editions.models import ReportEdition
from reports.indicators import registry
from reports.indicators.figures import Figure, Status
from reports.indicators.kinds import Family, Shape
from reports.rendering.facts import facts_of
from reports.rendering.labels import HEADS, LINES, Label, Names
from reports.rendering.wording import SIGNS, shape_of, write

WIDEST = 48
SHEET_NAME = 31
CODED = frozenset({"organisation", "programme", "cohort", "target", "figure"})
KINDS = ("organisation", "programme", "cohort", "step", "phase", "reason", "class", "target", "figure", "month")


class Styles(NamedTuple):
    """How cells look."""

    head: Any
    title: Any
    text: Any
    number: Any
    percent: Any
    wrapped: Any


def as_xlsx(edition: ReportEdition, figures: Sequence[Figure]) -> bytes:
    """The workbook in the reader's language; the same stored figures give the same bytes."""
    output = io.BytesIO()
    names = Names(figures, edition.kept.names)
    with Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(
            {
                "title": f"{edition.kept.code} {edition.month:%Y-%m}",
                "created": timezone.make_naive(edition.known_at),
            }
        )
        styles = _styles(book)
        _cover(book.add_worksheet(_("Overview")), styles, edition, figures)
        for family in Family:
            rows = [each for each in figures if registry.get(each.indicator).family is family]
            if rows:
                _section(book.add_worksheet(_sheet_name(family)), styles, rows, names)
        _definitions(book.add_worksheet(_("Definitions")), styles, figures)
    return output.getvalue()


def _styles(book: Workbook) -> Styles:
    font = {"font_name": "Calibri", "valign": "top"}
    return Styles(
        head=book.add_format({**font, "bold": True, "bg_color": "#E8EEEC", "text_wrap": True, "bottom": 1}),
        title=book.add_format({**font, "bold": True, "font_size": 16}),
        text=book.add_format(font),
        number=book.add_format({**font, "num_format": "#,##0.##"}),
        percent=book.add_format({**font, "num_format": "0.0%"}),
        wrapped=book.add_format({**font, "text_wrap": True}),
    )


def _sheet_name(family: Family) -> str:
    """Spreadsheets allow no longer names, and some signs not at all."""
    return str(family.label).translate(str.maketrans("", "", "[]:*?/\\'"))[:SHEET_NAME]


def _cover(sheet: Worksheet, styles: Styles, edition: ReportEdition, figures: Sequence[Figure]) -> None:
    month = date_format(edition.month, "F Y")
    sheet.write_string(0, 0, _("Monthly report %(month)s") % {"month": month}, styles.title)
    lines = (
        (_("Organisation"), f"{edition.kept.name} ({edition.kept.code})"),
        *facts_of(edition, figures),
        (_("Signs"), _("• not shown, so that no person can be worked out · – does not apply · ? unknown")),
    )
    for row, (name, text) in enumerate(lines, start=2):
        sheet.write_string(row, 0, name, styles.head)
        sheet.write_string(row, 1, str(text), styles.wrapped)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 70)


class _Column(NamedTuple):
    head: str
    width: int


def _section(sheet: Worksheet, styles: Styles, figures: Sequence[Figure], names: Names) -> None:
    labelled = [(figure, names.labels(figure)) for figure in figures]
    kinds = [kind for kind in KINDS if any(kind in labels for _figure, labels in labelled)]
    columns = [
        _Column(_("Indicator"), 38),
        _Column(_("Line"), 24),
        *(column for kind in kinds for column in _columns_of(kind)),
        _Column(pgettext("report", "Value"), 12),
        _Column(_("Unit"), 18),
        _Column(_("Numerator"), 11),
        _Column(_("Denominator"), 11),
        _Column(_("Too recent to judge"), 11),
        _Column(_("Note"), WIDEST),
    ]
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.head, styles.head)
        sheet.set_column(at, at, column.width)
    for row, (figure, labels) in enumerate(labelled, start=1):
        for at, cell in enumerate(_cells(figure, labels, kinds)):
            _write(sheet, styles, row, at, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(labelled), len(columns) - 1)


def _columns_of(kind: str) -> Iterator[_Column]:
    yield _Column(str(HEADS[kind]), 32)
    if kind in CODED:
        yield _Column(f"{HEADS[kind]} ({_('code')})", 18)


class _Share(NamedTuple):
    value: Fraction


Cell = str | int | Fraction | _Share | None


def _cells(figure: Figure, labels: dict[str, Label], kinds: Sequence[str]) -> Iterator[Cell]:
    indicator = registry.get(figure.indicator)
    shape = shape_of(figure, indicator)
    yield str(indicator.name)
    yield str(LINES.get(figure.key.get("line", ""), ""))
    for kind in kinds:
        label = labels.get(kind)
        yield str(label.text) if label else None
        if kind in CODED:
            yield label.code if label else None
    said = write(figure, indicator)
    yield _value(figure, shape) if figure.status == Status.SHOWN else SIGNS[figure.status]
    yield str(figure.details.get("unit", indicator.unit.label))
    yield from (figure.numerator, figure.denominator, figure.not_matured)
    yield said.parts if shape is Shape.TEXT else ""


def _value(figure: Figure, shape: Shape) -> Cell:
    value = figure.fraction
    if shape in {Shape.TEXT, Shape.STATE} or value is None:
        return write(figure, registry.get(figure.indicator)).text
    return _Share(value) if shape in {Shape.RATE, Shape.SURVIVAL} else value


def _write(sheet: Worksheet, styles: Styles, row: int, at: int, cell: Cell) -> None:
    if isinstance(cell, _Share):
        sheet.write_number(row, at, float(cell.value), styles.percent)
    elif isinstance(cell, int | Fraction):
        sheet.write_number(row, at, float(cell), styles.number)
    elif cell:
        sheet.write_string(row, at, cell, styles.text)


def _definitions(sheet: Worksheet, styles: Styles, figures: Sequence[Figure]) -> None:
    heads = (_("Indicator"), _("What it means"), _("Definition"), _("Version"), _("Code"))
    for at, (head, width) in enumerate(zip(heads, (32, 60, 80, 9, 24), strict=True)):
        sheet.write_string(0, at, head, styles.head)
        sheet.set_column(at, at, width)
    used = dict.fromkeys(figure.indicator for figure in figures)
    for row, identifier in enumerate(used, start=1):
        each = registry.get(identifier)
        sheet.write_string(row, 0, str(each.name), styles.wrapped)
        sheet.write_string(row, 1, str(each.explanation), styles.wrapped)
        sheet.write_string(row, 2, str(each.definition), styles.wrapped)
        sheet.write_number(row, 3, each.version, styles.number)
        sheet.write_string(row, 4, each.id, styles.text)
    sheet.freeze_panes(1, 1)
