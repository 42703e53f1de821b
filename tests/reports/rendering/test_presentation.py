"""A report arranged for reading."""

import pytest

from reports.indicators.figures import Figure
from reports.rendering.presentation import arrange
from tests.factories import cohort, organisation, programme

pytestmark = pytest.mark.django_db


def rate(indicator, cohort_code, numerator, denominator, **key):
    value = f"{numerator}/{denominator}"
    return Figure(indicator, 1, "cohort", {"cohort": cohort_code, **key}, value, numerator, denominator)


def test_families_keep_their_figures_together():
    figures = [
        Figure("participants", 1, "total", {}, value=5),
        Figure("guarantee_coverage", 1, "total", {}, "1/2", 1, 2),
    ]

    sections = arrange(figures)

    assert [(section.family.value, len(section.tiles)) for section in sections] == [
        ("stock_and_flow", 1),
        ("guarantees", 1),
    ]


def test_indicators_of_one_breakdown_stand_side_by_side():
    group = cohort(programme(), label="Herbst 2024")
    figures = [
        rate("dissolution_so_far", group.code, 1, 4),
        rate("dissolution_so_far", group.code, 0, 4, line="in_probation"),
        rate("dropout", group.code, 1, 3),
        rate("dropout", "GONE", 1, 3),
    ]

    table = arrange(figures)[0].tables["cohort"]

    assert [str(column.line) for column in table.columns.values()] == ["", "in der Probezeit", ""]
    assert [[str(label.text) for label in row.labels] for row in table.rows] == [["Herbst 2024"], ["GONE"]]
    assert [[cell.parts for cell in row.cells] for row in table.rows] == [
        ["1 von 4", "0 von 4", "1 von 3"],
        ["", "", "1 von 3"],
    ]


def test_counts_that_stand_alone_are_compared_with_the_largest():
    figures = [Figure("phase_stock", 1, "phase", {"phase": phase}, value=count) for phase, count in PHASES.items()]

    table = arrange(figures)[0].tables["phase"]

    assert [row.cells[0].bar for row in table.rows] == ["25.0", "100.0", "0.0"]


PHASES = {"internship": 1, "training": 4, "between_phases": 0}


def test_counts_beside_others_have_no_bar():
    at = organisation()
    figures = [Figure(each, 1, "organisation", {"organisation": at.code}, value=3) for each in ("inflow", "outflow")]

    table = arrange(figures)[0].tables["organisation"]

    assert [cell.bar for cell in table.rows[0].cells] == ["", ""]


def test_a_forecast_and_a_curve_have_tables_of_their_own():
    figures = [Figure("guarantee_forecast", 1, "total", {"month": "2024-11"}, value=1)]
    figures += [Figure("retention_curve", 1, "total", {"month": "0"}, "1.000000", details={"at_risk": 20, "ended": 1})]

    assert set(arrange(figures)[0].tables) == {"guarantee_forecast", "retention_curve"}


def test_what_is_told_elsewhere_has_no_table_but_is_still_explained():
    figures = [Figure("language_level", 1, "class", {"class": "b1"}, value=4)]

    (section,) = arrange(figures, left_out={("language_level", "class")})

    assert (section.tables, list(section.indicators)) == ({}, ["language_level"])


@pytest.mark.parametrize("rows", [1, 3])
def test_names_cost_the_same_however_many_there_are(rows, django_assert_num_queries):
    groups = [cohort(programme()) for _ in range(rows)]
    figures = [rate("dropout", each.code, 1, 2) for each in groups]
    figures += [Figure("enrolments", 1, "programme", {"programme": each.programme.code}, value=1) for each in groups]

    with django_assert_num_queries(1):
        arrange(figures)
