"""A bundle as a whole: a folder, a zip or a workbook, and the tables found in it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from django.utils.translation import gettext as _

from programmes.exchange import refusals
from programmes.exchange.problems import Problem, Unusable
from programmes.exchange.reading.archive import open_archive, open_entry, too_large
from programmes.exchange.reading.csv_files import csv_rows
from programmes.exchange.reading.sheets import MOST_ROWS, MOST_UNPACKED, Sheet
from programmes.exchange.reading.workbook import is_workbook, sheets_of
from programmes.exchange.tables import Table
from programmes.exchange.vocabulary import normalised, tables_by_label

ENDING = ".csv"
NOTES = frozenset({"hinweise", "notes", "auswahl", "choices"})
"""Sheets that explain the template and hold no table."""

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


class Found(NamedTuple):
    """The tables of a bundle, and what cannot be one."""

    sheets: dict[Table, Sheet]
    problems: list[Problem]


@contextmanager
def open_bundle(path: Path) -> Iterator[Found]:
    """The tables of the bundle at `path`, to be read while this is open. Raises `Unusable`."""
    if path.is_dir():
        yield _tables(_files_of_folder(path))
    elif not path.is_file():
        raise Unusable(_("There is no file or folder “%(path)s”.") % {"path": path})
    else:
        _check_kind(path)
        with open_archive(path) as archive:
            if is_workbook(archive):
                yield _tables(sheets_of(archive))
            else:
                names = [entry.filename for entry in archive.infolist() if _is_table_file(entry.filename)]
                yield _tables(
                    Sheet(_stem(name), csv_rows(partial(open_entry, archive, name), name), MOST_ROWS) for name in names
                )


def _check_kind(path: Path) -> None:
    with path.open("rb") as file:
        begin = file.read(4)
    if begin == _OLD_OR_LOCKED:
        message = _("“%(name)s” is protected by a password or in an old format: save it as .xlsx without a password.")
        raise Unusable(message % {"name": path.name})
    if not begin.startswith(b"PK"):
        message = _("“%(name)s” is neither a folder of CSV files, nor a .zip of them, nor an .xlsx workbook.")
        raise Unusable(message % {"name": path.name})


def _files_of_folder(path: Path) -> Iterable[Sheet]:
    files = sorted(each for each in path.iterdir() if each.is_file() and _is_table_file(each.name))
    if sum(each.stat().st_size for each in files) > MOST_UNPACKED:
        raise too_large()
    return [Sheet(each.stem, csv_rows(partial(each.open, "rb"), each.name), MOST_ROWS) for each in files]


def _is_table_file(name: str) -> bool:
    """A CSV file, but none of those that operating systems put beside them."""
    parts = PurePosixPath(name).parts
    return name.casefold().endswith(ENDING) and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _stem(name: str) -> str:
    return PurePosixPath(name).stem


def _tables(sheets: Iterable[Sheet]) -> Found:
    found = Found({}, [])
    known = tables_by_label()
    for sheet in sheets:
        table = known.get(normalised(sheet.name))
        if table is None:
            if normalised(sheet.name) not in NOTES and any(True for _row in sheet.rows()):
                found.problems.append(Problem(sheet.name, 0, "", sheet.name, refusals.UNKNOWN_TABLE))
        elif table in found.sheets:
            found.problems.append(Problem(table.name, 0, "", sheet.name, refusals.TABLE_TWICE))
        else:
            found.sheets[table] = sheet
    if not found.sheets and not found.problems:
        raise Unusable(_("There is no table in this bundle."))
    return found
