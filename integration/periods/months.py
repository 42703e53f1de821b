"""Months and years as the German Civil Code counts them (BGB §§ 187 II, 188 II and III; INDICATORS G10, G11)."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS_A_YEAR = 12
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


def _month_after(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return years, month + 1


def anniversary(day: date, months: int) -> date:
    """The corresponding day `months` later (or earlier, if negative), or that month's last day where it is missing."""
    year, month = _month_after(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def period_end(start: date, months: int) -> date:
    """Last day of a period of `months` that starts on `start`: 1 Sep 2016 and 36 months give 31 Aug 2019."""
    corresponding = anniversary(start, months)
    if corresponding.day != start.day:
        return corresponding
    return corresponding - timedelta(days=1)


def year_before(day: date) -> date:
    """The same day and month of the previous year, 28 February for 29 February (INDICATORS G11)."""
    return anniversary(day, -MONTHS_A_YEAR)


def month_start(day: date) -> date:
    """First day of the month that contains `day`."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Last day of the month that contains `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def latest_start_reaching(day: date, months: int) -> date:
    """The latest day whose anniversary of `months` is not after `day`.

    Anniversaries never go back when their day goes forward, so `start <= latest_start_reaching(D, k)` says the
    same as `anniversary(start, k) <= D` and needs no arithmetic in the database.
    """
    latest = anniversary(day, -months)
    while anniversary(latest + timedelta(days=1), months) <= day:
        latest += timedelta(days=1)
    while anniversary(latest, months) > day:
        latest -= timedelta(days=1)
    return latest
