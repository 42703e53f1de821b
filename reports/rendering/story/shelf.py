"""The figures of a report where they can be found by what they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from reports.indicators import registry
from reports.indicators.figures import Figure, Status
from reports.rendering.charts.description import Amount
from reports.rendering.wording import Written, write

Place = tuple[str, str, tuple[tuple[str, str], ...]]


def place_of(indicator: str, breakdown: str = "total", key: Mapping[str, str] | None = None) -> Place:
    """Where a figure stands: its indicator, its breakdown, and its key in whatever order."""
    return indicator, breakdown, tuple(sorted((key or {}).items()))


class Shelf:
    """The figures of one edition."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures: dict[Place, Figure] = {}
        self._groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        for figure in figures:
            self._figures[place_of(figure.indicator, figure.breakdown, figure.key)] = figure
            self._groups[figure.indicator, figure.breakdown].append(figure)

    def at(self, place: Place) -> Figure | None:
        """The figure there, if the report has one."""
        return self._figures.get(place)

    def get(self, indicator: str, breakdown: str = "total", **key: str) -> Figure | None:
        """The figure of an indicator for a key."""
        return self.at(place_of(indicator, breakdown, key))

    def all(self, indicator: str, breakdown: str = "total") -> list[Figure]:
        """All figures of a breakdown, in the order of the report."""
        return self._groups[indicator, breakdown]


def written(figure: Figure) -> Written:
    """The figure in words."""
    return write(figure, registry.get(figure.indicator))


def number(figure: Figure | None) -> Fraction | None:
    """The number to draw or to compare; nothing where the reader may not, or cannot, know one."""
    return figure.fraction if figure is not None and figure.status == Status.SHOWN else None


def amount(figure: Figure) -> Amount:
    """The figure for a chart."""
    return Amount(number(figure), written(figure).text)
