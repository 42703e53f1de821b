"""The report as data, byte for byte."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.indicators.figures import Figure, Status
from reports.rendering.data import COLUMNS, as_csv, as_json
from tests.factories import organisation, report_edition

pytestmark = pytest.mark.django_db

FIGURES = [
    Figure("enrolments", 1, "programme", {"programme": "NO-DUAL"}, value=2),
    Figure("transition_so_far", 1, "step_cohort", {"from": "internship", "to": "training", "cohort": "Ü"}, "2/5", 2, 5),
    Figure("dropout", 1, "cohort", {"cohort": "C"}, None, 0, 0, 3, Status.NOT_APPLICABLE),
    Figure("places", 1, "cohort", {"cohort": "C"}, "0", 0, 20, details={"qualifier": "about"}),
]


def aok(**fields):
    at = organisation(code="AOK", kind="group")
    fields = {"month": date(2016, 9, 1), "known_at": datetime(2016, 10, 5, 4, 0, 0, 999, tzinfo=UTC), **fields}
    return report_edition(organisation=at, **fields)


def test_the_json_is_as_agreed():
    edition = aok(figures=FIGURES)

    text = as_json(edition, figures_of(edition))

    assert text == (
        "{\n"
        '  "schema": "monthly-report/1",\n'
        '  "organisation": "AOK",\n'
        '  "month": "2016-09",\n'
        '  "as_of": "2016-09-30",\n'
        '  "known_at": "2016-10-05T06:00:00+02:00",\n'
        '  "audience": "hr",\n'
        '  "threshold": 1,\n'
        '  "edition": 1,\n'
        '  "figures": [\n'
        '    {"indicator": "enrolments", "version": 1, "breakdown": "programme", "key": {"programme": "NO-DUAL"}, '
        '"value": 2, "status": "shown"},\n'
        '    {"indicator": "transition_so_far", "version": 1, "breakdown": "step_cohort", "key": {"from": "internship", '
        '"to": "training", "cohort": "Ü"}, "numerator": 2, "denominator": 5, "value": "2/5", "status": "shown"},\n'
        '    {"indicator": "dropout", "version": 1, "breakdown": "cohort", "key": {"cohort": "C"}, "numerator": 0, '
        '"denominator": 0, "not_matured": 3, "status": "not_applicable"},\n'
        '    {"indicator": "places", "version": 1, "breakdown": "cohort", "key": {"cohort": "C"}, "numerator": 0, '
        '"denominator": 20, "value": "0", "qualifier": "about", "status": "shown"}\n'
        "  ]\n"
        "}\n"
    )


def test_a_report_without_figures_is_still_json():
    edition = aok(ready=True)

    assert json.loads(as_json(edition, []))["figures"] == []


def test_the_time_is_berlins_also_in_winter():
    edition = aok(ready=True, known_at=datetime(2016, 12, 31, 23, 30, tzinfo=UTC))

    assert json.loads(as_json(edition, []))["known_at"] == "2017-01-01T00:30:00+01:00"


def test_the_csv_has_the_same_rows_as_the_json():
    edition = aok(figures=FIGURES)
    figures = figures_of(edition)

    rows = list(csv.DictReader(io.StringIO(as_csv(figures))))

    told = [{name: value for name, value in row.items() if value} for row in rows]
    data = [figure.as_data() for figure in figures]
    flat = [{**{k: v for k, v in row.items() if k != "key"}, **row["key"]} for row in data]
    assert told == [{name: str(value) for name, value in row.items()} for row in flat]
    assert tuple(rows[0]) == COLUMNS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
@pytest.mark.parametrize("rest", ["1+1", "cmd|' /C calc'!A0", "1/2 "])
def test_no_cell_of_the_csv_is_a_formula(start, rest):
    hostile = start + rest
    figure = Figure("published_figure", 1, "figure", {"figure": hostile}, hostile, details={"source": hostile})

    row = next(csv.DictReader(io.StringIO(as_csv([figure]))))

    assert [row["figure"], row["value"], row["source"]] == [f"'{hostile}"] * 3


@pytest.mark.parametrize("number", ["-1/2", "-3", "2/5", "0.950000"])
def test_numbers_stay_numbers_in_the_csv(number):
    figure = Figure("language_progress", 1, "total", {}, number, numerator=-1, denominator=2)

    row = next(csv.DictReader(io.StringIO(as_csv([figure]))))

    assert (row["value"], row["numerator"]) == (number, "-1")


def test_a_suppressed_figure_has_no_number_in_either_form():
    hidden = replace(FIGURES[1], value=None, numerator=None, denominator=None, status=Status.SUPPRESSED)
    edition = aok(figures=[hidden])

    told = json.loads(as_json(edition, figures_of(edition)))["figures"][0]
    row = next(csv.DictReader(io.StringIO(as_csv(figures_of(edition)))))

    assert set(told) == {"indicator", "version", "breakdown", "key", "status"}
    assert [row[name] for name in ("value", "numerator", "denominator", "not_matured")] == [""] * 4


def test_the_same_figures_give_the_same_bytes():
    first = as_json(aok(figures=FIGURES), FIGURES)

    second = as_json(ReportEdition.objects.get(), figures_of(ReportEdition.objects.get()))

    assert first == second
