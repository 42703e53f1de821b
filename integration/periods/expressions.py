"""The same calendar in the database: functions that mean one thing on PostgreSQL (by migration) and SQLite (by connection)."""

from django.db.models import Aggregate, BigIntegerField, DateField, Func


class AddDays(Func):
    """`AddDays(date, days)`: the date so many days later; null if either is null."""

    function = "add_days"
    arity = 2
    output_field = DateField()


class Anniversary(Func):
    """`Anniversary(date, months)`: as `months.anniversary`; null if either is null."""

    function = "anniversary"
    arity = 2
    output_field = DateField()


class PeriodEnd(Func):
    """`PeriodEnd(start, months)`: as `months.period_end`; null if either is null."""

    function = "period_end"
    arity = 2
    output_field = DateField()


class WorkingDaysAfter(Func):
    """`WorkingDaysAfter(date, count, state, free)`: as `working_days.working_days_after`; null without a count.

    `free` are the public holidays as `working_days.public_holidays` gives them, for all years that may be reached.
    """

    function = "working_days_after"
    arity = 4
    output_field = DateField()


class DayMask(Func):
    """`DayMask(start, end, first, last)`: the days of an interval between two days, one bit a day, lowest bit `first`.

    An empty end is open. At most 62 days fit. Intervals outside give 0.
    """

    function = "day_mask"
    arity = 4
    output_field = BigIntegerField()


class UnionOfDays(Aggregate):
    """The union of day masks; null where there is none."""

    function = "BIT_OR"
    output_field = BigIntegerField()
