"""Guarantees promised, due, kept and owed, and takeovers (INDICATORS.md, "Guarantees and retention")."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from integration.periods.expressions import AddDays
from integration.periods.months import anniversary, month_start
from integration.periods.querysets import active_on
from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import PhaseEntry
from programmes.pathways.models.programme import TAKEOVER_TOLERANCE_DAYS
from reports.indicators.arranging import Report
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.figures import Figure
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import Children, Knowledge, Law, Part, Term
from reports.indicators.registry import Indicator, indicator
from reports.indicators.scope import by_head, entries

FAMILY = Family.GUARANTEES
PROGRAMME = "enrolment__cohort__programme"
LAST_ORGANISATION = "enrolment__affiliations__organisation__"
FORECAST_MONTHS = 36

CLASSES = ("fulfilled", "waived", "refused_suitability", "fixed_term_only", "broken", "pending")

_FORECAST = Term("guarantee_forecast", codes=("*",))


def _classes(*codes: str) -> Term:
    return Term("guarantee_fulfilment", breakdown=Breakdown.CLASS, codes=codes)


LAST_DAY = Coalesce("ended_on", Value(date.max))


def latest_trainings(rows: QuerySet[PhaseEntry], day: date) -> QuerySet[PhaseEntry]:
    """Only those after which their enrolment has begun no other training by `day`: the guarantee is about them.

    Of two that began together (they can run beside each other) the one that runs longer counts, then the greater code.
    """
    later = Q(started_on__gt=OuterRef("started_on")) | Q(last_day__gt=OuterRef("last_day"))
    later |= Q(last_day=OuterRef("last_day"), code__gt=OuterRef("code"))
    begun = PhaseEntry.objects.annotate(last_day=LAST_DAY).filter(
        later,
        enrolment=OuterRef("enrolment_id"),
        phase__kind=PhaseKind.TRAINING,
        started_on__gte=OuterRef("started_on"),
        started_on__lte=day,
    )
    return rows.annotate(last_day=LAST_DAY).filter(~Exists(begun))


def holding_guarantees(day: Any) -> QuerySet[RetentionGuarantee]:
    """Guarantees of the row's enrolment that hold on `day`. There is at most one (INDICATORS.md)."""
    return RetentionGuarantee.objects.filter(
        active_on(day, start="given_on", end="held_until"), enrolment=OuterRef("enrolment_id"), void=False
    )


class _Running(NamedTuple):
    """Trainings of a head that run on D: whether guaranteed, and when they are planned to end."""

    head: Head
    programme_id: int
    guaranteed: bool
    planned_end_on: date | None
    trainings: int


def _running(frame: Frame) -> list[_Running]:
    """One query, shared by coverage and forecast."""
    day = frame.as_of
    running = entries(day, phase__kind=PhaseKind.TRAINING).filter(active_on(day))
    latest = latest_trainings(PhaseEntry.objects.filter(pk=OuterRef("pk")), day)
    rows = running.annotate(guaranteed=Case(When(Exists(holding_guarantees(day)), then=Exists(latest)), default=False))
    return [
        _Running(head, row[PROGRAMME], row["guaranteed"], row["planned_end_on"], row["trainings"])
        for head, row in by_head(frame, rows, PROGRAMME, "guaranteed", "planned_end_on", trainings=Count("pk"))
    ]


@indicator(
    "guarantee_coverage",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.TRAININGS,
    breakdowns=(Breakdown.TOTAL, Breakdown.PROGRAMME),
    knowledge=Knowledge(
        Children.SUM,
        rows=(Breakdown.PROGRAMME,),
        laws=(
            Law(
                (Term("guarantee_coverage", Part.DENOMINATOR),),
                (Term("phase_stock", breakdown=Breakdown.PHASE, codes=(PhaseKind.TRAINING.value,)),),
            ),
            Law(
                (Term("guarantee_coverage", Part.DENOMINATOR),),
                (Term("enrolments"),),
                by=Breakdown.PROGRAMME,
                at_most=True,
                nearly=True,
            ),
        ),
    ),
    name=_("Trainings with a guarantee"),
    definition=_(
        "Of the trainings active on the as-of date: those with a guarantee given by then and not ended before."
    ),
    explanation=_("How many of today's trainees have been promised a job."),
)
def guarantee_coverage(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for each in frame.shared(_running):
        tally = Tally(each.trainings if each.guaranteed else 0, each.trainings)
        _add(cells, each.head, each.programme_id, tally)
    return cells


def _add(cells: Cells, head: Head, programme_id: int, tally: Tally) -> None:
    cells.add(Breakdown.TOTAL, head, tally)
    cells.add(Breakdown.PROGRAMME, head, tally, key=programme_id)


def passed_trainings(ended_after: date, ended_by: date) -> QuerySet[Any]:
    """Passed trainings in the scope of their last day, with employer, group and the tolerance for what follows."""
    passed = entries(
        F("ended_on"),
        phase__kind=PhaseKind.TRAINING,
        outcome=Outcome.PASSED,
        ended_on__gt=ended_after,
        ended_on__lte=ended_by,
    )
    tolerance = Coalesce("phase__programme__takeover_tolerance_days", Value(TAKEOVER_TOLERANCE_DAYS))
    return passed.annotate(
        employer=F(f"{LAST_ORGANISATION}employer"),
        root=F(f"{LAST_ORGANISATION}root"),
        follow_until=AddDays(F("ended_on"), tolerance),
    )


def employments_after(**conditions: Any) -> QuerySet[Employment]:
    """Employments of the row's enrolment that start within the tolerance after the training's end."""
    return Employment.objects.filter(
        enrolment=OuterRef("enrolment_id"),
        started_on__gt=OuterRef("ended_on"),
        started_on__lte=OuterRef("follow_until"),
        **conditions,
    )


def _followed_by(contract: Contract) -> Q:
    """A job of this kind at the training employer, or in the group if the group promised it."""
    at_employer = employments_after(contract=contract, organisation__employer=OuterRef("employer"))
    in_group = employments_after(contract=contract, organisation__root=OuterRef("root"))
    return Q(Exists(at_employer)) | (Q(promised_by=GuaranteeScope.GROUP) & Q(Exists(in_group)))


def _class(frame: Frame) -> Case:
    """The first class that fits."""

    def decided(decision: Decision) -> Q:
        return Q(decision=decision) & (Q(decided_on__isnull=True) | Q(decided_on__lte=frame.as_of))

    return Case(
        When(follow_until__gt=frame.as_of, then=Value("pending")),
        When(_followed_by(Contract.PERMANENT), then=Value("fulfilled")),
        When(decided(Decision.WAIVED), then=Value("waived")),
        When(decided(Decision.REFUSED_SUITABILITY), then=Value("refused_suitability")),
        When(_followed_by(Contract.FIXED_TERM), then=Value("fixed_term_only")),
        default=Value("broken"),
        output_field=CharField(),
    )


@indicator(
    "guarantee_fulfilment",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.GUARANTEES,
    breakdowns=(Breakdown.TOTAL, Breakdown.CLASS),
    codes=CLASSES,
    knowledge=Knowledge(
        Children.SUM,
        laws=(
            Law((Term("guarantee_fulfilment"),), (_classes("fulfilled"),)),
            Law(
                (Term("guarantee_fulfilment", Part.DENOMINATOR),),
                (_classes("fulfilled", "refused_suitability", "fixed_term_only", "broken"),),
            ),
        ),
    ),
    name=_("Guarantees kept"),
    definition=_(
        "Guarantees that held on the last day of a training passed in the last year. Kept: a permanent job followed "
        "within the tolerance at the same employer (or in the group, if it promised). Rate: kept of those due and not "
        "waived by the trainee."
    ),
    explanation=_(
        "Whether promises were kept: who got the permanent job, who declined it, who got less, who got nothing."
    ),
)
def guarantee_fulfilment(frame: Frame) -> Cells:
    """One query."""
    guarantee = holding_guarantees(OuterRef("ended_on"))
    passed = passed_trainings(frame.year_ago, frame.as_of).filter(Exists(guarantee))
    due = latest_trainings(passed, frame.as_of).annotate(
        promised_by=Subquery(guarantee.values("scope")[:1]),
        decision=Subquery(guarantee.values("decision")[:1]),
        decided_on=Subquery(guarantee.values("decided_on")[:1]),
    )
    cells = Cells()
    for head, row in by_head(frame, due.annotate(kept=_class(frame)), "kept", rows=Count("pk")):
        kept, count = row["kept"], row["rows"]
        cells.add(Breakdown.CLASS, head, Tally(count), key=kept)
        if kept not in {"waived", "pending"}:
            cells.add(Breakdown.TOTAL, head, Tally(count if kept == "fulfilled" else 0, count))
    return cells


@indicator(
    "takeover",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.TRAININGS,
    breakdowns=(Breakdown.TOTAL, Breakdown.PROGRAMME),
    knowledge=Knowledge(Children.SUM, rows=(Breakdown.PROGRAMME,)),
    name=_("Takeover"),
    definition=_(
        "Of the trainings passed in the last year: those followed by any job in the group within the tolerance."
    ),
    explanation=_("How many of those who passed stayed in the group, whatever had been promised."),
)
def takeover(frame: Frame) -> Cells:
    """One query."""
    hired = Exists(employments_after(organisation__root=OuterRef("root")))
    passed = passed_trainings(frame.year_ago, frame.as_of).filter(follow_until__lte=frame.as_of)
    cells = Cells()
    for head, row in by_head(frame, passed.annotate(hired=hired), PROGRAMME, "hired", rows=Count("pk")):
        _add(cells, head, row[PROGRAMME], Tally(row["rows"] if row["hired"] else 0, row["rows"]))
    return cells


def _forecast_rows(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """One row for each of the coming months."""
    cells = report.measured[indicator.id]
    for ahead in range(1, FORECAST_MONTHS + 1):
        month = anniversary(report.frame.month, ahead)
        yield Figure(
            indicator.id,
            indicator.version,
            Breakdown.TOTAL,
            {"month": f"{month:%Y-%m}"},
            value=cells.get(Breakdown.TOTAL, report.head, key=month).numerator,
        )


@indicator(
    "guarantee_forecast",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.POSTS,
    breakdowns=(Breakdown.TOTAL,),
    arrange=_forecast_rows,
    knowledge=Knowledge(
        Children.SUM,
        laws=(
            Law((_FORECAST,), (Term("guarantee_coverage"),), nearly=True),
            Law((_FORECAST,), (Term("guarantee_coverage"),), at_most=True),
        ),
    ),
    name=_("Posts owed"),
    definition=_(
        "Guarantees that hold on the as-of date for a training that runs then, by the month of the day after its planned "
        "end, for 36 months. What is overdue counts in the first month; a training without a planned end is left out."
    ),
    explanation=_("How many permanent posts fall due in each of the next three years' months, if everybody passes."),
)
def guarantee_forecast(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    first = anniversary(frame.month, 1)
    for each in frame.shared(_running):
        if each.guaranteed and each.planned_end_on is not None:
            month = max(first, month_start(each.planned_end_on + timedelta(days=1)))
            cells.add(Breakdown.TOTAL, each.head, Tally(each.trainings), key=month)
    return cells
