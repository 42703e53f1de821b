"""What it costs readers when a cell is hidden."""

from collections.abc import Iterable

from reports.disclosure.places import EVERYWHERE, Tree
from reports.disclosure.primary import Unit
from reports.indicators.kinds import Breakdown

_LOOKED_AT_FIRST = {"enrolments": 4.0, "guarantee_coverage": 2.0, "guarantee_fulfilment": 2.0, "takeover": 2.0}
_BY_BREAKDOWN = {
    Breakdown.TOTAL.value: 4.0,
    Breakdown.PROGRAMME.value: 2.0,
    Breakdown.ORGANISATION.value: 2.0,
}
TRIFLE = 0.001
"""What is hidden already costs next to nothing: of two lines the shorter one is taken."""
_BY_ITSELF = 0.5
_AGAIN = 0.5
"""What was hidden last month says the less when it is hidden again."""


class Weights:
    """Detail before totals, children's cells before their parents', what was hidden last month before the rest."""

    def __init__(self, tree: Tree, hidden_before: Iterable[Unit]) -> None:
        self.tree = tree
        self.hidden_before = frozenset(hidden_before)

    def of(self, unit: Unit) -> float:
        """The cost of a unit."""
        place = unit.place
        cost = _BY_BREAKDOWN.get(place.breakdown, 1.0)
        if not place.key:
            cost *= _LOOKED_AT_FIRST.get(place.indicator, 1.0)
        if place.organisation != EVERYWHERE:
            cost *= 1 + self.tree.heights.get(place.organisation, 0)
        if unit.part:
            cost *= _BY_ITSELF
        return cost * _AGAIN if unit in self.hidden_before else cost
