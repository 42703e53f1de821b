"""Where a number stands in the reports of a tree, and where else the same number stands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any, NamedTuple

from reports.indicators import registry
from reports.indicators.arranging import CODED
from reports.indicators.figures import Figure
from reports.indicators.kinds import Breakdown, Shape
from reports.indicators.knowledge import Children, Part
from reports.indicators.registry import Indicator

NOW, BEFORE, AFTER = "now", "before", "after"
EVERYWHERE = "*"
"""Stands for the organisation of a figure that is the same in every report."""

OF_ONE_PATHWAY = frozenset({Breakdown.STEP_PROGRAMME, Breakdown.STEP_COHORT})
"""Steps that share what they start from; over all programmes, each step has its own."""


class Place(NamedTuple):
    """A cell: when (this month, the one before or after), whose report, and which of its figures."""

    when: str
    organisation: str
    indicator: str
    breakdown: str
    key: tuple[str, ...] = ()
    line: str = ""


class Spot(NamedTuple):
    """One of the numbers of a cell."""

    place: Place
    part: Part


class Number:
    """A number that stands in one cell or, being the same, in several. There is one object for each.

    `low` and `high` are what it can be if it is hidden; `free` says whether it can be anything else than it is, for
    all that the reader sees; `others` are by how much it differs in the worlds found so far. What has been asked once
    about a number is kept with it.
    """

    __slots__ = ("covered", "free", "high", "leading", "low", "others", "relations", "value")

    def __init__(self, leading: Spot, value: int) -> None:
        self.leading = leading
        self.value = value
        self.relations: list[Any] | None = None
        self.free: bool | None = None
        self.low: float = 0
        self.high: float = inf
        self.others: set[int] = set()
        self.covered = False

    def __repr__(self) -> str:
        return f"{self.leading.part} {self.value} at {'/'.join(map(str, self.leading.place))}"

    @property
    def place(self) -> Place:
        """The cell that stands for all the others."""
        return self.leading.place

    @property
    def part(self) -> Part:
        """Which of its numbers."""
        return self.leading.part


@dataclass(frozen=True)
class Tree:
    """Who is above whom, and which organisations can have people of their own beside their children's."""

    parents: Mapping[str, str]
    direct: frozenset[str]

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The direct children of each, in the order of their codes."""
        below: dict[str, list[str]] = defaultdict(list)
        for child, parent in sorted(self.parents.items()):
            below[parent].append(child)
        return {parent: tuple(children) for parent, children in below.items()}

    @cached_property
    def heights(self) -> Mapping[str, int]:
        """How many levels there are below each: what is higher up is seen by more people."""
        heights: dict[str, int] = {}
        for child in self.parents:
            height, above = heights.setdefault(child, 0), self.parents.get(child)
            while above is not None and heights.get(above, 0) <= height:
                height += 1
                heights[above] = height
                above = self.parents.get(above)
        return heights


def place_of(figure: Figure, organisation: str, when: str = NOW) -> Place:
    """The cell in which a figure of a report stands."""
    key = figure.key
    line = key.get("line", "")
    values = tuple(key.values()) if not line else tuple(value for name, value in key.items() if name != "line")
    return Place(when, organisation, figure.indicator, str(figure.breakdown), values, line)


def shape_at(place: Place, indicator: Indicator) -> Shape:
    """Rows of coded breakdowns are counts, whatever their total is."""
    return Shape.COUNT if place.breakdown in CODED else indicator.shape_of(place.line)


_PARTS: Mapping[Shape, tuple[Part, ...]] = {
    Shape.COUNT: (Part.NUMERATOR,),
    Shape.RATE: (Part.NUMERATOR, Part.DENOMINATOR, Part.COMPLEMENT),
    Shape.MEAN: (Part.NUMERATOR, Part.DENOMINATOR),
    Shape.MEDIAN: (Part.DENOMINATOR,),
}


def parts_at(place: Place) -> tuple[Part, ...]:
    """The numbers that stand there. States, texts, estimates and sums of rates are judged by what is aside."""
    indicator = registry.get(place.indicator)
    if indicator.knowledge.children is Children.NONE:
        return ()
    if indicator.knowledge.children is Children.SAME:
        return (Part.NUMERATOR,)
    parts = _PARTS[shape_at(place, indicator)]
    return (*parts, Part.NOT_MATURED) if indicator.matures and len(parts) > 1 else parts


def number_of(figure: Figure, part: Part) -> int:
    """A number of a figure; nothing is none."""
    if part is Part.NUMERATOR:
        return figure.value if isinstance(figure.value, int) else figure.numerator or 0
    if part is Part.DENOMINATOR:
        return figure.denominator or 0
    if part is Part.COMPLEMENT:
        return (figure.denominator or 0) - (figure.numerator or 0)
    return figure.not_matured or 0


class Board:
    """All cells of a tree's reports of a month, and which of their numbers are one and the same."""

    def __init__(self, tree: Tree, reports: Mapping[str, Sequence[Figure]]) -> None:
        self.tree = tree
        self.reports = reports
        self.figures: dict[Place, Figure] = {}
        self.rows: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
        self._steps: dict[tuple[str, str, str, str, tuple[str, ...]], list[Place]] = defaultdict(list)
        self._everywhere: dict[Place, list[Place]] = defaultdict(list)
        self._numbers: dict[Spot, Number] = {}
        self._spots: dict[Number, list[Spot]] = {}
        for organisation, figures in reports.items():
            for figure in figures:
                self._put(place_of(figure, organisation), figure)

    def _put(self, place: Place, figure: Figure) -> None:
        self.figures[place] = figure
        self.rows[place.organisation, place.indicator, place.breakdown].append(place)
        if place.breakdown in OF_ONE_PATHWAY:
            self._steps[self._start(place)].append(place)
        if registry.get(place.indicator).knowledge.children is Children.SAME:
            self._everywhere[place._replace(organisation=EVERYWHERE)].append(place)

    @staticmethod
    def _start(place: Place) -> tuple[str, str, str, str, tuple[str, ...]]:
        return place.organisation, place.indicator, place.breakdown, place.key[0], place.key[2:]

    def at(self, place: Place) -> Figure | None:
        """The figure there, in whichever of its reports; None if no report has the cell."""
        if place.organisation == EVERYWHERE:
            others = self._everywhere.get(place)
            return self.figures[others[0]] if others else None
        return self.figures.get(place)

    def here(self, place: Place) -> Place:
        """The cell of another month in this one; without the report of a child, its row in the parent's."""
        here = place._replace(when=NOW)
        parent = self.tree.parents.get(place.organisation)
        if here in self.figures or parent is None or place.breakdown != Breakdown.TOTAL or place.key:
            return here
        row = here._replace(organisation=parent, breakdown=Breakdown.ORGANISATION.value, key=(place.organisation,))
        return row if row in self.figures else here

    def number(self, place: Place, part: Part = Part.NUMERATOR, value: int | None = None) -> Number:
        """The one number that stands for all that are the same as this. What is not published is given its value."""
        spot = Spot(place, part)
        found = self._numbers.get(spot)
        if found is None:
            leading = self._leading(spot)
            found = self._numbers.get(leading)
            if found is None:
                found = self._numbers[leading] = Number(leading, self.value(leading) if value is None else value)
            self._numbers[spot] = found
        return found

    def knows(self, spot: Spot) -> bool:
        """Whether anybody has asked for this number yet."""
        return spot in self._numbers

    def _leading(self, spot: Spot) -> Spot:
        if spot.place not in self.figures:
            return spot
        while True:
            further = self._same_as(*spot)
            if further is None:
                return spot
            spot = further

    def _same_as(self, place: Place, part: Part) -> Spot | None:
        """One step nearer to the number that stands for all."""
        if place.breakdown == Breakdown.ORGANISATION and place.key[0] != place.organisation:
            total = place._replace(organisation=place.key[0], breakdown=Breakdown.TOTAL.value, key=())
            return Spot(total, part) if total in self.figures else None
        knowledge = registry.get(place.indicator).knowledge
        if knowledge.children is Children.SAME and place.organisation != EVERYWHERE:
            return Spot(place._replace(organisation=EVERYWHERE), part)
        term = knowledge.same.get((part, place.line))
        if term is not None:
            there = place._replace(indicator=term.indicator, line=term.line)
            return Spot(there, term.part) if there in self.figures else None
        if self._shares_its_start(place, part):
            leading = self._steps[self._start(place)][0]
            return Spot(leading, part) if leading != place else None
        return None

    def spots(self, number: Number) -> list[Spot]:
        """Every cell in which a number is published."""
        found = self._spots.get(number)
        if found is None:
            found = [number.leading]
            for spot in found:
                found += [other for other in self._standing_for(*spot) if other not in found]
            found = self._spots[number] = [spot for spot in found if spot.place in self.figures]
        return found

    def _standing_for(self, place: Place, part: Part) -> Iterator[Spot]:
        if place not in self.figures and place not in self._everywhere:
            return
        for indicator, own_part, line in _sames().get((place.indicator, part, place.line), ()):
            there = place._replace(indicator=indicator, line=line)
            if there in self.figures:
                yield Spot(there, own_part)
        if place.organisation == EVERYWHERE:
            yield from (Spot(other, part) for other in self._everywhere[place])
            return
        if self._shares_its_start(place, part):
            leading, *others = self._steps[self._start(place)]
            yield from (Spot(other, part) for other in others if leading == place)
        parent = self.tree.parents.get(place.organisation)
        if parent is not None and place.breakdown == Breakdown.TOTAL and not place.key:
            row = place._replace(organisation=parent, breakdown=Breakdown.ORGANISATION.value, key=(place.organisation,))
            if row in self.figures:
                yield Spot(row, part)

    @staticmethod
    def _shares_its_start(place: Place, part: Part) -> bool:
        """Steps from one phase have all but their numerator in common."""
        return (
            registry.get(place.indicator).knowledge.shared_by_start
            and place.breakdown in OF_ONE_PATHWAY
            and part in {Part.DENOMINATOR, Part.NOT_MATURED}
        )

    def value(self, spot: Spot) -> int:
        """What the number truly is."""
        figure = self.at(spot.place)
        return 0 if figure is None else number_of(figure, spot.part)


_known_sames: dict[tuple[str, Part, str], list[tuple[str, Part, str]]] = {}


def _sames() -> Mapping[tuple[str, Part, str], Iterable[tuple[str, Part, str]]]:
    """The declared equalities the other way round."""
    if not _known_sames:
        for indicator in registry.all_indicators():
            for (part, line), term in indicator.knowledge.same.items():
                _known_sames.setdefault((term.indicator, term.part, term.line), []).append((indicator.id, part, line))
    return _known_sames
