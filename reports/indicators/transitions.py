"""Transitions from phase to phase (INDICATORS.md, "Transitions"). Only main-track entries count."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Any, cast

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from integration.periods.expressions import AddDays
from integration.periods.months import year_before
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import PhaseEntry
from reports.indicators.arranging import Report
from reports.indicators.cells import Cells, Tally
from reports.indicators.figures import Figure, Status, lowest_terms
from reports.indicators.frame import Frame, Step
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.registry import Indicator, indicator
from reports.indicators.scope import by_head, entries

FAMILY = Family.TRANSITIONS
PROGRAMME = "phase__programme"
COHORT = "enrolment__cohort"
LATER = "enrolment__phase_entries__"
_KINDS = list(PhaseKind)


def _kind(phase: str) -> Case:
    """The kind of the phase as a number: texts are slow to group by."""
    return Case(
        *(When(**{f"{phase}__kind": kind}, then=number) for number, kind in enumerate(_KINDS)),
        output_field=SmallIntegerField(),
    )


def _entries(**conditions: Any) -> QuerySet[PhaseEntry]:
    return entries(F("started_on"), parallel=False, **conditions).annotate(kind=_kind("phase"))


def _matured(frame: Frame) -> tuple[Q, Q]:
    """Ended in the exit cohort, and ended after it: both depend on the programme's transition window."""
    matured, not_matured = Q(pk__in=[]), Q(pk__in=[])
    for window in sorted({rules.window for rules in frame.programmes.values()}):
        ids = [pk for pk, rules in frame.programmes.items() if rules.window == window]
        cohort_end = frame.as_of - timedelta(days=window)
        ours = Q(**{f"{PROGRAMME}__in": ids})
        matured |= ours & Q(ended_on__gt=year_before(cohort_end), ended_on__lte=cohort_end)
        not_matured |= ours & Q(ended_on__gt=cohort_end, ended_on__lte=frame.as_of)
    return matured, not_matured


def _window(frame: Frame) -> Case:
    cases = [When(**{PROGRAMME: pk}, then=Value(rules.window)) for pk, rules in frame.programmes.items()]
    return Case(*cases, default=Value(0))


@indicator(
    "transition",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.PHASE_ENTRIES,
    breakdowns=(Breakdown.STEP, Breakdown.STEP_PROGRAMME),
    matures=True,
    name=_("Transition rate"),
    definition=_(
        "Of the phases that ended in the year whose transition window is over by the as-of date: those followed by the "
        "next phase within the window (183 days unless the programme says otherwise). How the phase ended does not matter."
    ),
    explanation=_(
        "How many of those who finished a phase went on to the next one. People whose time is not up yet are left out "
        "and counted beside the rate."
    ),
)
def transition(frame: Frame) -> Cells:
    """Two queries: those who ended, and those of them who went on."""
    cells = Cells()
    matured, not_matured = _matured(frame)
    ended = _entries(ended_on__isnull=False)
    counts = {"matured": Count("pk", filter=matured), "young": Count("pk", filter=not_matured)}
    for head, row in by_head(frame, ended.filter(matured | not_matured), PROGRAMME, "kind", **counts):
        for step in frame.programmes[row[PROGRAMME]].steps:
            if step.start == _KINDS[row["kind"]]:
                tally = Tally(0, row["matured"], row["young"])
                cells.add(Breakdown.STEP_PROGRAMME, head, tally, key=(row[PROGRAMME], step))
    in_time = AddDays(F("ended_on"), _window(frame))
    went_on = _followed(ended.filter(matured), Q(**{f"{LATER}started_on__lte": in_time}))
    for head, row in by_head(frame, went_on, PROGRAMME, "kind", "later_kind", rows=Count("pk", distinct=True)):
        key = row[PROGRAMME], _step(row)
        cells.add(Breakdown.STEP_PROGRAMME, head, Tally(row["rows"]), key=key)
    return cells


def _step(row: dict[str, Any]) -> Step:
    return Step(_KINDS[row["kind"]], _KINDS[row["later_kind"]])


def _followed(rows: QuerySet[PhaseEntry], until: Q) -> QuerySet[PhaseEntry]:
    """Joined to each later main-track entry of the same enrolment that started `until` then."""
    later = rows.filter(until, **{f"{LATER}parallel": False, f"{LATER}started_on__gt": F("started_on")})
    return later.annotate(later_kind=_kind(f"{LATER}phase"))


@indicator(
    "transition_so_far",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.PHASE_ENTRIES,
    breakdowns=(Breakdown.STEP_COHORT,),
    name=_("Transitions so far"),
    definition=_(
        "Of a cohort's phases begun by the as-of date: those whose enrolment has begun the next phase by then."
    ),
    explanation=_("How far a cohort has come. The figure grows with time; it is not a final rate."),
)
def transition_so_far(frame: Frame) -> Cells:
    """Two queries."""
    cells = Cells()
    begun = _entries(started_on__lte=frame.as_of)
    for head, row in by_head(frame, begun, PROGRAMME, COHORT, "kind", rows=Count("pk")):
        for step in frame.programmes[row[PROGRAMME]].steps:
            if step.start == _KINDS[row["kind"]]:
                cells.add(Breakdown.STEP_COHORT, head, Tally(0, row["rows"]), key=(row[COHORT], step))
    went_on = _followed(begun, Q(**{f"{LATER}started_on__lte": frame.as_of}))
    for head, row in by_head(frame, went_on, COHORT, "kind", "later_kind", rows=Count("pk", distinct=True)):
        key = row[COHORT], _step(row)
        cells.add(Breakdown.STEP_COHORT, head, Tally(row["rows"]), key=key)
    return cells


def _median_days(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """The cells hold how often each number of days occurs."""
    cells = report.measured[indicator.id]
    days: dict[Step, Counter[int]] = {step: Counter() for step in report.steps()}
    for key, tally in cells.of(Breakdown.STEP, report.head):
        step, gap = cast("tuple[Step, int]", key)
        days[step][gap] += tally.numerator
    for step, occurring in days.items():
        values = [Fraction(value) for value in occurring.elements()]
        yield Figure(
            indicator.id,
            indicator.version,
            Breakdown.STEP,
            {"from": step.start, "to": step.to},
            value=lowest_terms(median(values)) if values else None,
            denominator=len(values),
            status=Status.SHOWN if values else Status.NOT_APPLICABLE,
        )


@indicator(
    "transition_days",
    family=FAMILY,
    shape=Shape.MEDIAN,
    unit=Unit.DAYS,
    breakdowns=(Breakdown.STEP,),
    arrange=_median_days,
    name=_("Days between phases"),
    definition=_(
        "Median of the days between the end of a phase and the start of the next, over phases begun in the month."
    ),
    explanation=_("How long people wait from one phase to the next. Half of them waited no longer than this."),
)
def transition_days(frame: Frame) -> Cells:
    """One query."""
    before = PhaseEntry.objects.filter(
        enrolment=OuterRef("enrolment_id"), parallel=False, started_on__lt=OuterRef("started_on")
    ).order_by("-started_on")
    begun = _entries(started_on__gte=frame.month, started_on__lte=frame.as_of).annotate(
        kind_before=Subquery(before.values("phase__kind")[:1]), end_before=Subquery(before.values("ended_on")[:1])
    )
    cells = Cells()
    rows = by_head(frame, begun, PROGRAMME, "kind", "started_on", "kind_before", "end_before", rows=Count("pk"))
    for head, row in rows:
        step = Step(row["kind_before"], _KINDS[row["kind"]])
        if step in frame.programmes[row[PROGRAMME]].steps:
            gap = _days_between(row["end_before"], row["started_on"])
            cells.add(Breakdown.STEP, head, Tally(row["rows"]), key=(step, gap))
    return cells


def _days_between(end: date, start: date) -> int:
    return (start - end).days - 1
