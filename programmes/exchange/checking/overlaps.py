"""Intervals of which no two may share a day."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from programmes.exchange.tables import Record


class Interval(NamedTuple):
    """A row and its days, both ends included. `stands`: the database already has it so."""

    stands: bool
    start: date
    end: date
    record: Record


def clashes(intervals: Iterable[Interval]) -> Iterator[tuple[Record, Record]]:
    """Each row that shares a day with one placed before it, and that one. What stands is placed first."""
    starts: list[date] = []
    placed: list[Interval] = []
    order: Callable[[Interval], tuple[bool, date, int]] = lambda each: (not each.stands, each.start, each.record.row)  # noqa: E731
    for interval in sorted(intervals, key=order):
        place = bisect_right(starts, interval.end)
        if place and placed[place - 1].end >= interval.start:
            yield interval.record, placed[place - 1].record
        else:
            starts.insert(place, interval.start)
            placed.insert(place, interval)
