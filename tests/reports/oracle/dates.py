"""Days, months and years as the ground rules define them."""

import calendar
import datetime as dt
from collections.abc import Iterator

ONE_DAY = dt.timedelta(days=1)


def day_of(text: str) -> dt.date | None:
    """An ISO date, or nothing for an empty cell."""
    return dt.date.fromisoformat(text) if text else None


def days_later(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


def month_bounds(month: str) -> tuple[dt.date, dt.date]:
    """First and last day of a month written as 2016-09."""
    year, number = (int(part) for part in month.split("-"))
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def shifted_month(year: int, month: int, months: int) -> tuple[int, int]:
    """The month so many months later, counted one by one."""
    step = 1 if months >= 0 else -1
    for _ in range(abs(months)):
        month += step
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return year, month


def anniversary(day: dt.date, months: int) -> dt.date:
    """The corresponding day so many months later or earlier, or that month's last day (G10)."""
    year, month = shifted_month(day.year, day.month, months)
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(day.day, last))


def period_end(start: dt.date, months: int) -> dt.date:
    """The last day of a period of so many months that begins on a day (G10)."""
    year, month = shifted_month(start.year, start.month, months)
    last = calendar.monthrange(year, month)[1]
    if start.day > last:
        return dt.date(year, month, last)
    return dt.date(year, month, start.day) - ONE_DAY


def year_before(day: dt.date) -> dt.date:
    """The same day and month of the previous year, 28 February for 29 February (G11)."""
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def active(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    """Both days included, an empty end is open (G2)."""
    return start <= day and (end is None or end >= day)


def each_day(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
