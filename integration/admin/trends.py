"""Figures of the last twelve months, and their small pictures."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise

from integration.periods.months import anniversary, month_start

MONTHS = 12
WIDTH = 120
HEIGHT = 32
EDGE = 3


class Trend(NamedTuple):
    """A figure now and how it came about. `points` are twelve, the last of today; empty where there is no history."""

    title: Promise | str
    now: str
    points: Sequence[int]
    change: int | None
    since: Promise | str
    url: str

    @property
    def difference(self) -> str:
        """The change with its sign; nothing where it says nothing."""
        if self.change is None:
            return ""
        return f"{'+' if self.change > 0 else '−' if self.change else '±'}{abs(self.change)}"

    @property
    def path(self) -> str:
        """The line of the picture, from left to right; the lowest point at the bottom."""
        low, high = min(self.points), max(self.points)
        span = (high - low) or 1
        step = (WIDTH - 2 * EDGE) / (len(self.points) - 1)
        places = [
            (EDGE + step * at, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - low) / span)
            for at, value in enumerate(self.points)
        ]
        return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in places)

    @property
    def end(self) -> tuple[str, str]:
        """Where the line ends."""
        x, y = self.path.rpartition("L")[2].split()
        return x, y


def months_until(today: date) -> list[date]:
    """The first days of the last twelve months, this one last."""
    return [anniversary(month_start(today), -back) for back in range(MONTHS - 1, -1, -1)]


def by_month(rows: QuerySet[Any], day: Combinable, today: date) -> dict[date, int]:
    """How many of the rows have their day in each month, none after today. One query."""
    dated = rows.order_by().annotate(counted_on=day).filter(counted_on__lte=today)
    groups = dated.annotate(month=TruncMonth("counted_on")).values("month").annotate(number=Count("pk"))
    return {group["month"]: group["number"] for group in groups.order_by("month")}


def standing(begun: dict[date, int], gone: dict[date, int], today: date) -> list[int]:
    """How many were there at the end of each month, and today."""
    return [
        sum(number for start, number in begun.items() if start <= month)
        - sum(number for end, number in gone.items() if end <= month)
        for month in months_until(today)
    ]


def moving(happened: dict[date, int], today: date) -> list[int]:
    """How many there were in each month, and in this one so far."""
    return [happened.get(month, 0) for month in months_until(today)]
