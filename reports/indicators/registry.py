"""Every indicator of the report, in the order in which the report shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import Knowledge

if TYPE_CHECKING:
    from reports.indicators.arranging import Report
    from reports.indicators.cells import Cells
    from reports.indicators.figures import Figure
    from reports.indicators.frame import Frame

Measure = Callable[["Frame"], "Cells"]
Arrange = Callable[["Report", "Indicator"], "Iterable[Figure]"]


@dataclass(frozen=True)
class Indicator:
    """An indicator: what it is called, what it means in plain words, and how it is computed.

    `definition` is the exact rule, `explanation` what it tells a reader; both stand in the report. `measure` asks
    the database, in a constant number of queries, for the cells of every organisation of a frame at once; `arrange`
    puts those of one organisation in the order of its report (the standard one goes through `breakdowns`).
    `knowledge` is what readers know about it beside its numbers, for disclosure control.
    `lines` are the lines of the total; an empty one is the main line. `matures` says that `not_matured` stands
    beside the rate.
    """

    id: str
    version: int
    family: Family
    shape: Shape
    unit: Unit
    breakdowns: tuple[Breakdown, ...]
    name: Promise
    definition: Promise
    explanation: Promise
    measure: Measure
    knowledge: Knowledge
    arrange: Arrange | None = None
    lines: tuple[str, ...] = ("",)
    line_shapes: tuple[Shape, ...] = ()
    codes: tuple[str, ...] = ()
    matures: bool = False

    def shape_of(self, line: str) -> Shape:
        """The shape of a line; lines are shaped like the indicator unless it says otherwise."""
        return self.line_shapes[self.lines.index(line)] if self.line_shapes else self.shape


_indicators: dict[str, Indicator] = {}


def indicator(identifier: str, *, version: int = 1, **attributes: object) -> Callable[[Measure], Measure]:
    """Register the decorated function as the measure of an indicator whose id is new."""

    def take(measure: Measure) -> Measure:
        if identifier in _indicators:
            message = f"There are two indicators {identifier}."
            raise ValueError(message)
        _indicators[identifier] = Indicator(id=identifier, version=version, measure=measure, **attributes)  # type: ignore[arg-type]
        return measure

    return take


def all_indicators() -> tuple[Indicator, ...]:
    """Every registered indicator, in the order of the report."""
    return tuple(_indicators.values())


def get(identifier: str) -> Indicator:
    """The indicator of this id; raises `KeyError`."""
    return _indicators[identifier]
