"""Hiding whatever could be worked out, until every hidden number lies on a line of possible worlds."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from math import inf

from reports.disclosure.block import Block
from reports.disclosure.book import MOVES, STOCK
from reports.disclosure.lines import Line, Search
from reports.disclosure.months import is_held_by_the_month_after
from reports.disclosure.places import NOW, Board, Number, Spot, parts_at, shape_at
from reports.disclosure.primary import Unit, unit_at
from reports.disclosure.relations import Relations
from reports.disclosure.weights import TRIFLE, Weights
from reports.indicators import registry
from reports.indicators.kinds import Shape
from reports.indicators.knowledge import Part

SIZES = (200, 2_000, 20_000)
"""So many numbers around a hidden one are looked at for the cheapest line; more only if there is none among them."""


class Protection:
    """The units of a tree's month that must be hidden, and the lines that prove it enough."""

    def __init__(self, relations: Relations, hidden: Iterable[Unit], threshold: int, weights: Weights) -> None:
        self.relations = relations
        self.board: Board = relations.board
        self.threshold = threshold
        self.weights = weights
        self.hidden: set[Unit] = set()
        self.lines: list[Line] = []
        self.unprotected: list[Number] = []
        self.known: set[Number] = set()
        self.search = Search(relations, self.free)
        self._open: list[tuple[int, int, Number]] = []
        self._opened = 0
        for unit in sorted(hidden):
            self.hide(unit)

    # --- what is hidden ---

    def hide(self, unit: Unit) -> None:
        """Hide a unit; its numbers have to be protected from now on."""
        if unit in self.hidden:
            return
        self.hidden.add(unit)
        for spot in self._spots_in(unit):
            number = self.board.number(*spot)
            number.free = None
            if not number.covered:
                self._put(number)

    def _spots_in(self, unit: Unit) -> Iterator[Spot]:
        parts = (Part.NOT_MATURED,) if unit.part else parts_at(unit.place)
        yield from (Spot(unit.place, part) for part in parts)

    def _put(self, number: Number) -> None:
        """Small numbers come first."""
        small = 0 < number.value < self.threshold
        self._opened += 1
        heappush(self._open, (number.value if small else self.threshold, self._opened, number))

    def free(self, number: Number) -> bool:
        """Whether a number can be another one than it is, for all that the reader sees."""
        if number.free is None:
            number.low, number.high = self._range(number)
            number.free = self._is_free(number)
        return number.free

    def _is_free(self, number: Number) -> bool:
        if number.place.indicator == MOVES:
            return True
        if number.place.when != NOW:
            return number in self.relations.not_published
        if number in self.known or is_held_by_the_month_after(self.relations, number):
            return False
        return all(self.is_hidden(spot) for spot in self.board.spots(number))

    def _range(self, number: Number) -> tuple[float, float]:
        """Whole numbers from 0, in every cell where the number stands; only sums of differences can be less."""
        if number.place.when != NOW or number.place.indicator == MOVES:
            return 0, inf
        if number.part is Part.NUMERATOR and shape_at(number.place, registry.get(number.place.indicator)) is Shape.MEAN:
            return -inf, inf
        least = min((self.board.value(spot) for spot in self.board.spots(number)), default=number.value)
        return number.value - least, inf

    def is_hidden(self, spot: Spot) -> bool:
        """Whether what stands there is hidden."""
        unit = unit_at(self.board, spot.place)
        if unit in self.hidden:
            return True
        return spot.part is Part.NOT_MATURED and Unit(unit.place, Part.NOT_MATURED.value) in self.hidden

    # --- lines ---

    def keep(self, line: Line) -> None:
        """Remember a line. A number that has as many values as the threshold asks for is protected."""
        self.lines.append(line)
        for number, change in line.changes.items():
            number.others.update(times * change for times in range(-line.down, line.up + 1) if times)
            number.covered = len(number.others) >= self.threshold - 1

    def extend(self, changes: Mapping[Number, int], fixed: Collection[Number], down: int, up: int) -> bool:
        """Let a line of what is published already go on through this month, whatever has to be hidden for it.

        Where it cannot go on straight, every world on it goes its own way. `fixed` changes have been published, or
        follow from what has been.
        """
        for number in fixed:
            if number.place.when == NOW:
                self._uncover(number)
        straight = self._extended(changes, fixed, down, up)
        if straight is not None:
            self.keep(straight)
            return True
        worlds = [self._extended(_times(each, changes), fixed, 0, 1) for each in range(-down, up + 1) if each]
        for world in worlds:
            if world is not None:
                self.keep(world)
        return None not in worlds

    def _extended(self, changes: Mapping[Number, int], fixed: Collection[Number], down: int, up: int) -> Line | None:
        return self.search.find(changes, down, up, fixed) or self._pay(changes, [down], down + up)

    def protect(self) -> None:
        """Find a line for every hidden number that needs one."""
        self._put_last_months_stock()
        while self._open:
            number = heappop(self._open)[2]
            if not number.covered and self.free(number):
                self._protect(number)

    def _put_last_months_stock(self) -> None:
        """What follows for last month is protected as if it were published: it may be yet."""
        for place in self.board.figures:
            if place.indicator == STOCK:
                self.relations.of(self.board.number(place))
        for number in self.relations.not_published:
            if 0 < number.value < self.threshold:
                self._put(number)

    def _protect(self, number: Number) -> None:
        line = self._along_hidden(number)
        if line is None and self._discloses_nothing(number):
            return
        line = line or self._pay({number: 1}, self._downs(number), self.threshold - 1)
        if line is not None:
            self.keep(line)
        elif not self._world_by_world(number):
            self.unprotected.append(number)

    def _world_by_world(self, number: Number) -> bool:
        """As many values as are needed, where no straight line leads to them."""
        steps_down = int(min(number.value - number.low, self.threshold))
        for change in (*range(-1, -steps_down - 1, -1), *range(1, 2 * self.threshold)):
            if number.covered:
                break
            if change not in number.others:
                world = self._extended({number: change}, (), 0, 1)
                if world is not None:
                    self.keep(world)
        return number.covered

    def _downs(self, number: Number) -> list[int]:
        """In how many of the worlds it is less than it is: in as many as can be first, so that small stays small."""
        below = min(self.threshold - 1, number.value - number.low)
        return [int(each) for each in dict.fromkeys((below, below // 2, 0))]

    def _along_hidden(self, number: Number) -> Line | None:
        for down in self._downs(number):
            line = self.search.find({number: 1}, down, self.threshold - 1 - down)
            if line is not None:
                return line
        return None

    def _discloses_nothing(self, number: Number) -> bool:
        """A number that is 0 or at least the threshold in every world may be known."""
        if 0 < number.value < self.threshold:
            return False
        if self._follows(number):
            return True
        block = Block(self.relations, [number], SIZES[-1], self._price_of_hidden)
        return block.never_between(number, self.threshold)

    def _follows(self, number: Number) -> bool:
        """Whether it can be worked out from known numbers alone."""
        return any(
            relation.room is None and all(other is number or not self.free(other) for other, _ in relation.members)
            for relation, _ in self.relations.of(number)
        )

    # --- hiding more ---

    def _pay(self, start: Mapping[Number, int], downs: Iterable[int], times: int) -> Line | None:
        """The cheapest line with these changes, hiding what it needs to be hidden."""
        for size in SIZES:
            block = Block(self.relations, start, size, self._price)
            answers = [(answer, down) for down in downs if (answer := block.cheapest(start, down, times - down))]
            if answers:
                (_, changes), down = min(answers, key=lambda each: each[0][0])
                for number in changes:
                    self._uncover(number)
                return Line(down, times - down, changes)
            if block.is_whole:
                break
        return None

    def _uncover(self, number: Number) -> None:
        """Hide every cell in which a number stands."""
        for spot in self.board.spots(number):
            if not self.is_hidden(spot):
                self.hide(unit_at(self.board, spot.place, spot.part))

    def _price(self, number: Number) -> float | None:
        """What it costs readers if this number can be another one; None if it cannot."""
        if self.free(number):
            return TRIFLE
        if number.place.when != NOW or number in self.known or is_held_by_the_month_after(self.relations, number):
            return None
        units = {unit_at(self.board, spot.place, spot.part) for spot in self.board.spots(number)}
        return sum(self.weights.of(unit) for unit in units if unit not in self.hidden) or TRIFLE

    def _price_of_hidden(self, number: Number) -> float | None:
        return TRIFLE if self.free(number) or number.place.when != NOW else None


def _times(times: int, changes: Mapping[Number, int]) -> dict[Number, int]:
    return {number: times * change for number, change in changes.items()}
