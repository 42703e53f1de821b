"""Chance that falls the same way every time."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Option = TypeVar("Option")


class Odds(Generic[Option]):
    """Options, each with its weight."""

    def __init__(self, weights: Mapping[Option, float]) -> None:
        self.options = tuple(weights)
        self.sums = tuple(accumulate(weights.values()))


class Dice:
    """Throws that depend on nothing but the seed.

    Only `Random.random` is promised to stay the same between versions of Python, so everything is made from it.
    """

    def __init__(self, seed: int) -> None:
        self._throw = Random(f"einstieg {seed}").random  # noqa: S311  (nothing here is secret)

    def chance(self, probability: float) -> bool:
        """True in this share of throws."""
        return self._throw() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._throw() * (high - low + 1))

    def pick(self, options: Sequence[Option]) -> Option:
        """One of them, all alike."""
        return options[int(self._throw() * len(options))]

    def choose(self, odds: Odds[Option]) -> Option:
        """One of them, the heavier the more often."""
        return odds.options[bisect(odds.sums, self._throw() * odds.sums[-1])]

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`; `first` where there is none between."""
        return first + timedelta(days=self.between(0, max(0, (last - first).days)))
