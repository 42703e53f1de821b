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
