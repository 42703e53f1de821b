"""A figure on its way to its target: the path that was agreed, and where it leads if it goes on like this."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from integration.periods.months import anniversary
from reports.indicators.figures import Figure, Status
from reports.rendering.charts.draw import svg_of
from reports.rendering.story.shelf import Shelf
from reports.rendering.story.targets import paths
from tests.factories import organisation, target

pytestmark = pytest.mark.django_db

OCTOBER = date(2024, 10, 1)


def covered(share):
    value = Fraction(share)
    return Figure("guarantee_coverage", 1, "total", {}, str(value), value.numerator, value.denominator)


def shelves(*shares):
    """The months up to October 2024, oldest first."""
    months = [anniversary(OCTOBER, step - len(shares) + 1) for step in range(len(shares))]
    return {
        month: Shelf([covered(share)] if share is not None else []) for month, share in zip(months, shares, strict=True)
    }


def drawn(shares, **fields):
    fields = {"value": Decimal(80), "due_on": date(2025, 4, 30), **fields}
    known = shelves(*shares)
    now = known.pop(OCTOBER)
    return paths([target(organisation(), **fields)], OCTOBER, now, known)


def test_the_picture_reaches_from_the_first_known_month_to_the_month_of_the_target():
    (picture,) = drawn(["1/2", "3/5"])

    assert [month.label for month in picture.months][:2] == ["September 2024", "Oktober 2024"]
    assert [picture.months[-1].label, len(picture.months), picture.goal.text] == [
        "April 2025",
        8,
        "80,0\N{NO-BREAK SPACE}%",
    ]
    assert [month.amount.text for month in picture.months][:3] == [
        "50,0\N{NO-BREAK SPACE}%",
        "60,0\N{NO-BREAK SPACE}%",
        "",
    ]


def test_the_path_is_the_straight_line_from_the_baseline_to_the_target():
    (picture,) = drawn(["1/2"], baseline=Decimal(40), baseline_on=date(2024, 10, 31), due_on=date(2024, 11, 30))

    assert [month.path.text for month in picture.months] == ["40,0\N{NO-BREAK SPACE}%", "80,0\N{NO-BREAK SPACE}%"]


def test_without_a_baseline_there_is_no_path():
    (picture,) = drawn(["1/2"])

    assert {month.path.text for month in picture.months} == {""}


def test_the_forecast_goes_on_as_in_the_last_year():
    (picture,) = drawn([Fraction(step, 100) for step in (50, 52, 54, 56, 58, 60)], due_on=date(2024, 12, 31))

    assert [month.forecast.text for month in picture.months][-3:] == [
        "60,0\N{NO-BREAK SPACE}%",
        "62,0\N{NO-BREAK SPACE}%",
        "64,0\N{NO-BREAK SPACE}%",
    ]
    assert "Wenn es weitergeht wie im letzten Jahr: 64,0\N{NO-BREAK SPACE}% bis dahin." in picture.summary


def test_from_few_months_nothing_is_forecast():
    (picture,) = drawn(["1/2", "3/5", "3/5", "3/5", "3/5"])

    assert {month.forecast.text for month in picture.months} == {""}


def test_a_rate_is_never_forecast_beyond_everybody():
    (picture,) = drawn([Fraction(step, 100) for step in (50, 60, 70, 80, 90, 98)], due_on=date(2025, 12, 31))

    assert picture.months[-1].forecast.text == "100,0\N{NO-BREAK SPACE}%"


def test_of_a_suppressed_figure_no_way_is_drawn():
    hidden = Shelf([Figure("guarantee_coverage", 1, "total", {}, status=Status.SUPPRESSED)])

    assert paths([target(organisation(), due_on=date(2025, 4, 30))], OCTOBER, hidden, shelves("1/2", None)) == []


@pytest.mark.parametrize("due_on", [date(2024, 9, 30), date(2034, 1, 1)])
def test_what_is_over_or_very_far_has_no_picture(due_on):
    assert drawn(["1/2"], due_on=due_on) == []


def test_the_table_tells_what_the_picture_shows():
    (picture,) = drawn(["1/2"], baseline=Decimal(40), baseline_on=date(2024, 10, 31), due_on=date(2024, 11, 30))

    assert picture.table().rows == (
        ("Oktober 2024", "50,0\N{NO-BREAK SPACE}%", "40,0\N{NO-BREAK SPACE}%", ""),
        ("November 2024", "", "80,0\N{NO-BREAK SPACE}%", ""),
    )
    assert "80,0\N{NO-BREAK SPACE}%" in svg_of(picture, "one")
