"""A small bundle that is sound, to be changed by tests in the one way they are about."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from programmes.exchange.services import Outcome, Request, import_bundle
from programmes.exchange.tables import TABLES

GROUND = {
    "organisations": [
        {"code": "G", "name": "Gruppe", "kind": "group", "parent": ""},
        {"code": "C", "name": "Werke", "kind": "company", "parent": "G"},
        {"code": "S", "name": "Werk Süd", "kind": "site", "parent": "C"},
        {"code": "PA", "name": "Bildungswerk", "kind": "partner", "parent": ""},
    ],
    "programmes": [
        {"code": "DUAL", "organisation": "C", "name": "Ausbildung"},
        {"code": "COACH", "organisation": "C", "name": "Begleitung"},
    ],
    "phases": [
        {"code": "PR", "programme": "DUAL", "position": "1", "name": "Praktikum", "kind": "internship"},
        {"code": "AU", "programme": "DUAL", "position": "2", "name": "Ausbildung", "kind": "training"},
        {"code": "SK", "programme": "DUAL", "position": "3", "name": "Kurs", "kind": "language_course", "parallel": "ja"},
        {"code": "CO", "programme": "COACH", "position": "1", "name": "Coaching", "kind": "coaching"},
    ],
    "cohorts": [
        {"code": "DUAL-16", "programme": "DUAL", "label": "Herbst 2016"},
        {"code": "COACH-16", "programme": "COACH", "label": "2016"},
    ],
    "participants": [
        {"code": "P1", "given_name": "Amal", "family_name": "Haddad", "birth_date": "1997-05-22"},
        {"code": "P2", "given_name": "Lamin", "family_name": "Ceesay", "birth_date": "1998-06-03"},
    ],
    "enrolments": [
        {"code": "E1", "participant": "P1", "cohort": "DUAL-16", "organisation": "S", "entered_on": "2016-05-02"},
        {
            "code": "E2", "participant": "P2", "cohort": "DUAL-16", "organisation": "C",
            "entered_on": "2016-05-02", "ended_on": "2016-12-31",
        },
    ],
    "sponsors": [{"code": "SP", "organisation": "S", "given_name": "Petra", "family_name": "Lindner"}],
}  # fmt: skip

Rows = dict[str, list[dict[str, str]]]


def with_rows(**tables: list[dict[str, str]]) -> Rows:
    """The ground, and these rows at the end of their tables."""
    return {name: [*GROUND.get(name, []), *tables.get(name, [])] for name in TABLES if name in GROUND or name in tables}


def changed(table: str, code: str, **values: str) -> Rows:
    """The ground with other values in one row."""
    rows = [{**row, **values} if row["code"] == code else row for row in GROUND[table]]
    return {**GROUND, table: rows}


def write_folder(tables: Rows, folder: Path | None = None, *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """The tables as CSV files in a folder."""
    folder = folder or Path(tempfile.mkdtemp(dir=tempfile.gettempdir()))
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def bring_in(tables: Rows, **options: object) -> Outcome:
    """Import the tables from a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        return import_bundle(Request(path=write_folder(tables, Path(folder)), **options))  # type: ignore[arg-type]


def packed(tables: Rows, name: str = "bundle.zip") -> SimpleUploadedFile:
    """The tables as somebody uploads them."""
    target = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(target, "w") as archive:
        for path in sorted(write_folder(tables, Path(folder)).iterdir()):
            archive.write(path, path.name)
    return SimpleUploadedFile(name, target.getvalue())


def found(problems: list) -> list[tuple[str, int, str, str]]:
    """Problems as table, row, column and code."""
    return [(each.table, each.row, each.column, each.refusal.code) for each in problems]


def contents() -> dict[str, list[tuple]]:
    """Everything that the tables of the bundle hold, with what is derived but for the ids."""
    return {
        name: sorted(
            map(
                str,
                table.model.objects.order_by("pk").values_list(*(column.lookup for column in table.columns)),
            )
        )
        for name, table in TABLES.items()
    }


def history_counts() -> dict[str, int]:
    """How many rows each table's history has."""
    return {name: table.model.history.count() for name, table in TABLES.items()}
