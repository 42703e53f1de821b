"""Parts of the equations between numbers, as linear programmes."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from heapq import heappop, heappush
from math import inf
from sys import maxsize

import numpy as np

from reports.disclosure.book import Relation
from reports.disclosure.places import Number
from reports.disclosure.programme import NEARLY_WHOLE, Bounds, Floats, Programme, Row, whole_steps
from reports.disclosure.relations import Relations

Price = Callable[[Number], float | None]
"""What a change of a number costs; infinitely much if it cannot change as yet, None if it never can."""
KEPT = 100
"""The programmes of parts with so many numbers are kept; of smaller ones there are many, and they are soon made."""
Answer = tuple[float, dict[Number, int]]


class NotWhole(Exception):  # noqa: N818  (an outcome, not a mistake)
    """The cheapest changes are not whole numbers."""


class Block:
    """Numbers that change together, with all relations among them. Numbers at its edge stay as they are."""

    def __init__(self, relations: Relations, prices: Mapping[Number, float], *, whole: bool = False) -> None:
        inside = dict.fromkeys(each for number in prices for each, _ in relations.of(number))
        self.relations = list(inside)
        edge = dict.fromkeys(n for each in inside for n, _ in each.members if n not in prices)
        self.numbers = [*prices, *edge]
        self.column = {number: column for column, number in enumerate(self.numbers)}
        self._prices = np.array([*prices.values(), *(inf for _ in edge)])
        self._whole = whole
        self._programmes: dict[tuple[int, int], tuple[Programme, Floats]] = {}

    def set_price(self, number: Number, price: float) -> None:
        """From now on a change of this number costs so much."""
        column = self.column[number]
        self._prices[column] = price
        for (down, up), (programme, most) in self._programmes.items():
            self._cost(programme, column, price)
            most[:, column] = self._most(down, up, slice(column, column + 1))[:, 0]
            self._release(programme, column, most)

    def cheapest(self, start: Mapping[Number, int], down: int, up: int) -> Answer | None:
        """The least costly changes that go with these, in every world from `-down` to `up` times.

        Raises `NotWhole` where fractions would be cheaper than any whole numbers that were looked for.
        """
        programme, most = self._programme(down, up)
        fixed = {self.column[number]: change for number, change in start.items() if number in self.column}
        for column, change in fixed.items():
            programme.bound_column(column, change, change)
            programme.bound_column(column + len(self.numbers), 0, 0)
            self._cost(programme, column, 0)
        answer = programme.solve()
        for column in fixed:
            self._release(programme, column, most)
            self._cost(programme, column, self._prices[column])
        if answer is None:
            return None
        costs, values = answer
        changes = values[: len(self.numbers)] - values[len(self.numbers) :]
        rounded = np.rint(changes)
        if np.abs(changes - rounded).max(initial=0) > NEARLY_WHOLE:
            raise NotWhole
        return costs, {self.numbers[column]: int(rounded[column]) for column in np.flatnonzero(rounded)}

    # --- the linear programme: a column for what each number gains, and one for what it loses ---

    def _programme(self, down: int, up: int) -> tuple[Programme, Floats]:
        """One for these times, and how much its columns can be at most. Its solver goes on from its last answer."""
        if (down, up) in self._programmes:
            return self._programmes[down, up]
        prices = np.where(np.isinf(self._prices), 0, self._prices)
        most = self._most(down, up, slice(None))
        rooms = self._rooms_of_relations(down, up)
        programme = Programme(np.tile(prices, 2), most.ravel(), self._rows, rooms, whole=self._whole)
        if len(self.numbers) >= KEPT:
            self._programmes[down, up] = programme, most
        return programme, most

    @cached_property
    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        for relation in self.relations:
            gains = [self.column[number] for number, _ in relation.members]
            signs = [sign for _, sign in relation.members]
            losses = [column + len(self.numbers) for column in gains]
            rows.append(([*gains, *losses], [*signs, *(-sign for sign in signs)]))
        return rows

    def _cost(self, programme: Programme, column: int, price: float) -> None:
        for each in (column, column + len(self.numbers)):
            programme.cost(each, 0 if price == inf else price)

    def _release(self, programme: Programme, column: int, most: Floats) -> None:
        gain, loss = most[:, column]
        programme.bound_column(column, 0, gain)
        programme.bound_column(column + len(self.numbers), 0, loss)

    def _most(self, down: int, up: int, some: slice) -> Floats:
        """How much these numbers can gain and lose at each step."""
        below, above = (room[some] for room in self._rooms)
        gains = np.minimum(whole_steps(below, down), whole_steps(above, up))
        losses = np.minimum(whole_steps(below, up), whole_steps(above, down))
        return np.where(np.isinf(self._prices[some]), 0, np.stack([gains, losses]))

    @cached_property
    def _rooms(self) -> tuple[Floats, Floats]:
        below = np.array([each.value - each.low for each in self.numbers], dtype=np.double)
        return below, np.array([each.high - each.value for each in self.numbers], dtype=np.double)

    def _rooms_of_relations(self, down: int, up: int) -> Bounds:
        rooms = np.array([each.room or 0 for each in self.relations], dtype=np.double)
        exact = np.array([each.room is None for each in self.relations], dtype=bool)
        least, most = (np.where(exact, 0, whole_steps(rooms, times)) for times in (up, down))
        return -least, most


def near(relations: Relations, start: Iterable[Number], price: Price, size: int) -> tuple[dict[Number, float], bool]:
    """The numbers nearest to a few, cheap ones first, with their prices; and whether these are all there are."""
    found = dict.fromkeys(start, 0.0)
    waiting: list[tuple[float, int, Number]] = [(0.0, place, number) for place, number in enumerate(found)]
    added, seen, prices = len(waiting), set[Relation](), dict[Number, float]()
    while waiting and len(prices) < size:
        distance, _, number = heappop(waiting)
        prices[number] = found[number]
        for relation, _sign in relations.of(number):
            if relation in seen:
                continue
            seen.add(relation)
            for other, _ in relation.members:
                if other not in found and (cost := price(other)) is not None:
                    found[other] = cost
                    added += 1
                    heappush(waiting, (distance + cost, added, other))
    return prices, not waiting


class Blocks:
    """All numbers that can change, in parts that have nothing to do with each other. Each is made when it is asked for."""

    def __init__(self, relations: Relations, price: Price) -> None:
        self.relations = relations
        self.price = price
        self._blocks: dict[Number, Block] = {}
        self._other_price: dict[Number, None] = {}

    def reprice(self, number: Number) -> None:
        """Its price is to be asked for again."""
        if number in self._blocks:
            self._other_price.setdefault(number)

    def cheapest(self, start: Mapping[Number, int], down: int, up: int) -> Answer | None:
        """The least costly changes that go with these (`Block.cheapest`), in all parts that they touch."""
        for number in self._other_price:
            price = self.price(number)
            self._blocks[number].set_price(number, inf if price is None else price)
        self._other_price.clear()
        touched = dict[Block, None]()
        for relation in dict.fromkeys(each for number in start for each, _ in self.relations.of(number)):
            inside = next((other for other, _ in relation.members if self.price(other) is not None), None)
            if inside is not None:
                touched.setdefault(self._of(inside))
            elif not relation.allows(sum(sign * start.get(other, 0) for other, sign in relation.members), down, up):
                return None
        costs, changes = 0.0, dict(start)
        for block in touched:
            answer = block.cheapest(start, down, up)
            if answer is None:
                return None
            costs += answer[0]
            changes |= answer[1]
        return costs, changes

    def _of(self, number: Number) -> Block:
        if number not in self._blocks:
            prices, _ = near(self.relations, [number], self.price, maxsize)
            price = self.price(number)
            prices[number] = inf if price is None else price
            self._blocks |= dict.fromkeys(prices, Block(self.relations, prices))
        return self._blocks[number]
