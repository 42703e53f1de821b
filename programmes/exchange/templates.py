"""The empty workbook that people fill in: a sheet per table, with its columns, its choices and what to know."""

from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from programmes.exchange.labels import CHOICE_LABELS, COLUMN_LABELS, TABLE_LABELS
from programmes.exchange.reading.sheets import MOST_ROWS_OF_A_SHEET
from programmes.exchange.tables import TABLES, Column, Table
from programmes.exchange.vocabulary import address
from programmes.exchange.writing.spreadsheet import Formats, new_workbook, write_row

LANGUAGES = ("de", "en")
NOTES = {"de": "Hinweise", "en": "Notes"}
CHOICES = {"de": "Auswahl", "en": "Choices"}
YES_NO = {"de": ("ja", "nein"), "en": ("yes", "no")}
LEAST_WIDTH = 12


def write_template(path: Path, language: str) -> None:
    """Write the template; whatever stood at `path` is replaced."""
    with translation.override(language), new_workbook(path, streamed=False) as (workbook, formats):
        notes = workbook.add_worksheet(NOTES[language])
        sheets = {table: workbook.add_worksheet(table_label(table, language)) for table in TABLES.values()}
        choices = _Choices(workbook, formats, language)
        _write_notes(notes, formats)
        for table, sheet in sheets.items():
            _write_table(sheet, table, formats, choices, language)


def table_label(table: Table, language: str) -> str:
    """What the sheet is called."""
    return TABLE_LABELS[table.name] if language == "de" else table.name


def column_label(column: Column, language: str) -> str:
    """What the column is called."""
    return COLUMN_LABELS[column.name] if language == "de" else column.name


def choice_labels(column: Column, language: str) -> tuple[str, ...]:
    """The choices of a column, none if it has no list."""
    where = address(column)
    if where in CHOICE_LABELS and column.name != "success_reasons":
        return tuple(CHOICE_LABELS[where].values() if language == "de" else CHOICE_LABELS[where])
    return YES_NO[language] if column.field.get_internal_type() == "BooleanField" else ()


class _Choices:
    """The sheet that lists every choice, for people and for the lists in the cells."""

    def __init__(self, workbook: Workbook, formats: Formats, language: str) -> None:
        self.name = CHOICES[language]
        self.sheet = workbook.add_worksheet(self.name)
        self.formats = formats
        self.language = language
        self.used = 0

    def range_of(self, column: Column) -> str:
        """Where the choices of a column stand; empty if it has none."""
        labels = choice_labels(column, self.language)
        if not labels:
            return ""
        title = f"{address(column).partition('.')[0]}: {column_label(column, self.language)}"
        self.sheet.write_string(0, self.used, title, self.formats.heading)
        for row, label in enumerate(labels, start=1):
            self.sheet.write_string(row, self.used, label)
        self.sheet.set_column(self.used, self.used, max(LEAST_WIDTH, len(title)))
        letters = xl_col_to_name(self.used)
        self.used += 1
        return f"='{self.name}'!${letters}$2:${letters}${len(labels) + 1}"


def _write_table(sheet: Worksheet, table: Table, formats: Formats, choices: _Choices, language: str) -> None:
    for place, column in enumerate(table.columns):
        label = column_label(column, language)
        sheet.write_string(0, place, label, formats.heading)
        sheet.write_comment(0, place, _explanation(column, language))
        is_day = column.field.get_internal_type() == "DateField"
        sheet.set_column(place, place, max(LEAST_WIDTH, len(label) + 2), formats.day if is_day else None)
        if listed := choices.range_of(column):
            validation = {"validate": "list", "source": listed, "error_type": "warning", "ignore_blank": True}
            sheet.data_validation(1, place, MOST_ROWS_OF_A_SHEET, place, validation)
    sheet.freeze_panes(1, 0)


def _explanation(column: Column, language: str) -> str:
    lines = [_("required") if column.required else _("may be empty")]
    if column.refers_to:
        lines.append(_("code from “%(table)s”") % {"table": table_label(TABLES[column.refers_to], language)})
    if column.key:
        lines.append(_("tells the rows apart"))
    if column.field.help_text:
        lines.append(str(column.field.help_text))
    return "\n".join(lines)


def _write_notes(sheet: Worksheet, formats: Formats) -> None:
    notes = (
        _("Fill in the tables that you need; the others may stay empty. Every row needs what is marked as required."),
        _("A row whose code exists changes it, in the columns that are there; any other row is new."),
        _("Days: 01.09.2016 or 2016-09-01. Leave empty what is not known."),
        _("Choices are listed on the last sheet. Several end reasons or names in one cell are separated by |."),
    )
    sheet.set_column(0, 0, 100)
    for row, note in enumerate(notes):
        write_row(sheet, row, (note,), formats)
