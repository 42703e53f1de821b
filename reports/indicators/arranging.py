"""Putting measured cells into the order of one organisation's report, zeros included."""

from collections.abc import Iterable, Iterator, Mapping
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


Row = tuple[dict[str, str], Tally]


def figure(indicator: Indicator, breakdown: Breakdown, key: dict[str, str], tally: Tally, line: str = "") -> Figure:
    """The cell in the shape of its indicator. A zero denominator gives no value (INDICATORS G8)."""
    shape = indicator.shape_of(line)
    if shape is Shape.COUNT:
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


def _rows(report: Report, indicator: Indicator, cells: Cells, breakdown: Breakdown, line: str) -> Iterator[Row]:
    """Keys come from what is listed, not from what was counted."""
    head, rules = report.head, report.frame.programmes
    match breakdown:
        case Breakdown.TOTAL:
            yield {}, cells.get(Breakdown.TOTAL, head, line=line)
        case Breakdown.ORGANISATION:
            for code, child in report.organisations:
                yield {"organisation": code}, cells.get(Breakdown.TOTAL, child, line=line)
        case Breakdown.PROGRAMME:
            for each in report.programmes:
                yield {"programme": rules[each].code}, cells.get(breakdown, head, key=each, line=line)
        case Breakdown.COHORT:
            for cohort in report.cohorts:
                yield {"cohort": cohort.code}, cells.get(breakdown, head, key=cohort.pk, line=line)
        case Breakdown.STEP_PROGRAMME:
            for each in report.programmes:
                for step in sorted(rules[each].steps):
                    key = {"from": step.start, "to": step.to, "programme": rules[each].code}
                    yield key, cells.get(breakdown, head, key=(each, step), line=line)
        case Breakdown.STEP_COHORT:
            for cohort in report.cohorts:
                for step in sorted(rules[cohort.programme_id].steps):
                    key = {"from": step.start, "to": step.to, "cohort": cohort.code}
                    yield key, cells.get(breakdown, head, key=(cohort.pk, step), line=line)
        case _:
            for code in indicator.codes:
                yield {breakdown.value: code}, cells.get(breakdown, head, key=code, line=line)


def _steps(report: Report, indicator: Indicator, cells: Cells) -> Iterator[Figure]:
    """A step over all listed programmes asks each programme's entries for its own pathway only."""
    rules = report.frame.programmes
    for step in report.steps():
        tally = Tally()
        for each in report.programmes:
            if step in rules[each].steps:
                tally = tally.plus(cells.get(Breakdown.STEP_PROGRAMME, report.head, key=(each, step)))
        yield figure(indicator, Breakdown.STEP, {"from": step.start, "to": step.to}, tally)
