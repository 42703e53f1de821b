"""Transitions from phase to phase (INDICATORS.md, "Transitions"). Only main-track entries count."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Any, NamedTuple, cast

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from integration.periods.expressions import AddDays
from integration.periods.months import year_before
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import PhaseEntry
from programmes.pathways.models.programme import TRANSITION_WINDOW_DAYS
from reports.indicators.arranging import Report
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.figures import Figure, Status, lowest_terms
from reports.indicators.frame import Frame, Step
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import Children, Knowledge, Law, Part, Term
from reports.indicators.registry import Indicator, indicator
from reports.indicators.scope import by_head, by_report, entries

FAMILY = Family.TRANSITIONS
PROGRAMME = "phase__programme"
COHORT = "enrolment__cohort"
LATER = "enrolment__phase_entries__"
_KINDS = list(PhaseKind)
_TRAININGS_BEGUN = Term(
    "transition_so_far", Part.DENOMINATOR, breakdown=Breakdown.STEP_COHORT, codes=(PhaseKind.TRAINING.value,)
)


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
    matured, young = Q(pk__in=[]), Q(pk__in=[])
    for window in sorted({rules.window for rules in frame.programmes.values()}):
        ids = [pk for pk, rules in frame.programmes.items() if rules.window == window]
        cohort_end = frame.as_of - timedelta(days=window)
        ours = Q(**{f"{PROGRAMME}__in": ids})
        matured |= ours & Q(ended_on__gt=year_before(cohort_end), ended_on__lte=cohort_end)
        young |= ours & Q(ended_on__gt=cohort_end, ended_on__lte=frame.as_of)
    return matured, young


def _window(frame: Frame) -> Case:
    """The programme's transition window, asked only of those whose windows differ from the usual."""
    unusual = {pk: rules.window for pk, rules in frame.programmes.items() if rules.window != TRANSITION_WINDOW_DAYS}
    cases = [When(**{PROGRAMME: pk}, then=Value(window)) for pk, window in unusual.items()]
    return Case(*cases, default=Value(TRANSITION_WINDOW_DAYS))


class _Begun(NamedTuple):
    """Main-track entries of a kind begun by D; of these those in the exit cohort, and those too young for it."""

    head: Head
    programme_id: int
    cohort_id: int
    kind: PhaseKind
    entries: int
    matured: int
    young: int


def _begun(frame: Frame) -> list[_Begun]:
    """One query, shared by the rates of exit cohorts and start cohorts."""
    matured, young = _matured(frame)
    counts = {
        "entries": Count("pk"),
        "matured": Count("pk", filter=matured),
        "young": Count("pk", filter=young),
    }
    rows = by_report(frame, _entries(started_on__lte=frame.as_of), PROGRAMME, COHORT, "kind", **counts)
    return [
        _Begun(head, row[PROGRAMME], row[COHORT], _KINDS[row["kind"]], *(row[name] for name in counts))
        for head, row in rows
    ]


class _Followed(NamedTuple):
    """Of the entries begun those that were followed by another kind by D, and in time if in the exit cohort."""

    head: Head
    programme_id: int
    cohort_id: int
    step: Step
    so_far: int
    in_time: int


def _followed(frame: Frame) -> list[_Followed]:
    """One query over pairs of main-track entries of one enrolment, shared likewise."""
    matured, _young = _matured(frame)
    pairs = _entries(started_on__lte=frame.as_of).filter(
        **{
            f"{LATER}parallel": False,
            f"{LATER}started_on__gt": F("started_on"),
            f"{LATER}started_on__lte": frame.as_of,
        }
    )
    in_time = matured & Q(**{f"{LATER}started_on__lte": AddDays(F("ended_on"), _window(frame))})
    counts = {
        "so_far": Count("pk", distinct=True),
        "in_time": Count(Case(When(in_time, then="pk")), distinct=True),
    }
    rows = by_report(frame, pairs.annotate(later=_kind(f"{LATER}phase")), PROGRAMME, COHORT, "kind", "later", **counts)
    return [
        _Followed(
            head,
            row[PROGRAMME],
            row[COHORT],
            Step(_KINDS[row["kind"]], _KINDS[row["later"]]),
            *(row[n] for n in counts),
        )
        for head, row in rows
    ]


@indicator(
    "transition",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.PHASE_ENTRIES,
    breakdowns=(Breakdown.STEP, Breakdown.STEP_PROGRAMME),
    matures=True,
    knowledge=Knowledge(Children.SUM, rows=(Breakdown.STEP_PROGRAMME,), shared_by_start=True),
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
    """Two queries, shared. A next phase in time has begun by D, because the window is over."""
    cells = Cells()
    for begun in frame.shared(_begun):
        for step in frame.programmes[begun.programme_id].steps:
            if step.start == begun.kind:
                tally = Tally(0, begun.matured, begun.young)
                cells.add(Breakdown.STEP_PROGRAMME, begun.head, tally, key=(begun.programme_id, step))
    for followed in frame.shared(_followed):
        key = followed.programme_id, followed.step
        cells.add(Breakdown.STEP_PROGRAMME, followed.head, Tally(followed.in_time), key=key)
    return cells


@indicator(
    "transition_so_far",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.PHASE_ENTRIES,
    breakdowns=(Breakdown.STEP_COHORT,),
    knowledge=Knowledge(
        Children.SUM,
        never_falls=frozenset({Part.NUMERATOR, Part.DENOMINATOR}),
        shared_by_start=True,
        laws=(
            Law(
                (_TRAININGS_BEGUN,),
                (Term("dissolution_so_far", Part.DENOMINATOR),),
                by=Breakdown.COHORT,
                nearly=True,
            ),
        ),
    ),
    name=_("Transitions so far"),
    definition=_(
        "Of a cohort's phases begun by the as-of date: those whose enrolment has begun the next phase by then."
    ),
    explanation=_("How far a cohort has come. The figure grows with time; it is not a final rate."),
)
def transition_so_far(frame: Frame) -> Cells:
    """Two queries, shared."""
    cells = Cells()
    for begun in frame.shared(_begun):
        for step in frame.programmes[begun.programme_id].steps:
            if step.start == begun.kind:
                cells.add(Breakdown.STEP_COHORT, begun.head, Tally(0, begun.entries), key=(begun.cohort_id, step))
    for followed in frame.shared(_followed):
        key = followed.cohort_id, followed.step
        cells.add(Breakdown.STEP_COHORT, followed.head, Tally(followed.so_far), key=key)
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
    knowledge=Knowledge(Children.SUM),
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
