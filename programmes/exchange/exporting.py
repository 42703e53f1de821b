"""The database as a bundle: the same tables, columns and codes that an import reads, always in the same order.

What an import of it into an empty database gives is the same again, byte for byte. Cells that a spreadsheet would take
for a formula are escaped (`reading.text.escaped`).
"""

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate
from django.utils.translation import gettext as _

from integration.organisations.access import roles_that_export
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedQuerySet
from programmes.exchange.belonging import rows_of
from programmes.exchange.problems import Unusable
from programmes.exchange.reading.archive import fresh_entry
from programmes.exchange.reading.text import escaped
from programmes.exchange.tables import TABLES, Column, Table
from programmes.exchange.writing.spreadsheet import new_workbook, write_row

if TYPE_CHECKING:
    from integration.accounts.models import User

FORMATS = ("folder", "zip", "xlsx")
SEPARATOR = ";"
BATCH = 5_000

Values = tuple[Any, ...]


class Whose(NamedTuple):
    """All rows, or those of an organisation and what is below it, or of these only what somebody may take along."""

    organisation: Organisation | None = None
    taker: "User | None" = None


def format_of(path: Path) -> str:
    """What the name of the target asks for."""
    return {".zip": "zip", ".xlsx": "xlsx"}.get(path.suffix.casefold(), "folder")


def export_bundle(
    path: Path, *, form: str, organisation: Organisation | None = None, taker: "User | None" = None
) -> dict[str, int]:
    """Write everything, or what belongs to the organisation and what is below it; the number of rows per table.

    For a `taker`, of that only what they may take along: of people who moved away the time before.

    Tables without rows are left out. Whatever stood at `path` in another form is refused, never overwritten in part.
    """
    _check_target(path, form)
    with _one_moment(), tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".export-") as folder:
        begun = Path(folder) / "bundle"
        counts = _WRITERS[form](begun, Whose(organisation, taker))
        if form == "folder":
            _replace_files(begun, path)
        else:
            begun.replace(path)
    return counts


@contextmanager
def _one_moment() -> Iterator[None]:
    """All tables are read as they are at one moment, unless the caller's transaction already says as of when."""
    begun = connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and not begun:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _check_target(path: Path, form: str) -> None:
    if not path.absolute().parent.is_dir():
        raise Unusable(_("There is no folder “%(path)s”.") % {"path": path.absolute().parent})
    if path.exists() and path.is_dir() != (form == "folder"):
        raise Unusable(_("“%(path)s” is there already, as something else.") % {"path": path})


def _replace_files(begun: Path, path: Path) -> None:
    """Only files of tables are touched: those of an earlier export go, others stay."""
    path.mkdir(exist_ok=True)
    for table in TABLES:
        (path / f"{table}.csv").unlink(missing_ok=True)
    for file in sorted(begun.iterdir()):
        shutil.move(file, path / file.name)


def tables_with_rows(whose: Whose) -> Iterator[tuple[Table, Iterator[Values]]]:
    """Every table that has any, with its rows in the order of their keys."""
    for table in TABLES.values():
        rows = rows_of(table, whose.organisation)
        if whose.taker is not None:
            every: ScopedQuerySet[Any] = ScopedQuerySet(table.model)
            seen = every.visible_to(whose.taker, roles_that_export(whose.taker, table.model))
            rows = rows.filter(pk__in=seen.values("pk"))
        if rows.exists():
            columns = [column.lookup for column in table.columns]
            keys = [_place(column) for column in table.columns if column.key]
            yield table, rows.order_by(*keys).values_list(*columns).iterator(chunk_size=BATCH)


def _place(column: Column) -> Combinable:
    """What rows are sorted by: signs by their number, because every database sorts words in its own way."""
    if connection.vendor == "postgresql" and (column.refers_to or isinstance(column.field, models.CharField)):
        return Collate(column.lookup, "C")
    return F(column.lookup)


def _cell(value: Any) -> Any:
    """A value as the bundle writes it, before a format does with it what it must."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.normalize() if isinstance(value, Decimal) else value


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    plain = _cell(value)
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, Decimal):
        return format(plain, "f")
    return escaped(plain) if isinstance(plain, str) else str(plain)


def _write_csv(target: io.TextIOBase, table: Table, rows: Iterator[Values]) -> int:
    writer = csv.writer(target, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow(table.names)
    count = 0
    for values in rows:
        writer.writerow([_as_text(value) for value in values])
        count += 1
    return count


def _write_folder(path: Path, whose: Whose) -> dict[str, int]:
    path.mkdir()
    counts = {}
    for table, rows in tables_with_rows(whose):
        # The mark at the beginning lets spreadsheets read names in all scripts.
        with (path / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as target:
            counts[table.name] = _write_csv(target, table, rows)
    return counts


def _write_zip(path: Path, whose: Whose) -> dict[str, int]:
    counts = {}
    with zipfile.ZipFile(path, "w") as archive:
        for table, rows in tables_with_rows(whose):
            entry = fresh_entry(f"{table.name}.csv")
            with (
                archive.open(entry, "w", force_zip64=True) as raw,
                io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as target,
            ):
                counts[table.name] = _write_csv(target, table, rows)
    return counts


def _write_workbook(path: Path, whose: Whose) -> dict[str, int]:
    counts = {}
    with new_workbook(path) as (workbook, formats):
        for table, rows in tables_with_rows(whose):
            sheet = workbook.add_worksheet(table.name)
            write_row(sheet, 0, table.names, formats, formats.heading)
            number = 0
            for number, values in enumerate(rows, start=1):
                write_row(sheet, number, [_cell(value) for value in values], formats)
            counts[table.name] = number
    return counts


_WRITERS: Mapping[str, Callable[[Path, Whose], dict[str, int]]] = {
    "folder": _write_folder,
    "zip": _write_zip,
    "xlsx": _write_workbook,
}
