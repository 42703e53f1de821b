"""Who goes where, so that all together it costs least: shortest paths with potentials, one row after the other.

Places have room for several; each further one costs at least as much as the one before. Costs are whole numbers, so the
result is exact; of equally good ones the same is found each time.
"""

from collections.abc import Callable, Iterator, Sequence

Cost = int | None
"""None where a row never goes."""


class Assignment:
    """The best assignment of the rows so far; `add` takes in the next, by the shortest way to a place with room.

    `costs` has a line for each row and a column for each place, `further` for each place what the first, the second and
    so on there costs besides (nothing negative, never falling, as many as there is room for).
    """

    def __init__(self, costs: Sequence[Sequence[Cost]], further: Sequence[Sequence[int]]) -> None:
        self.costs, self.further = costs, further
        self.place_of: list[int] = []
        self.rows_of: list[list[int]] = [[] for _ in further]
        # What makes every possible move cost nothing or more; that of the way out of all places stays 0.
        self.potential = [0] * len(further)
        for row in range(len(costs)):
            self.add(row)

    @property
    def total(self) -> int:
        """What all of it costs."""
        moved = sum(self.costs[row][place] or 0 for row, place in enumerate(self.place_of))
        return moved + sum(sum(each[: len(rows)]) for each, rows in zip(self.further, self.rows_of, strict=True))

    def has_room(self, place: int) -> bool:
        """Whether a further row could go there without another leaving."""
        return len(self.rows_of[place]) < len(self.further[place])

    def add(self, row: int) -> None:
        """Let a row in; others move where that is cheaper for all. Raises `ValueError` if there is no room at all."""
        before: dict[int, tuple[int, int]] = {}
        begin = [None if cost is None else cost - self.potential[place] for place, cost in enumerate(self.costs[row])]
        far, last = self._search(begin, before)
        if last is None:
            msg = "There is no room."
            raise ValueError(msg)
        reached = far[last] + self.further[last][len(self.rows_of[last])] + self.potential[last]
        self._push(row, last, before)
        for place, distance in far.items():
            self.potential[place] += min(0, distance - reached)

    def _search(self, begin: list[Cost], before: dict[int, tuple[int, int]]) -> tuple[dict[int, int], int | None]:
        """How far the nearest places are, and the one at which it ends; `before` gets the move that leads to each."""
        open_ = {place: cost for place, cost in enumerate(begin) if cost is not None}
        far: dict[int, int] = {}
        best, last = 0, None
        while open_:
            place = min(open_, key=lambda each: (open_[each], each))
            if last is not None and open_[place] >= best:
                break
            far[place] = open_.pop(place)
            if self.has_room(place):
                end = far[place] + self.further[place][len(self.rows_of[place])] + self.potential[place]
                if last is None or end < best:
                    best, last = end, place
            for other, row, length in self._moves(place):
                if other not in far and far[place] + length < open_.get(other, far[place] + length + 1):
                    open_[other] = far[place] + length
                    before[other] = (place, row)
        return far, last

    def _moves(self, place: int) -> Iterator[tuple[int, int, int]]:
        """What it costs, potentials counted in, to send one of the rows of a place to another place."""
        for row in self.rows_of[place]:
            line = self.costs[row]
            base = self.potential[place] - (line[place] or 0)
            for other, cost in enumerate(line):
                if cost is not None and other != place:
                    yield other, row, base + cost - self.potential[other]

    def _push(self, row: int, last: int, before: dict[int, tuple[int, int]]) -> None:
        self.place_of.append(last)
        while last in before:
            previous, moved = before[last]
            self.rows_of[previous].remove(moved)
            self.rows_of[last].append(moved)
            self.place_of[moved] = last
            last = previous
        self.rows_of[last].append(row)
        self.place_of[row] = last

    def prices(self, row: int) -> list[Cost]:
        """For each place what all together would lose if this row had to go there; None where it cannot."""
        here = self.place_of[row]
        back = self._ways_to(here)
        stays = self.costs[row][here] or 0
        return [
            None if cost is None or place not in back else cost - stays + back[place]
            for place, cost in enumerate(self.costs[row])
        ]

    def _ways_to(self, here: int) -> dict[int, int]:
        """What it costs to make room: the shortest way from each place back to the one that somebody leaves."""
        outside = len(self.further)
        potential = [*self.potential, 0]
        into = self._lengths_into(outside)
        far: dict[int, int] = {}
        open_ = {here: 0}
        while open_:
            place = min(open_, key=lambda each: (open_[each], each))
            far[place] = open_.pop(place)
            for other, length in into(place):
                distance = far[place] + length + potential[other] - potential[place]
                if other not in far and distance < open_.get(other, distance + 1):
                    open_[other] = distance
        return {place: distance - potential[place] + potential[here] for place, distance in far.items()}

    def _lengths_into(self, outside: int) -> Callable[[int], Iterator[tuple[int, int]]]:
        """From where one comes into a place, and what that costs; `outside` is where room that nobody uses is."""

        def into(place: int) -> Iterator[tuple[int, int]]:
            if place == outside:
                for other, rows in enumerate(self.rows_of):
                    if self.has_room(other):
                        yield other, self.further[other][len(rows)]
                return
            if self.rows_of[place]:
                yield outside, -self.further[place][len(self.rows_of[place]) - 1]
            for other, rows in enumerate(self.rows_of):
                moves = (self._move(row, other, place) for row in rows)
                lengths = [length for length in moves if length is not None]
                if lengths and other != place:
                    yield other, min(lengths)

        return into

    def _move(self, row: int, place: int, other: int) -> Cost:
        cost = self.costs[row][other]
        return None if cost is None else cost - (self.costs[row][place] or 0)
