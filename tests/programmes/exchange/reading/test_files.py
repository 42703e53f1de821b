"""Folders, zips and workbooks, in the encodings and with the labels that people have; and those that mean harm."""

import os
import stat
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from programmes.exchange.labels import COLUMN_LABELS, TABLE_LABELS
from programmes.exchange.problems import Unusable
from programmes.exchange.reading import archive, bundle, csv_files, sheets
from programmes.exchange.services import Request, import_bundle
from programmes.exchange.tables import TABLES
from programmes.exchange.templates import choice_labels
from programmes.exchange.vocabulary import columns_by_label, normalised, tables_by_label
from programmes.participants.models import Participant
from programmes.pathways.models import Enrolment, Programme
from tests.programmes.exchange.small import GROUND, contents, found, with_rows, write_folder

PERSON = {
    "code": "P3",
    "given_name": "Jörg",
    "family_name": "Öztürk-Groß",
    "birth_date": "1990-02-28",
    "phone": "030 – 1",
}


def bring_in_path(path, **options):
    return import_bundle(Request(path=path, **options))


def german(tables):
    """The same rows with German labels, dates and choices."""
    translated = {}
    for name, rows in tables.items():
        table = TABLES[name]
        translated[TABLE_LABELS[name]] = [
            {COLUMN_LABELS[column]: german_value(table.by_name[column], value) for column, value in row.items()}
            for row in rows
        ]
    return translated


def german_value(column, value):
    if column.field.choices and value:
        codes = [code for code, _label in column.field.choices]
        return choice_labels(column, "de")[codes.index(value)]
    try:
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    except ValueError:
        return value


@pytest.mark.django_db
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encoding_and_separator_are_found(tmp_path, encoding, delimiter):
    write_folder(with_rows(participants=[PERSON]), tmp_path, encoding=encoding, delimiter=delimiter)

    outcome = bring_in_path(tmp_path)

    assert found(outcome.problems) == []
    person = Participant.objects.get(code="P3")
    assert (person.given_name, person.family_name, person.phone) == ("Jörg", "Öztürk-Groß", "030 – 1")


@pytest.mark.django_db
def test_german_labels_dates_and_windows_give_the_same_as_codes_and_utf_8(tmp_path):
    tables = with_rows(participants=[PERSON])
    bring_in_path(write_folder(tables, tmp_path / "plain", delimiter=","))
    before = contents()

    outcome = bring_in_path(write_folder(german(tables), tmp_path / "german", encoding="cp1252"))

    assert found(outcome.problems) == []
    assert {(each.created, each.changed) for each in outcome.counts.values()} == {(0, 0)}
    assert contents() == before


@pytest.mark.django_db
def test_a_quoted_line_break_is_part_of_the_value(tmp_path):
    write_folder(
        with_rows(programmes=[{"code": "X", "organisation": "C", "name": "X", "description": "Eins\r\nZwei"}]), tmp_path
    )

    bring_in_path(tmp_path)

    assert Programme.objects.get(code="X").description == "Eins\nZwei"


@pytest.mark.django_db
def test_empty_rows_are_no_rows_but_count(tmp_path):
    write_folder(GROUND, tmp_path)
    with (tmp_path / "participants.csv").open("a") as file:
        file.write("\r\n;;;\r\nP9;A;B;gestern\r\n")

    outcome = bring_in_path(tmp_path)

    assert found(outcome.problems) == [("participants", 6, "birth_date", "not_a_date")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("given_name;family_name\nA;B\n", [("participants", 1, "code", "key_column_missing")]),
        ("code;given_name;Vorname\nP1;A;A\n", [("participants", 1, "given_name", "column_twice")]),
        ("code;given_name\nP1;A;B\n", [("participants", 2, "", "beyond_the_columns")]),
        ("code;given_name;\nP1;A;B\n", [("participants", 2, "", "beyond_the_columns")]),
        ('code;given_name\nP1;"A\nP2;B\n', [("participants", 2, "", "broken_csv")]),
        ("\n\n", [("participants", 1, "", "no_header")]),
    ],
)
def test_a_header_or_row_out_of_shape_is_named(tmp_path, text, problems):
    (tmp_path / "participants.csv").write_text(text)

    outcome = bring_in_path(tmp_path)

    assert found(outcome.problems) == problems
    assert not outcome.sound


@pytest.mark.django_db
def test_a_table_of_an_unknown_name_is_named(tmp_path):
    write_folder({**GROUND, "persons": [{"code": "P1"}]}, tmp_path)
    (tmp_path / "notes.txt").write_text("not a table")

    outcome = bring_in_path(tmp_path)

    assert found(outcome.problems) == [("persons", 0, "", "unknown_table")]


@pytest.mark.django_db
def test_a_table_under_two_names_is_named(tmp_path):
    write_folder({**GROUND, "Teilnehmende": GROUND["participants"]}, tmp_path)

    outcome = bring_in_path(tmp_path)

    assert found(outcome.problems) == [("participants", 0, "", "table_twice")]


def zipped(folder, path, prefix=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for file in sorted(folder.iterdir()):
            target.write(file, prefix + file.name)
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "bundle/"])
def test_a_zip_is_read_like_the_folder(tmp_path, prefix):
    path = zipped(write_folder(GROUND, tmp_path / "folder"), tmp_path / "bundle.zip", prefix)
    with zipfile.ZipFile(path, "a") as target:
        target.writestr("__MACOSX/._participants.csv", b"\0")

    outcome = bring_in_path(path)

    assert (found(outcome.problems), Enrolment.objects.count()) == ([], 2)


def write_book(path, tables, **options):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, **options}) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for place, label in enumerate(rows[0]):
                sheet.write_string(0, place, label)
            for number, row in enumerate(rows, start=1):
                for place, value in enumerate(row.values()):
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
                    else:
                        sheet.write(number, place, value)
    return path


@pytest.mark.django_db
@pytest.mark.parametrize(
    "options", [{}, {"constant_memory": True}, {"default_date_format": "mmm yy"}, {"date_1904": True}]
)
def test_a_workbook_with_real_dates_numbers_and_booleans_is_read(tmp_path, options):
    tables = with_rows(
        phases=[{"code": "X", "programme": "DUAL", "position": 9, "name": "X", "kind": "eq", "parallel": True}],
        participants=[{**PERSON, "birth_date": date(1990, 2, 28)}],
    )
    tables = {
        name: [dict.fromkeys({k: "" for row in rows for k in row}, "") | row for row in rows]
        for name, rows in tables.items()
    }

    outcome = bring_in_path(write_book(tmp_path / "book.xlsx", tables, **options))

    assert found(outcome.problems) == []
    assert Participant.objects.get(code="P3").birth_date == date(1990, 2, 28)
    assert TABLES["phases"].model.objects.values_list("position", "parallel").get(code="X") == (9, True)


@pytest.mark.django_db
def test_a_cell_of_a_workbook_that_shows_an_error_is_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Teilnehmende")
        sheet.write_row(0, 0, ["Kürzel", "Vorname"])
        sheet.write_string(1, 0, "P1")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    outcome = bring_in_path(path)

    assert found(outcome.problems) == [("participants", 2, "given_name", "cell_is_an_error")]


@pytest.mark.django_db
def test_empty_formatted_rows_of_a_workbook_are_no_rows(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("participants")
        sheet.write_row(0, 0, ["code", "given_name"])
        sheet.write_row(1, 0, ["P1", "A"])
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    outcome = bring_in_path(path)

    assert (found(outcome.problems), outcome.counts["participants"].created) == ([], 1)


@pytest.mark.django_db
def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "MOST_ROWS", 2)
    write_folder(with_rows(participants=[PERSON]), tmp_path)

    outcome = bring_in_path(tmp_path)

    assert ("participants", 0, "", "too_many_rows") in found(outcome.problems)
    assert not Participant.objects.exists()


def test_limits_are_those_of_the_contract():
    assert (sheets.MOST_UNPACKED, sheets.MOST_ROWS, sheets.MOST_ROWS_OF_A_SHEET) == (200 * 1024**2, 1_000_000, 100_000)


def refused(path):
    with pytest.raises(Unusable) as error:
        bring_in_path(path)
    return str(error.value)


@pytest.mark.django_db
class TestHarm:
    def test_a_zip_that_unpacks_to_gigabytes(self, tmp_path):
        path = tmp_path / "bomb.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target, target.open("participants.csv", "w") as file:
            for _ in range(201):
                file.write(b" " * 1024**2)

        assert "200" in refused(path)

    def test_a_workbook_that_unpacks_to_gigabytes(self, tmp_path):
        path = write_book(tmp_path / "bomb.xlsx", {"participants": [{"code": "P1"}]})
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as target, target.open("xl/media/x", "w") as file:
            for _ in range(201):
                file.write(b" " * 1024**2)

        assert "200" in refused(path)

    def test_a_table_of_contents_that_lies_about_a_size(self, tmp_path):
        path = tmp_path / "lie.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr("participants.csv", "code;given_name\n" + "P1;A\n" * 100_000)
        data = path.read_bytes()
        size = (16 + 5 * 100_000).to_bytes(4, "little")
        path.write_bytes(data.replace(size, (64).to_bytes(4, "little")))

        assert "participants.csv" in refused(path)

    @pytest.mark.parametrize(
        "name",
        [
            "../participants.csv",
            "/participants.csv",
            "a/../../participants.csv",
            "..\\participants.csv",
            "C:participants.csv",
        ],
    )
    def test_a_zip_that_climbs_out_of_its_folder(self, tmp_path, name):
        path = tmp_path / "slip.zip"
        with zipfile.ZipFile(path, "w") as target:
            target.writestr(name, "code;given_name\nP1;A\n")

        assert name.replace("\\", "/") in refused(path).replace("\\", "/")

    def test_a_zip_with_a_link(self, tmp_path):
        path = tmp_path / "link.zip"
        entry = zipfile.ZipInfo("participants.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        with zipfile.ZipFile(path, "w") as target:
            target.writestr(entry, "/etc/passwd")

        assert "participants.csv" in refused(path)

    def test_a_zip_with_a_password(self, tmp_path):
        path = zipped(write_folder(GROUND, tmp_path / "folder"), tmp_path / "locked.zip")
        data = bytearray(path.read_bytes())
        for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            place = data.find(mark)
            while place != -1:
                data[place + offset] |= 1
                place = data.find(mark, place + 1)
        path.write_bytes(data)

        assert refused(path) == "Das Archiv ist mit einem Passwort geschützt."

    def test_a_zip_with_too_many_files(self, tmp_path, monkeypatch):
        monkeypatch.setattr(archive, "MOST_ENTRIES", 3)

        assert refused(zipped(write_folder(GROUND, tmp_path / "folder"), tmp_path / "many.zip"))

    def test_a_zip_with_a_damaged_file(self, tmp_path):
        path = zipped(write_folder(GROUND, tmp_path / "folder"), tmp_path / "bad.zip")
        data = bytearray(path.read_bytes())
        data[60:70] = b"\xff" * 10
        path.write_bytes(data)

        assert refused(path)

    def test_a_workbook_that_declares_entities(self, tmp_path):
        path = tmp_path / "laughs.xlsx"
        laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>'
        with zipfile.ZipFile(path, "w") as target:
            target.writestr("xl/workbook.xml", laughs)

        assert "xl/workbook.xml" in refused(path)

    def test_a_workbook_with_a_cell_far_away_and_texts_that_repeat(self, tmp_path):
        path = tmp_path / "far.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("participants")
            sheet.write_row(0, 0, ["code", "given_name"])
            for row in range(1, 300):
                sheet.write_string(row, 0, f"P{row}")
                sheet.write_string(row, 1, "x" * 32_767)
            sheet.write_string(1_048_575, 16_383, "x")

        outcome = bring_in_path(path)

        assert {problem.refusal.code for problem in outcome.problems} == {"too_long", "beyond_the_columns"}

    @pytest.mark.parametrize(
        "content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 50, b"\xd0\xcf\x11\xe0" + b"\0" * 99, b"%PDF-1.7"]
    )
    def test_a_file_that_is_something_else(self, tmp_path, content):
        path = tmp_path / "bundle.xlsx"
        path.write_bytes(content)

        assert "bundle.xlsx" in refused(path)

    def test_a_path_that_is_not_there(self, tmp_path):
        assert "nirgends" in refused(tmp_path / "nirgends")

    def test_a_folder_without_tables(self, tmp_path):
        assert refused(tmp_path)

    def test_a_folder_of_more_than_it_may_be(self, tmp_path):
        with (tmp_path / "participants.csv").open("wb") as file:
            os.truncate(file.fileno(), 201 * 1024**2)

        assert "200" in refused(tmp_path)

    def test_a_file_in_neither_encoding(self, tmp_path):
        (tmp_path / "participants.csv").write_bytes(b"code;given_name\nP1;\x81\x8d\xff\n")

        assert "participants.csv" in refused(tmp_path)


@pytest.mark.django_db
def test_halves_of_pairs_and_null_bytes_are_cleaned_away(tmp_path):
    (tmp_path / "participants.csv").write_bytes("code;given_name\nP1;Jö\0r\ud800g\n".encode("utf-8", "surrogatepass"))

    outcome = bring_in_path(tmp_path)

    assert (found(outcome.problems), Participant.objects.get().given_name) == ([], "Jörg")


def test_no_two_columns_or_tables_share_a_german_label():
    tables = [normalised(label) for label in TABLE_LABELS.values()]

    assert len(set(tables)) == len(TABLES)
    assert {tables_by_label()[normalised(label)].name: label for label in TABLE_LABELS.values()} == dict(TABLE_LABELS)
    for table in TABLES.values():
        labels = {normalised(COLUMN_LABELS[name]): name for name in table.names}
        assert len(labels) == len(table.names)
        assert {label: columns_by_label(table)[label].name for label in labels} == labels


def test_every_separator_is_tried():
    assert csv_files.SEPARATORS == (";", ",", "\t")
