"""`build_report` writes a report, or says in one sentence why not and writes nothing."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from reports.editions.models import ReportEdition
from reports.indicators.identity import IdentityViolated
from tests.factories import enrolment, organisation
from tests.reports.editions.counting import make_up

pytestmark = pytest.mark.django_db(transaction=True)


def build(**options):
    output = StringIO()
    call_command(
        "build_report", **{"organisation": "AOK", "month": "2024-10", "format": "json", **options}, stdout=output
    )
    return output.getvalue()


@pytest.fixture
def aok():
    at = enrolment(entered_on=date(2024, 9, 1)).organisation
    at.code = "AOK"
    at.save()
    return at


def test_a_report_goes_to_standard_output(aok):
    report = json.loads(build())

    stock = [each["value"] for each in report["figures"] if (each["indicator"], each["key"]) == ("participants", {})]
    assert (report["organisation"], report["as_of"], stock) == ("AOK", "2024-10-31", [1])


def test_a_report_goes_to_a_file(aok, tmp_path):
    said = build(output=tmp_path / "report.csv", format="csv")

    rows = list(csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text(encoding="utf-8"))))
    assert (said, rows[0]["indicator"], list(tmp_path.iterdir())) == ("", "participants", [tmp_path / "report.csv"])


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("xlsx", b"PK\x03\x04")])
def test_files_for_people_go_to_a_file_or_to_standard_output(aok, tmp_path, form, start):
    piped = TextIOWrapper(BytesIO())

    call_command("build_report", organisation="AOK", month="2024-10", format=form, stdout=piped)
    build(output=tmp_path / "report", format=form)

    assert (piped.buffer.getvalue()[: len(start)], (tmp_path / "report").read_bytes()[: len(start)]) == (start, start)


def test_the_html_file_needs_nothing_else(aok, tmp_path):
    build(output=tmp_path / "report.html", format="html")

    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert [word in text for word in ("Monatsbericht Oktober 2024", "<style>", "<link", "<script", "src=")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_same_data_give_the_same_bytes_but_for_the_moment(aok):
    first, second = build(), build()

    def lines(text):
        return [line for line in text.splitlines() if "known_at" not in line]

    assert (lines(first), ReportEdition.objects.count()) == (lines(second), 1)


def test_an_organisation_without_people_has_a_report_of_zeros():
    organisation(code="AOK-NW")

    report = json.loads(build(organisation="AOK-NW"))

    assert {each["value"] for each in report["figures"] if each["indicator"] == "participants"} == {0}


WRONG = [
    {"organisation": "NOBODY"},
    {"organisation": "aok"},
    {"month": "2024-13"},
    {"month": "2024-1"},
    {"month": "١٩٩٩-٠١"},
    {"format": "JSON"},
    {"audience": "nobody"},
]


@pytest.mark.parametrize("options", WRONG)
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_written(aok, tmp_path, options):
    with pytest.raises(CommandError) as refused:
        build(output=tmp_path / "report", **options)

    assert (str(refused.value).count("\n"), str(refused.value)[-1]) == (0, ".")
    assert (list(tmp_path.iterdir()), ReportEdition.objects.count()) == ([], 0)


def test_a_file_that_cannot_be_written_is_said_before_anything_is_built(aok, tmp_path):
    for path in (tmp_path / "missing" / "report.json", tmp_path, tmp_path / ("x" * 300)):
        with pytest.raises(CommandError):
            build(output=path)

    assert ReportEdition.objects.count() == 0


def test_a_failure_leaves_the_file_from_before_as_it_was(aok, tmp_path, monkeypatch):
    kept = tmp_path / "report.json"
    kept.write_text("from before")

    def violated(*_args, **_kwargs):
        message = "2024-10, programme P"
        raise IdentityViolated(message)

    make_up(monkeypatch, violated)

    with pytest.raises(CommandError, match="programme P"):
        build(output=kept)

    assert (kept.read_text(), list(tmp_path.iterdir())) == ("from before", [kept])


def test_the_shell_sees_a_sentence_and_a_number_but_no_traceback():
    command = [
        sys.executable,
        "manage.py",
        "build_report",
        "--organisation",
        "X",
        "--month",
        "2016-13",
        "--format",
        "json",
    ]

    done = subprocess.run(
        command,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "integration.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (1, "", False)
    assert "2016-13" in done.stderr.splitlines()[-1]
