"""What differs between two sets of figures, cell by cell."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reports.indicators.figures import Figure

Cell = tuple[str, str, tuple[tuple[str, str], ...]]
"""Indicator, breakdown and key: by these a cell is the same in two editions."""


class Change(NamedTuple):
    """A cell that differs. One side is missing if only one edition has the cell."""

    before: Figure | None
    after: Figure | None


def cell_of(figure: Figure) -> Cell:
    """Which cell a figure fills."""
    return figure.indicator, str(figure.breakdown), tuple(sorted(figure.key.items()))


def changes(before: Iterable[Figure], after: Iterable[Figure]) -> list[Change]:
    """The cells that differ in any part, in the order of the newer figures; cells that are gone come last."""
    old = {cell_of(figure): figure for figure in before}
    new = {cell_of(figure): figure for figure in after}
    found = [
        Change(old.get(cell), figure)
        for cell, figure in new.items()
        if cell not in old or old[cell].as_data() != figure.as_data()
    ]
    return found + [Change(figure, None) for cell, figure in old.items() if cell not in new]


def carried(before: Sequence[Figure], after: Sequence[Figure], indicators: frozenset[str]) -> list[Figure]:
    """The newer figures, but those of some indicators as they were: they speak of the day of publication."""
    old = {cell_of(figure): figure for figure in before}
    return [old.get(cell_of(figure), figure) if figure.indicator in indicators else figure for figure in after]
