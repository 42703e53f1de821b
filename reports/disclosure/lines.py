"""Other worlds that the published figures leave possible: the proof that hidden numbers stay hidden.

A line is a direction in which hidden numbers can change together, by whole numbers, without any published figure or
anything else that a reader knows being different: 'one more here, one fewer there'. Taken from `-down` to `up` times
it gives as many worlds as the threshold asks for, and in each of them every number that it changes is another one.
So each number on a line has at least that many possible values, and no reader can do better.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from reports.disclosure.book import Relation
from reports.disclosure.places import Number
from reports.disclosure.relations import Relations

TRIES = 120
CHOICES = 8


@dataclass(frozen=True)
class Line:
    """A direction, and how often it can be taken backwards and forwards."""

    down: int
    up: int
    changes: Mapping[Number, int]


class Search:
    """Looks for a line along numbers that are hidden already, one relation after another."""

    def __init__(self, relations: Relations, free: Callable[[Number], bool]) -> None:
        self.relations = relations
        self.free = free

    def find(self, start: Mapping[Number, int], down: int, up: int, fixed: Collection[Number] = ()) -> Line | None:
        """The line that contains these changes, if it is found in a moderate number of tries.

        `fixed` are changes that have been published; the others must keep within what the numbers can be.
        """
        attempt = _Attempt(self, down, up)
        for number, change in start.items():
            if number not in fixed and not attempt.fits(number, change):
                return None
            attempt.change(number, change)
        return Line(down, up, dict(attempt.changes)) if attempt.settle() else None


class _Attempt:
    def __init__(self, search: Search, down: int, up: int) -> None:
        self.of = search.relations.of
        self.free = search.free
        self.down, self.up = down, up
        self.changes: dict[Number, int] = {}
        self.off: dict[Relation, int] = {}
        self.left = TRIES

    def fits(self, number: Number, change: int) -> bool:
        """Whether the number can be what it is in every world of the line."""
        if not self.free(number):
            return False
        first, last = number.value - self.down * change, number.value + self.up * change
        return min(first, last) >= number.low and max(first, last) <= number.high

    def change(self, number: Number, by: int) -> None:
        """Change a number that has not been changed, and with it what its relations are off by."""
        self.changes[number] = by
        self._weigh(number, by)

    def _take_back(self, number: Number) -> None:
        self._weigh(number, -self.changes.pop(number))

    def _weigh(self, number: Number, by: int) -> None:
        off = self.off
        for relation, sign in self.of(number):
            amount = off.get(relation, 0) + sign * by
            if amount:
                off[relation] = amount
            else:
                del off[relation]

    def settle(self) -> bool:
        """Make good what is off; take back what leads nowhere."""
        relation = next(
            (each for each, amount in self.off.items() if not each.allows(amount, self.down, self.up)), None
        )
        if relation is None:
            return True
        for number, change in self._choices(relation):
            if self.left <= 0:
                return False
            self.left -= 1
            self.change(number, change)
            if self.settle():
                return True
            self._take_back(number)
        return False

    def _choices(self, relation: Relation) -> list[tuple[Number, int]]:
        """Numbers that would make it good: those first that make others good as well, then those that have no line yet."""
        off = self.off[relation]
        found: list[tuple[int, bool, int, Number, int]] = []
        for number, sign in relation.members:
            change, rest = divmod(-off, sign)
            if not rest and number not in self.changes and self.fits(number, change):
                found.append((self._opened_by(number, change), number.covered, len(found), number, change))
        return [(number, change) for _, _, _, number, change in sorted(found)[:CHOICES]]

    def _opened_by(self, number: Number, by: int) -> int:
        """How many more relations would be off."""
        opened = 0
        for relation, sign in self.of(number):
            before = self.off.get(relation, 0)
            if before:
                opened -= before == -sign * by
            else:
                opened += relation.room is None
        return opened
