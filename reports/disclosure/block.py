"""A part of the equations around a number, as a linear programme."""

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from math import inf

from reports.disclosure.book import Relation
from reports.disclosure.places import Number
from reports.disclosure.programme import Programme, whole_steps
from reports.disclosure.relations import Relations

Price = Callable[[Number], float | None]
NOT_MUCH = 0.001


class Block:
    """The numbers nearest to a few, cheap ones first, with all relations among them. Others stay as they are."""

    def __init__(self, relations: Relations, start: Iterable[Number], size: int, price: Price) -> None:
        self.relations = relations
        self.prices: dict[Number, float] = {}
        self.is_whole = self._gather(start, size, price)
        self.numbers = list(self.prices)
        self.column = {number: column for column, number in enumerate(self.numbers)}
        self.rows: list[tuple[Relation, dict[int, int]]] = []
        for relation in dict.fromkeys(each for number in self.numbers for each, _ in relations.of(number)):
            row = {self.column[other]: sign for other, sign in relation.members if other in self.column}
            self.rows.append((relation, row))

    def _gather(self, start: Iterable[Number], size: int, price: Price) -> bool:
        found = dict.fromkeys(start, 0.0)
        waiting: list[tuple[float, int, Number]] = [(0.0, place, number) for place, number in enumerate(found)]
        added = len(waiting)
        while waiting and len(self.prices) < size:
            distance, _, number = heappop(waiting)
            self.prices[number] = found[number]
            for relation, _sign in self.relations.of(number):
                for other, _ in relation.members:
                    if other in found:
                        continue
                    cost = price(other)
                    if cost is not None:
                        found[other] = cost
                        added += 1
                        heappush(waiting, (distance + cost, added, other))
        return not waiting

    def cheapest(self, start: Mapping[Number, int], down: int, up: int) -> tuple[float, dict[Number, int]] | None:
        """The least costly changes that go with these, in every world from `-down` to `up` times."""
        programme = Programme()
        for number, price in self.prices.items():
            change = start.get(number)
            below, above = number.value - number.low, number.high - number.value
            most = min(whole_steps(below, up), whole_steps(above, down))
            least = min(whole_steps(below, down), whole_steps(above, up))
            programme.column(0 if change else price, *((change, change) if change else (0, least)))
            programme.column(0 if change else price, *((0, 0) if change else (0, most)))
        for relation, row in self.rows:
            both = {2 * column: sign for column, sign in row.items()}
            both |= {2 * column + 1: -sign for column, sign in row.items()}
            room = relation.room
            if room is None:
                programme.row(both, 0, 0)
            else:
                programme.row(both, -whole_steps(room, up), whole_steps(room, down))
        answer = programme.solve()
        if answer is None:
            return None
        costs, values = answer
        changes = {number: values[2 * at] - values[2 * at + 1] for number, at in self.column.items()}
        return costs, {number: change for number, change in changes.items() if change}

    def never_between(self, number: Number, threshold: int) -> bool:
        """Whether a number that is 0, or at least the threshold, is so whatever the others are."""
        if not self.is_whole:
            return False
        sign = -1 if number.value == 0 else 1
        programme = Programme()
        for each in self.numbers:
            programme.column(sign if each is number else 0, each.low - each.value, each.high - each.value)
        for relation, row in self.rows:
            programme.row(row, 0 if relation.room is None else -relation.room, 0 if relation.room is None else inf)
        least = programme.least()
        if number.value == 0:
            return least > -1 + NOT_MUCH
        return number.value + least > threshold - 1 + NOT_MUCH
