"""Targets judged exactly, never on rounded figures (INDICATORS.md, `target`)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from programmes.community.enums import Operator, TargetState
from programmes.community.models import Target
from reports.indicators.arranging import Report, arrange
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.figures import Aside, Figure
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import ALONE
from reports.indicators.registry import Indicator, get, indicator

PERCENT = 100


class Aim(NamedTuple):
    """What is to be reached, from where, by when."""

    code: str
    organisation_id: int
    organisation__code: str
    indicator: str
    line: str
    operator: str
    value: Fraction
    due_on: date
    baseline: Fraction | None
    baseline_on: date | None

    def met_by(self, value: Fraction) -> bool:
        """`>=` and `>` differ at equality."""
        return value > self.value if self.operator == Operator.MORE_THAN else value >= self.value

    def path(self, day: date) -> Fraction | None:
        """Where the straight line from baseline to target is on `day`; flat before and after. None without a baseline."""
        if self.baseline is None or self.baseline_on is None or self.baseline_on >= self.due_on:
            return None
        elapsed = (min(max(day, self.baseline_on), self.due_on) - self.baseline_on).days
        return self.baseline + (self.value - self.baseline) * Fraction(elapsed, (self.due_on - self.baseline_on).days)


def judge(aim: Aim, value: Fraction | None, day: date) -> TargetState:
    """How the target stands on `day`."""
    if value is None:
        return TargetState.NO_VALUE
    if aim.met_by(value):
        return TargetState.MET
    path = aim.path(day)
    if path is None:
        return TargetState.NO_BASELINE
    return TargetState.ON_TRACK if value >= path else TargetState.BEHIND


def _value(report: Report, aim: Aim) -> Fraction | None:
    """The figure of the target's own organisation, rates in percent; None where there is none."""
    measured = get(aim.indicator)
    if Breakdown.TOTAL not in measured.breakdowns or aim.line not in measured.lines:
        return None
    theirs = replace(report, head=Head(aim.organisation_id), organisations=(), programmes=(), cohorts=())
    key = {"line": aim.line} if aim.line else {}
    for figure in arrange(theirs, measured):
        if figure.breakdown == Breakdown.TOTAL and figure.key == key and figure.fraction is not None:
            return figure.fraction * (PERCENT if measured.shape_of(aim.line) is Shape.RATE else 1)
    return None


def _target_rows(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """The state is the value."""
    for aim, _tally in sorted(report.measured[indicator.id].of(Breakdown.TARGET, report.head)):
        state = judge(aim, _value(report, aim), report.frame.as_of)  # type: ignore[arg-type]
        yield Figure(
            indicator.id,
            indicator.version,
            Breakdown.TARGET,
            {"target": aim.code},  # type: ignore[attr-defined]
            value=state.value,
            aside=Aside(judged=(aim.organisation__code, aim.indicator, aim.line)),  # type: ignore[attr-defined]
        )


@indicator(
    "target",
    family=Family.PLACES_AND_TARGETS,
    shape=Shape.STATE,
    unit=Unit.TARGETS,
    breakdowns=(Breakdown.TARGET,),
    arrange=_target_rows,
    knowledge=ALONE,
    name=_("Targets"),
    definition=_(
        "Targets of the organisation and of those below it, each judged by its own organisation's figure on the as-of "
        "date. On track: at or above the straight line from baseline to target."
    ),
    explanation=_("What was aimed for, and how it stands today."),
)
def target(frame: Frame) -> Cells:
    """One query; the figures they are judged by are measured anyway."""
    cells = Cells()
    for columns in Target.objects.order_by("code").values_list(*Aim._fields):
        aim = Aim(*columns)
        exact = aim._replace(
            value=Fraction(aim.value), baseline=None if aim.baseline is None else Fraction(aim.baseline)
        )
        for head in frame.heads_over(aim.organisation_id):
            cells.add(Breakdown.TARGET, head, Tally(), key=exact)
    return cells
