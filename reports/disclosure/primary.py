"""What is hidden for its own sake (INDICATORS.md 3, rules 1 to 3)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from reports.disclosure.places import EVERYWHERE, Board, Place, number_of, parts_at, place_of, shape_at
from reports.indicators import registry
from reports.indicators.figures import Figure
from reports.indicators.kinds import Breakdown, Shape
from reports.indicators.knowledge import Children, Part


class Unit(NamedTuple):
    """What is shown or hidden as a whole: a cell in every report that has it, or what is not matured beside a rate."""

    place: Place
    part: str = ""


def unit_at(board: Board, place: Place, part: Part | None = None) -> Unit:
    """The unit of a number. The row of a child is its own report's total; persons go with their enrolments."""
    if place.breakdown == Breakdown.ORGANISATION and place.key[0] != place.organisation:
        total = place._replace(organisation=place.key[0], breakdown=Breakdown.TOTAL.value, key=())
        place = total if total in board.figures else place
    indicator = registry.get(place.indicator)
    if indicator.knowledge.children is Children.SAME:
        place = place._replace(organisation=EVERYWHERE)
    if shape_at(place, indicator) is Shape.COUNT and (Part.NUMERATOR, place.line) in indicator.knowledge.same:
        together = indicator.knowledge.same[Part.NUMERATOR, place.line]
        place = place._replace(indicator=together.indicator, line=together.line)
    return Unit(place, Part.NOT_MATURED.value if part is Part.NOT_MATURED else "")


def hidden_at_first(board: Board, reports: Mapping[str, Sequence[Figure]], threshold: int) -> set[Unit]:
    """The units with a protected number from 1 to below the threshold."""
    hidden: set[Unit] = set()
    for organisation, figures in reports.items():
        for figure in figures:
            place = place_of(figure, organisation)
            for part in _too_small(figure, place, threshold):
                hidden.add(unit_at(board, place, part))
        curve = [each for each in figures if "at_risk" in each.details]
        hidden |= {unit_at(board, place_of(each, organisation)) for each in _hidden_steps(curve, threshold)}
    return hidden


def hidden_targets(board: Board, hidden: Collection[Unit]) -> set[Unit]:
    """Targets that are judged by a hidden figure."""
    found = set()
    for place, figure in board.figures.items():
        if figure.aside.judged is not None:
            organisation, indicator, line = figure.aside.judged
            judged = Place(place.when, organisation, indicator, Breakdown.TOTAL.value, (), line)
            if judged in board.figures and unit_at(board, judged) in hidden:
                found.add(unit_at(board, place))
    return found


def _hidden_steps(curve: Sequence[Figure], threshold: int) -> Iterator[Figure]:
    """The points of a retention curve that would show fewer ends than the threshold, alone or since the last one shown.

    A point is shown if its own ends, and those of the hidden points before it, are none or at least the threshold.
    """
    small, since = range(1, threshold), 0
    for figure in curve:
        ended, at_risk = figure.details["ended"], figure.details["at_risk"]
        if ended in small or since in small or at_risk in small:
            since += ended
            yield figure
        else:
            since = 0


def _too_small(figure: Figure, place: Place, threshold: int) -> Iterator[Part | None]:
    """None for the figure as a whole, and what of it goes by itself."""
    small = range(1, threshold)
    aside = figure.aside
    if aside.concerned in small:
        yield None
    if any(each in small for upper, lower in aside.layers for each in (upper, lower, lower - upper)):
        yield None
    indicator = registry.get(figure.indicator)
    mean = indicator.knowledge.children is not Children.NONE and shape_at(place, indicator) is Shape.MEAN
    for part in parts_at(place):
        if number_of(figure, part) in small and not (mean and part is Part.NUMERATOR):
            yield part if part is Part.NOT_MATURED else None
