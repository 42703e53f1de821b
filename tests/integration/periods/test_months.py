"""Months as the German Civil Code counts them (G10, G11; FIELD D1 and D3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.periods.months import (
    anniversary,
    latest_start_reaching,
    month_end,
    month_start,
    period_end,
    year_before,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "last_day"),
    [
        (date(2016, 9, 1), 36, date(2019, 8, 31)),
        (date(2016, 5, 1), 3, date(2016, 7, 31)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2015, 1, 31), 3, date(2015, 4, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2024, 9, 1), 4, date(2024, 12, 31)),
        (date(2024, 12, 31), 1, date(2025, 1, 30)),
        (date(2024, 10, 31), 1, date(2024, 11, 30)),
    ],
)
def test_a_period_ends_on_the_day_before_the_corresponding_one_or_on_the_last_of_a_month_without_it(
    start, months, last_day
):
    assert period_end(start, months) == last_day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 6, date(2024, 8, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 8, 31), -6, date(2024, 2, 29)),
    ],
)
def test_an_anniversary_that_is_missing_is_the_last_of_the_month(day, months, later):
    assert anniversary(day, months) == later


def test_a_year_before_29_february_is_28_february():
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)


@given(day=DAYS, months=st.integers(1, 60))
def test_a_period_never_reaches_the_corresponding_day_unless_that_is_missing(day, months):
    last_day = period_end(day, months)

    following = last_day + timedelta(days=1)
    assert following.day == day.day or (last_day == month_end(last_day) and last_day.day < day.day)


@given(day=DAYS, months=st.integers(1, 60))
def test_the_latest_start_that_reaches_a_day_reaches_it_and_the_next_does_not(day, months):
    latest = latest_start_reaching(day, months)

    assert (anniversary(latest, months) <= day, anniversary(latest + timedelta(days=1), months) <= day) == (True, False)


def test_a_month_has_its_own_first_and_last_day():
    assert (month_start(date(2024, 2, 15)), month_end(date(2024, 2, 15))) == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize(("year", "last"), [(2023, 28), (2024, 29), (2025, 28), (2100, 28)])
def test_february_is_the_calendar_month_whatever_the_year(year, last):
    """D4: a month is the calendar month, never thirty days."""
    assert (month_start(date(year, 2, last)), month_end(date(year, 2, 1))) == (date(year, 2, 1), date(year, 2, last))
