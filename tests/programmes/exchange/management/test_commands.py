"""The commands: one clear sentence and an exit code when something is wrong, a list when rows are."""

import csv
import io
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from python_calamine import load_workbook

from programmes.exchange.labels import CHOICE_LABELS, COLUMN_LABELS, TABLE_LABELS
from programmes.exchange.services import Request, import_bundle
from programmes.exchange.tables import TABLES
from programmes.participants.models import Participant
from tests.programmes.exchange.small import found, with_rows, write_folder

ROOT = Path(__file__).parents[4]
SEED = ROOT / "programmes/exchange/demonstration/seed"
PERSON = {"code": "P3", "given_name": "Kofi", "gender": "?"}


def run(command, *args, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *map(str, args), stdout=out, stderr=err, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_an_import_says_what_it_did():
    said = run("import_bundle", SEED)

    assert "participants: 259 " in said
    assert Participant.objects.count() == 259


@pytest.mark.django_db
def test_an_import_that_is_to_be_quiet_says_nothing():
    assert run("import_bundle", SEED, verbosity=0) == ""


@pytest.mark.django_db
def test_a_refused_import_lists_table_row_column_value_and_reason(tmp_path):
    out = io.StringIO()

    with pytest.raises(CommandError) as error:
        call_command("import_bundle", write_folder(with_rows(participants=[PERSON]), tmp_path / "b"), stdout=out)

    assert "participants · 4 · gender · ? · " in out.getvalue()
    assert error.value.returncode == 1
    assert not Participant.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "args",
    [
        ("nirgends",),
        (SEED, "--organisation", "NIRGENDS"),
        (SEED, "--report", "list.pdf"),
        (SEED, "--report", "nirgends/list.txt"),
        (ROOT / "manage.py",),
    ],
)
def test_what_cannot_be_done_is_one_sentence(args):
    with pytest.raises(CommandError) as error:
        run("import_bundle", *args)

    assert str(error.value).count("\n") == 0
    assert str(error.value).endswith(".")
    assert not Participant.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("export_bundle", ("nirgends/bundle",)),
        ("export_bundle", ("bundle", "--organisation", "NIRGENDS")),
        ("bundle_template", ("nirgends/template.xlsx",)),
    ],
)
def test_an_export_that_cannot_be_made_is_one_sentence(tmp_path, monkeypatch, command, args):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CommandError) as error:
        run(command, *args)

    assert str(error.value).endswith(".")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_partial_and_dry_run_together_say_what_would_come_in(tmp_path):
    path = write_folder(with_rows(participants=[PERSON]), tmp_path / "b")

    said = run("import_bundle", path, partial=True, dry_run=True)

    assert "participants · 4 · gender · ? · " in said
    assert not Participant.objects.exists()


@pytest.mark.django_db
def test_the_list_as_csv_has_no_formulas(tmp_path):
    path = write_folder(with_rows(participants=[{**PERSON, "gender": "=1+1"}]), tmp_path / "b")

    with pytest.raises(CommandError):
        run("import_bundle", path, report=tmp_path / "list.csv")

    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[1][:4] == ["participants", "4", "gender", "'=1+1"]


@pytest.mark.django_db
def test_the_list_as_text(tmp_path):
    path = write_folder(with_rows(participants=[PERSON]), tmp_path / "b")

    with pytest.raises(CommandError):
        run("import_bundle", path, report=tmp_path / "list.txt")

    assert (
        (tmp_path / "list.txt")
        .read_text(encoding="utf-8")
        .splitlines()[1]
        .startswith("participants · 4 · gender · ? · ")
    )


@pytest.mark.django_db
def test_the_list_as_a_workbook_shows_the_given_tables_with_the_bad_cells_marked(tmp_path):
    path = write_folder(with_rows(participants=[PERSON]), tmp_path / "b")

    with pytest.raises(CommandError):
        run("import_bundle", path, report=tmp_path / "list.xlsx")

    book = load_workbook(str(tmp_path / "list.xlsx"))
    assert set(book.sheet_names[1:]) == set(with_rows())
    given = book.get_sheet_by_name("participants").to_python()
    assert given[3][0:2] == ["P3", "Kofi"]
    assert given[3][given[0].index("gender")] == "?"
    comments = _comments(tmp_path / "list.xlsx")
    assert [where for where, _text in comments] == ["E4"]


def _comments(path):
    with zipfile.ZipFile(path) as book:
        parts = [book.read(name).decode() for name in book.namelist() if "xl/comments" in name]
    return [
        match for part in parts for match in re.findall(r'<comment ref="(\w+)".*?<t[^>]*>(.*?)</t>', part, re.DOTALL)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_template_has_every_table_column_and_choice_and_imports_as_nothing(tmp_path, language):
    path = tmp_path / "template.xlsx"

    run("bundle_template", path, language=language)

    book = load_workbook(str(path))
    german = language == "de"
    expected = [TABLE_LABELS[name] if german else name for name in TABLES]
    assert book.sheet_names[1:-1] == expected
    for name, sheet in zip(TABLES, expected, strict=True):
        header = [COLUMN_LABELS[column] if german else column for column in TABLES[name].names]
        assert book.get_sheet_by_name(sheet).to_python() == [header]
    listed = {cell for row in book.get_sheet_by_name(book.sheet_names[-1]).to_python() for cell in row}
    choices = (labels.values() if german else labels for labels in CHOICE_LABELS.values())
    assert {label for labels in choices for label in labels} <= listed
    outcome = import_bundle(Request(path=path))
    assert (found(outcome.problems), outcome.sound) == ([], True)


@pytest.mark.django_db
def test_the_same_template_twice_is_the_same_file(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        run("bundle_template", tmp_path / name)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


MEASURED = """
import atexit, sys
from pathlib import Path

def tell_peak():
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    sys.stderr.write(f"peak {status['VmHWM'].split()[0]}")

atexit.register(tell_peak)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


def _in_a_process_of_its_own(tmp_path, *args):
    """What a command says, its exit code, and (last in its errors) its peak of memory in kilobytes."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "integration.settings.test",
        "VAR_DIR": str(tmp_path / "var"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/einstieg.sqlite3",
    }
    return subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, args)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_bad_rows_are_all_listed_in_little_memory(tmp_path):
    people = ({"code": f"P{number}", "given_name": "x" * 10_000, "gender": "?"} for number in range(10_000))
    path = tmp_path / "bundle"
    path.mkdir()
    with (path / "participants.csv").open("w") as file:
        writer = csv.DictWriter(file, ["code", "given_name", "gender"])
        writer.writeheader()
        writer.writerows(people)
    with closing(sqlite3.connect(tmp_path / "einstieg.sqlite3")) as empty:
        connection.connection.backup(empty)

    result = _in_a_process_of_its_own(tmp_path, "import_bundle", path)

    rows = [line.split(" · ")[1] for line in result.stdout.splitlines() if line.startswith("participants · ")]
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert rows == [str(number) for number in range(2, 10_002) for _ in ("given_name", "gender")]
    assert int(result.stderr.rpartition("peak ")[2]) < 256 * 1024
    exported = _in_a_process_of_its_own(tmp_path, "export_bundle", tmp_path / "nothing")
    assert (exported.returncode, exported.stdout) == (0, "")
