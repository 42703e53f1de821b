"""Putting measured cells into the order of one organisation's report, zeros included."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.figures import Figure, Status, lowest_terms
from reports.indicators.frame import Frame, Step
from reports.indicators.kinds import Breakdown, Shape
from reports.indicators.registry import Indicator


class ListedCohort(NamedTuple):
    """A cohort with an enrolment in the scope by D."""

    pk: int
    code: str
    programme_id: int


@dataclass(frozen=True)
class Report:
    """One organisation's report in the making: what it lists, and all that was measured."""

    frame: Frame
    head: Head
    organisations: tuple[tuple[str, Head], ...]
    programmes: tuple[int, ...]
    cohorts: tuple[ListedCohort, ...]
    measured: Mapping[str, Cells]

    def steps(self) -> list[Step]:
        """The steps of the listed programmes, in a stable order."""
        return sorted({step for each in self.programmes for step in self.frame.programmes[each].steps})


CODED = frozenset({Breakdown.CLASS, Breakdown.REASON, Breakdown.PHASE})
"""Breakdowns into code lists; their rows are counts, whatever the total is."""

Row = tuple[dict[str, str], Tally]
Place = tuple[dict[str, str], Hashable]
"""The key of a row as the report shows it, and as the cells know it."""


def figure(indicator: Indicator, breakdown: Breakdown, key: dict[str, str], tally: Tally, line: str = "") -> Figure:
    """The cell in the shape of its indicator. A zero denominator gives no value (INDICATORS G8)."""
    if indicator.shape_of(line) is Shape.COUNT or breakdown in CODED:
        return Figure(indicator.id, indicator.version, breakdown, key, value=tally.numerator)
    applies = tally.denominator != 0
    return Figure(
        indicator.id,
        indicator.version,
        breakdown,
        key,
        value=lowest_terms(Fraction(tally.numerator, tally.denominator)) if applies else None,
        numerator=tally.numerator,
        denominator=tally.denominator,
        not_matured=tally.not_matured if indicator.matures else None,
        status=Status.SHOWN if applies else Status.NOT_APPLICABLE,
    )


def arrange(report: Report, indicator: Indicator) -> Iterable[Figure]:
    """The figures of an indicator in its report."""
    if indicator.arrange is not None:
        return indicator.arrange(report, indicator)
    return _standard(report, indicator)


def _standard(report: Report, indicator: Indicator) -> Iterator[Figure]:
    cells = report.measured[indicator.id]
    for breakdown in indicator.breakdowns:
        if breakdown is Breakdown.STEP:
            yield from _steps(report, indicator, cells)
            continue
        for line in indicator.lines:
            for key, tally in _rows(report, indicator, cells, breakdown, line):
                yield figure(indicator, breakdown, key | ({"line": line} if line else {}), tally, line)


def _totals(_report: Report) -> Iterator[Place]:
    yield {}, None


def _programmes(report: Report) -> Iterator[Place]:
    for each in report.programmes:
        yield {"programme": report.frame.programmes[each].code}, each


def _cohorts(report: Report) -> Iterator[Place]:
    for cohort in report.cohorts:
        yield {"cohort": cohort.code}, cohort.pk


def _steps_of_programmes(report: Report) -> Iterator[Place]:
    for each in report.programmes:
        rules = report.frame.programmes[each]
        for step in sorted(rules.steps):
            yield {"from": step.start, "to": step.to, "programme": rules.code}, (each, step)


def _steps_of_cohorts(report: Report) -> Iterator[Place]:
    for cohort in report.cohorts:
        for step in sorted(report.frame.programmes[cohort.programme_id].steps):
            yield {"from": step.start, "to": step.to, "cohort": cohort.code}, (cohort.pk, step)


_PLACES: dict[Breakdown, Callable[[Report], Iterator[Place]]] = {
    Breakdown.TOTAL: _totals,
    Breakdown.PROGRAMME: _programmes,
    Breakdown.COHORT: _cohorts,
    Breakdown.STEP_PROGRAMME: _steps_of_programmes,
    Breakdown.STEP_COHORT: _steps_of_cohorts,
}


def _rows(report: Report, indicator: Indicator, cells: Cells, breakdown: Breakdown, line: str) -> Iterator[Row]:
    """Keys come from what is listed, not from what was counted; the rows by organisation are totals of others."""
    if breakdown is Breakdown.ORGANISATION:
        for code, head in report.organisations:
            yield {"organisation": code}, cells.get(Breakdown.TOTAL, head, line=line)
        return
    listed = _PLACES.get(breakdown)
    places = listed(report) if listed else (({breakdown.value: code}, code) for code in indicator.codes)
    for key, place in places:
        yield key, cells.get(breakdown, report.head, key=place, line=line)


def _steps(report: Report, indicator: Indicator, cells: Cells) -> Iterator[Figure]:
    """A step over all listed programmes asks each programme's entries for its own pathway only."""
    rules = report.frame.programmes
    for step in report.steps():
        tally = Tally()
        for each in report.programmes:
            if step in rules[each].steps:
                tally = tally.plus(cells.get(Breakdown.STEP_PROGRAMME, report.head, key=(each, step)))
        yield figure(indicator, Breakdown.STEP, {"from": step.start, "to": step.to}, tally)
