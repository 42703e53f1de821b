"""The calendar functions for SQLite connections, which know neither months that clamp nor unions of bits."""

from datetime import date, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from integration.periods import months
from integration.periods.working_days import working_days_after


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _add_days(start: str | None, days: int | None) -> str | None:
    day = _day(start)
    return None if day is None or days is None else (day + timedelta(days=days)).isoformat()


def _anniversary(start: str | None, count: int | None) -> str | None:
    day = _day(start)
    return None if day is None or count is None else months.anniversary(day, count).isoformat()


def _period_end(start: str | None, count: int | None) -> str | None:
    day = _day(start)
    return None if day is None or count is None else months.period_end(day, count).isoformat()


def _working_days_after(start: str | None, count: int | None, state: str, _free: str) -> str | None:
    day = _day(start)
    return None if day is None or count is None else working_days_after(day, count, state).isoformat()


def _day_mask(start: str, end: str | None, first: str, last: str) -> int:
    low = (date.fromisoformat(max(start, first)) - date.fromisoformat(first)).days
    high = (date.fromisoformat(min(end or last, last)) - date.fromisoformat(first)).days
    return (1 << (high + 1)) - (1 << low) if high >= low else 0


class _BitOr:
    """`BIT_OR` as PostgreSQL has it."""

    def __init__(self) -> None:
        self.bits: int | None = None

    def step(self, bits: int | None) -> None:
        if bits is not None:
            self.bits = bits | (self.bits or 0)

    def finalize(self) -> int | None:
        return self.bits


def add_calendar_functions(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Give a new SQLite connection the functions of `expressions`; other databases have their own."""
    if connection.vendor != "sqlite":
        return
    database = connection.connection
    database.create_function("add_days", 2, _add_days, deterministic=True)
    database.create_function("anniversary", 2, _anniversary, deterministic=True)
    database.create_function("period_end", 2, _period_end, deterministic=True)
    database.create_function("working_days_after", 4, _working_days_after, deterministic=True)
    database.create_function("day_mask", 4, _day_mask, deterministic=True)
    database.create_aggregate("BIT_OR", 1, _BitOr)
