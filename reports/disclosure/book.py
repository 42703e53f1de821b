"""Equations with whole numbers between the numbers of a tree's reports. Each is written down once, when it is asked for."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reports.disclosure.places import Board, Number, Place, Spot
from reports.indicators.figures import Figure

STOCK, CAME, LEFT = "enrolments", "inflow", "outflow"
MOVES = "moves"
"""Enrolments of a programme that moved from child to child in the month: not published, but never less than none."""

Signed = tuple[Number, int]


class Relation:
    """The signed sum of its numbers: it cannot change (`room` None), or can fall by `room` and no more."""

    __slots__ = ("members", "room")

    def __init__(self, members: list[Signed], room: int | None) -> None:
        self.members = members
        self.room = room

    def allows(self, off: int, down: int, up: int) -> bool:
        """Whether its sum may change by this much, from `-down` to `up` times."""
        if self.room is None:
            return off == 0
        return self.room >= down * off and self.room >= -up * off


@dataclass(frozen=True)
class Neighbours:
    """The published cells of the months before and after, by place; what is hidden there has no value.

    `bases` are the true numbers behind hidden counts that never fall, as they were when they were hidden.
    """

    cells: Mapping[Place, Figure] = field(default_factory=dict)
    bases: Mapping[Spot, int] = field(default_factory=dict)


class Book:
    """The numbers, and the relations written down so far."""

    def __init__(self, board: Board, neighbours: Neighbours) -> None:
        self.board = board
        self.tree = board.tree
        self.neighbours = neighbours
        self.not_published: dict[Number, None] = {}
        self.made: dict[Hashable, Relation | None] = {}

    def spots(self, number: Number) -> list[Spot]:
        """Every cell in which a number stands, published or not."""
        spots = self.board.spots(number)
        return spots if number.leading in spots else [number.leading, *spots]

    def relation(
        self,
        key: Hashable,
        signed: Callable[[], Iterable[tuple[int, Spot | Number]]],
        *,
        room: bool = False,
        nearly: bool = False,
    ) -> Iterator[Relation]:
        """Made once. `room`: the sum is at least 0; else it is what it is. `nearly`: only if it truly holds."""
        if key not in self.made:
            self.made[key] = self._make(signed(), room=room, nearly=nearly)
        relation = self.made[key]
        if relation is not None:
            yield relation

    def _make(self, signed: Iterable[tuple[int, Spot | Number]], *, room: bool, nearly: bool) -> Relation | None:
        left, added = 0, dict[Number, int]()
        for sign, each in signed:
            number = each if isinstance(each, Number) else self.board.number(*each)
            left += sign * (each.value if isinstance(each, Number) else self.board.value(each))
            added[number] = added.get(number, 0) + sign
        if nearly and (left < 0 if room else left != 0):
            return None
        members = [(number, sign) for number, sign in added.items() if sign]
        return Relation(members, max(left, 0) if room else None) if members else None
