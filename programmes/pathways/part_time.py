"""Trainings in part time (§ 7a BBiG): the fewer the hours, the longer they last."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from integration.periods.months import MONTHS_A_YEAR, anniversary, period_end

FULL_TIME = 100


def end_in_part_time(
    began: date, planned_end_on: date, since: date, percent: int, longest: Decimal | None = None
) -> date:
    """The planned last day of a training whose hours are `percent` of full time from a day on.

    What is left on that day takes longer in proportion. The whole is rounded down to full months, and is at most
    `longest` months long, if there is such a bound.
    """
    done, planned = _months(began, since), _months(began, planned_end_on + timedelta(days=1))
    lasts = done + (planned - done) * Fraction(FULL_TIME, percent)
    return period_end(began, floor(lasts if longest is None else min(lasts, Fraction(longest))))


def _months(began: date, until: date) -> Fraction:
    """How many months from one day to another, the last by its days."""
    full = (until.year - began.year) * MONTHS_A_YEAR + until.month - began.month
    if anniversary(began, full) > until:
        full -= 1
    begun = anniversary(began, full)
    return full + Fraction((until - begun).days, (anniversary(began, full + 1) - begun).days)
