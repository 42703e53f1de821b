"""What anyone may see: totals alone, counts to the nearest five, rates from these."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from reports.disclosure.services import without_numbers
from reports.indicators import registry
from reports.indicators.figures import Figure, Status, lowest_terms
from reports.indicators.kinds import Breakdown, Shape

NEAREST = 5
FLOWS = frozenset({"inflow", "outflow"})


def totals(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of the whole organisation. A curve tells of too few at a time to be rounded."""
    return [
        each
        for each in figures
        if each.breakdown == Breakdown.TOTAL and registry.get(each.indicator).shape is not Shape.SURVIVAL
    ]


def for_anyone(figures: Iterable[Figure]) -> list[Figure]:
    """What is left of disclosed totals. Who came is hidden with who left: their difference is nearly known."""
    shown = list(figures)
    hidden = any(each.indicator in FLOWS and each.status is Status.SUPPRESSED for each in shown)
    return [without_numbers(each) if hidden and each.indicator in FLOWS else _rounded(each) for each in shown]


def nearest(number: int) -> int:
    """The multiple of five; halves up."""
    return (2 * number + NEAREST) // (2 * NEAREST) * NEAREST


def _rounded(figure: Figure) -> Figure:
    if figure.status is not Status.SHOWN:
        return figure
    if figure.aside.layers:
        parts = [Fraction(nearest(upper), nearest(lower)) for upper, lower in figure.aside.layers]
        return _of(figure, sum(parts, Fraction(0)))
    if figure.denominator is None:
        return replace(figure, value=nearest(figure.value)) if isinstance(figure.value, int) else figure
    upper, lower = nearest(figure.numerator or 0), nearest(figure.denominator)
    return replace(figure, numerator=upper, denominator=lower, value=lowest_terms(Fraction(upper, lower)))


def _of(figure: Figure, rate: Fraction) -> Figure:
    return replace(figure, numerator=rate.numerator, denominator=rate.denominator, value=lowest_terms(rate))
