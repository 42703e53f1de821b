"""Month arithmetic of the calculation, with the examples of the ground rules."""

import datetime as dt

import pytest

from tests.reports.oracle.dates import anniversary, period_end, year_before


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2016-09-01", 36, "2019-08-31"),
        ("2022-11-30", 3, "2023-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2015-01-31", 3, "2015-04-30"),
        ("2016-05-01", 3, "2016-07-31"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2016-03-31", 1, "2016-04-30"),
        ("2016-12-15", 1, "2017-01-14"),
    ],
)
def test_a_period_of_months_ends_as_the_civil_code_says(start, months, end):
    assert period_end(dt.date.fromisoformat(start), months).isoformat() == end


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2025-02-28", 12, "2026-02-28"),
        ("2024-08-31", -6, "2024-02-29"),
        ("2025-02-28", -6, "2024-08-28"),
        ("2016-01-15", -12, "2015-01-15"),
    ],
)
def test_an_anniversary_is_the_corresponding_day_or_the_last_of_the_month(day, months, expected):
    assert anniversary(dt.date.fromisoformat(day), months).isoformat() == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2024-02-29", "2023-02-28"), ("2025-02-28", "2024-02-28"), ("2016-12-31", "2015-12-31")]
)
def test_one_year_before_is_the_same_day_of_the_previous_year(day, expected):
    assert year_before(dt.date.fromisoformat(day)).isoformat() == expected
