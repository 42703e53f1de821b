"""Targets are judged by exact fractions."""

from datetime import date
from fractions import Fraction

import pytest

from programmes.community.enums import TargetState
from reports.indicators.targets import Aim, judge

START, DUE = date(2026, 1, 1), date(2026, 1, 11)


def _aim(**changes: object) -> Aim:
    aim = Aim("T", 1, "O", "language_b2", "", ">=", Fraction(50), DUE, Fraction(10), START)
    return aim._replace(**changes)


@pytest.mark.parametrize(
    ("operator", "value", "state"),
    [
        (">=", Fraction(50), TargetState.MET),
        (">", Fraction(50), TargetState.ON_TRACK),
        (">=", Fraction(4996, 100), TargetState.BEHIND),
        (">", Fraction(5001, 100), TargetState.MET),
    ],
)
def test_at_least_and_more_than_differ_at_equality(operator: str, value: Fraction, state: TargetState) -> None:
    assert judge(_aim(operator=operator), value, DUE) is state


@pytest.mark.parametrize(
    ("day", "value", "state"),
    [
        (date(2026, 1, 6), Fraction(30), TargetState.ON_TRACK),
        (date(2026, 1, 6), Fraction(2999, 100), TargetState.BEHIND),
        (date(2025, 12, 1), Fraction(10), TargetState.ON_TRACK),
        (date(2025, 12, 1), Fraction(9), TargetState.BEHIND),
        (date(2026, 3, 1), Fraction(49), TargetState.BEHIND),
    ],
)
def test_on_track_is_the_straight_line_flat_before_and_after(day: date, value: Fraction, state: TargetState) -> None:
    assert judge(_aim(), value, day) is state


@pytest.mark.parametrize(
    "missing", [{"baseline": None}, {"baseline_on": None}, {"baseline_on": DUE}, {"baseline_on": date(2027, 1, 1)}]
)
def test_without_a_baseline_before_the_due_date_there_is_no_line(missing: dict[str, object]) -> None:
    assert judge(_aim(**missing), Fraction(20), START) is TargetState.NO_BASELINE
    assert judge(_aim(**missing), Fraction(50), START) is TargetState.MET


def test_without_a_figure_there_is_no_state_but_that() -> None:
    assert judge(_aim(), None, DUE) is TargetState.NO_VALUE
