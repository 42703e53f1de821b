"""Hiding whatever could be worked out, until every hidden number lies on a line of possible worlds."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from math import inf

from reports.disclosure.block import Answer, Block, Blocks, NotWhole, near
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

SIZES = (200, 2_000)
"""So many numbers around a hidden one are looked at where whole numbers do not come by themselves."""


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
        self.blocks = Blocks(relations, self._price)
        self.as_hidden = Blocks(relations, self._price_as_hidden)
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
            self.blocks.reprice(number)
            self.as_hidden.reprice(number)
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
        line = self.search.find(changes, down, up, fixed) or self._cheapest(changes, [down], down + up)
        if line is not None:
            self._pay(line)
        return line

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
        if line is None and self._follows_harmlessly(number):
            return
        line = line or self._cheapest({number: 1}, self._downs(number), self.threshold - 1)
        if not (line and all(map(self.free, line.changes))) and self._discloses_nothing(number):
            return
        if line is not None:
            self._pay(line)
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

    def _is_small(self, number: Number) -> bool:
        return 0 < number.value < self.threshold

    def _discloses_nothing(self, number: Number) -> bool:
        """A number that is 0 or at least the threshold in every world may be known."""
        if self._is_small(number):
            return False
        nearest = 1 if number.value == 0 else self.threshold - 1
        if nearest < number.low:
            return True
        try:
            return self.as_hidden.cheapest({number: nearest - number.value}, 0, 1) is None
        except NotWhole:
            return False

    def _follows_harmlessly(self, number: Number) -> bool:
        """Whether it can be worked out from known numbers alone, and may be."""
        return not self._is_small(number) and any(
            relation.room is None and all(other is number or not self.free(other) for other, _ in relation.members)
            for relation, _ in self.relations.of(number)
        )

    # --- hiding more ---

    def _cheapest(self, start: Mapping[Number, int], downs: Iterable[int], times: int) -> Line | None:
        """The line with these changes for which the least has to be hidden."""
        found: list[tuple[float, Line]] = []
        for down in downs:
            answer = self._changes(start, down, times - down)
            if answer is not None:
                costs, changes = answer
                found.append((costs, Line(down, times - down, changes)))
                if all(map(self.free, changes)):
                    break
        return min(found, key=lambda each: each[0])[1] if found else None

    def _changes(self, start: Mapping[Number, int], down: int, up: int) -> Answer | None:
        try:
            return self.blocks.cheapest(start, down, up)
        except NotWhole:
            for size in SIZES:
                prices, is_all = near(self.relations, start, self._price, size)
                answer = Block(self.relations, prices, whole=True).cheapest(start, down, up)
                if answer or is_all:
                    return answer
        return None

    def _pay(self, line: Line) -> None:
        """Hide what a line needs to be hidden."""
        for number in line.changes:
            self._uncover(number)

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

    def _price_as_hidden(self, number: Number) -> float | None:
        """The same if nothing more may be hidden. What is hidden of other months may be anything."""
        if number.place.when != NOW or self.free(number):
            return TRIFLE
        return None if self._price(number) is None else inf


def _times(times: int, changes: Mapping[Number, int]) -> dict[Number, int]:
    return {number: times * change for number, change in changes.items()}
