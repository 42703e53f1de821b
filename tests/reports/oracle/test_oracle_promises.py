"""Guarantees, takeover and retention, counted by hand."""

import pytest

from tests.reports.oracle.case import Case


def promised(case, code, **values):
    case.row("guarantees", enrolment=code, given_on="2018-01-01", **values)


def classes(case, month):
    cells = case.cells("guarantee_fulfilment", month, breakdown="class")
    return {cell["key"]["class"]: cell["value"] for cell in cells if cell["value"]}


def test_coverage_counts_guarantees_given_by_the_day_and_not_ended_before_it():
    case = Case()
    guarantees = {
        "E1": {},
        "E2": {"ended_on": "2020-03-31"},
        "E3": {"ended_on": "2020-03-30"},
        "E4": {"decision": "withdrawn", "decided_on": "2020-03-30"},
        "E5": {"decision": "withdrawn", "decided_on": "2020-03-31"},
        "E6": {"decision": "withdrawn"},
    }
    for code, values in guarantees.items():
        case.enrol(code, "2018-01-01")
        case.entry(code, "P-T", "2018-01-01")
        promised(case, code, **values)

    assert case.figure("guarantee_coverage", "2020-03") == (3, 6)


def test_a_guarantee_belongs_to_the_latest_training_that_began():
    case = Case()
    case.phase("P-TP", "training", position="9", parallel="yes")
    case.enrol("E1", "2018-01-01")
    case.entry("E1", "P-T", "2018-01-01")
    case.entry("E1", "P-TP", "2020-04-01")
    promised(case, "E1")

    assert case.figure("guarantee_coverage", "2020-03") == (1, 1)
    assert case.figure("guarantee_coverage", "2020-04") == (1, 2)


def test_each_due_guarantee_falls_in_the_first_class_that_fits():
    case = Case()
    for number in range(1, 9):
        case.trained(f"E{number}", "2020-03-01", start="2018-01-01")
    promised(case, "E1", decision="waived")
    case.job("E1", "2020-03-08")
    promised(case, "E2", decision="waived", decided_on="2020-03-31")
    case.job("E2", "2020-03-02", contract="fixed_term")
    promised(case, "E3", decision="refused_suitability", decided_on="2020-04-01")
    case.job("E3", "2020-03-02", at="CA", contract="fixed_term")
    promised(case, "E4")
    case.job("E4", "2020-03-02", at="CB")
    promised(case, "E5", scope="group")
    case.job("E5", "2020-03-02", at="CB")
    promised(case, "E6")
    case.job("E6", "2020-03-09")
    promised(case, "E7", ended_on="2020-02-29")
    promised(case, "E8", decision="refused_suitability")

    expected = {"fulfilled": 2, "waived": 1, "refused_suitability": 1, "fixed_term_only": 1, "broken": 2}
    assert classes(case, "2020-03") == expected
    assert case.figure("guarantee_fulfilment", "2020-03") == (2, 6)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2020-03-24", {"broken": 1}),
        ("2020-03-25", {"pending": 1}),
        ("2020-03-31", {"pending": 1}),
        ("2020-04-01", {}),
        ("2019-04-01", {"broken": 1}),
        ("2019-03-31", {}),
    ],
)
def test_a_guarantee_is_due_for_a_year_from_the_end_of_the_tolerance(end, expected):
    case = Case()
    case.trained("E1", end, start="2018-01-01")
    promised(case, "E1")

    assert classes(case, "2020-03") == expected


def test_takeover_counts_any_job_in_the_group_after_the_training():
    case = Case(takeover_tolerance_days="1")
    for number in range(1, 5):
        case.trained(f"E{number}", "2020-03-29")
    case.job("E1", "2020-03-30", at="CB", contract="fixed_term")
    case.job("E2", "2020-03-30", at="XX")
    case.job("E3", "2020-03-29")
    case.job("E4", "2020-03-31")

    assert case.figure("takeover", "2020-03") == (1, 4)
    assert case.figure("takeover", "2020-03", breakdown="programme", programme="P") == (1, 4)


def test_retention_asks_on_the_anniversary_for_the_employer_and_for_the_group():
    case = Case()
    for number in range(1, 5):
        case.trained(f"E{number}", "2020-02-28")
    case.job("E1", "2020-02-29", "2021-02-28")
    case.job("E2", "2020-02-29", "2021-02-27")
    case.job("E3", "2020-02-29", "2020-12-31")
    case.job("E3", "2021-02-28", at="CB")
    case.job("E4", "2020-03-01")

    assert case.figure("retention_12", "2021-02", line="employer") == (1, 3)
    assert case.figure("retention_12", "2021-02", line="group") == (2, 3)
    assert case.figure("retention_12", "2021-03", line="employer") == (2, 4)


def test_retention_asks_once_in_the_year_after_the_anniversary():
    case = Case()
    case.trained("E1", "2020-02-28")
    case.job("E1", "2020-02-29")

    figures = [
        case.figure("retention_6", month, line="group") for month in ("2020-07", "2020-08", "2021-07", "2021-08")
    ]
    assert figures == [(0, 0), (1, 1), (1, 1), (0, 0)]
    case.trained("E2", "2020-02-29")
    case.job("E2", "2020-03-02")  # the anniversary of 12 months is 2 March 2021
    assert case.figure("retention_12", "2022-02", line="group") == (1, 1)
    case.trained("E3", "2020-02-27")
    case.job("E3", "2020-02-28")  # 28 February 2021, one year before the as-of date
    assert case.figure("retention_12", "2022-02", line="group") == (1, 1)


def test_a_permanent_job_on_the_same_day_is_the_takeover():
    case = Case()
    case.trained("E1", "2020-02-29")
    case.job("E1", "2020-03-01", "2020-03-31", at="CA", contract="fixed_term")
    case.job("E1", "2020-03-01", at="CB")

    assert case.figure("retention_6", "2020-09", line="employer") == (1, 1)


def test_the_curve_needs_twenty_takeovers():
    case = Case()
    for number in range(19):
        case.trained(f"E{number}", "2019-12-31")
        case.job(f"E{number}", "2020-01-01")

    assert case.cells("retention_curve", "2020-06") == []


def test_the_curve_multiplies_what_is_left_month_by_month():
    case = Case()
    for number in range(20):
        case.trained(f"E{number:02d}", "2019-12-31")
    case.job("E00", "2020-01-01", "2020-01-30")  # ended before one month was complete
    case.job("E01", "2020-01-01", "2020-01-31")  # ended with one month complete
    case.job("E02", "2020-01-01", "2020-02-15")
    case.job("E02", "2020-02-16", at="CB")  # goes on in the group without a gap
    case.job("E03", "2020-01-01", "2020-02-15")
    case.job("E03", "2020-02-17")  # a gap of one day ends it
    case.job("E04", "2020-01-04", "2020-03-31")  # begun later, two months complete, still there on the last day
    for number in range(5, 20):
        case.job(f"E{number:02d}", "2020-01-01")

    rows = [
        (cell["key"]["month"], cell["at_risk"], cell["ended"], cell["value"])
        for cell in case.cells("retention_curve", "2020-03")
    ]
    assert rows == [
        ("0", 20, 1, "0.950000"),
        ("1", 19, 2, "0.850000"),  # 0.95 * 17/19
        ("2", 17, 0, "0.850000"),
        ("3", 16, 0, "0.850000"),
    ]


def test_the_forecast_counts_posts_by_the_month_after_the_planned_end():
    case = Case()
    planned = {"E1": "2020-03-30", "E2": "2020-03-31", "E3": "2020-04-30", "E4": "2023-03-30", "E5": "2023-03-31"}
    for code, day in {**planned, "E6": ""}.items():
        case.enrol(code, "2018-01-01")
        case.entry(code, "P-T", "2018-01-01", planned_end_on=day)
        promised(case, code)

    cells = case.cells("guarantee_forecast", "2020-03")
    assert (len(cells), cells[0]["key"], cells[-1]["key"]) == (36, {"month": "2020-04"}, {"month": "2023-03"})
    assert {cell["key"]["month"]: cell["value"] for cell in cells if cell["value"]} == {
        "2020-04": 2,
        "2020-05": 1,
        "2023-03": 1,
    }
