"""What the database said, before it is arranged into a report."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from reports.indicators.kinds import Breakdown


class Head(NamedTuple):
    """What a cell is about: an organisation with everything below it, or (`alone`) without."""

    organisation_id: int
    alone: bool = False


class Tally(NamedTuple):
    """Exact integers: a count is a numerator alone; a rate has all it is made of (INDICATORS G9)."""

    numerator: int = 0
    denominator: int = 0
    not_matured: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Part by part."""
        return Tally(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.not_matured + other.not_matured,
        )


NOTHING = Tally()


class Cells:
    """The tallies of one indicator, by breakdown, head, key within the breakdown, and line."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[Breakdown, Head, str], dict[Hashable, Tally]] = defaultdict(dict)

    def add(self, breakdown: Breakdown, head: Head, tally: Tally, *, key: Hashable = None, line: str = "") -> None:
        """Add to a cell; several rows may fall into one."""
        keys = self._tallies[breakdown, head, line]
        known = keys.get(key)
        keys[key] = tally if known is None else known.plus(tally)

    def get(self, breakdown: Breakdown, head: Head, *, key: Hashable = None, line: str = "") -> Tally:
        """The tally of a cell; nothing counted is zero."""
        return self._tallies.get((breakdown, head, line), {}).get(key, NOTHING)

    def of(self, breakdown: Breakdown, head: Head) -> Iterable[tuple[Hashable, Tally]]:
        """The keys of a breakdown that occur, with their tallies."""
        return self._tallies.get((breakdown, head, ""), {}).items()

    def heads(self, breakdown: Breakdown) -> set[Head]:
        """The heads with a tally in this breakdown."""
        return {head for each, head, _ in self._tallies if each == breakdown}
