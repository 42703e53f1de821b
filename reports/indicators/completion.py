"""Completion and early ends (INDICATORS.md, "Completion and early ends"). Trainings are entries of kind training."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from integration.periods.expressions import Anniversary, PeriodEnd
from integration.periods.months import MONTHS_A_YEAR, latest_start_reaching
from programmes.pathways.enums import EndReason, Outcome, PhaseKind
from programmes.pathways.models import Affiliation, PhaseEntry
from reports.indicators.arranging import Report, figure
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.figures import Aside, Figure, Status, lowest_terms
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import ALONE, Children, Knowledge, Law, Part, Term
from reports.indicators.registry import Indicator, indicator
from reports.indicators.scope import by_head, entries

FAMILY = Family.COMPLETION
PROGRAMME = "enrolment__cohort__programme"
COHORT = "enrolment__cohort"
LAYERS = 4
"""Years of starts that the layer model adds up: contracts run for three and a half years at most."""


def _trainings_begun(identifier: str) -> Law:
    """Matured and not matured together are the trainings begun."""
    return Law(
        (Term(identifier, Part.DENOMINATOR), Term(identifier, Part.NOT_MATURED)),
        (Term("dissolution_so_far", Part.DENOMINATOR),),
        by=Breakdown.COHORT,
    )


def _success_rows(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """Programmes without a success set have no row."""
    cells = report.measured[indicator.id]
    for each in report.programmes:
        rules = report.frame.programmes[each]
        if rules.success:
            tally = cells.get(Breakdown.PROGRAMME, report.head, key=each)
            yield figure(indicator, Breakdown.PROGRAMME, {"programme": rules.code}, tally)


@indicator(
    "success",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.PROGRAMME,),
    arrange=_success_rows,
    knowledge=Knowledge(Children.SUM, never_falls=frozenset({Part.NUMERATOR, Part.DENOMINATOR, Part.COMPLEMENT})),
    name=_("Success"),
    definition=_(
        "Of the enrolments ended by the as-of date: those whose end reason the programme counts as success. Unknown "
        "reasons stay in the denominator."
    ),
    explanation=_("How many of all who have left the programme left it successfully, since the programme began."),
)
def success(frame: Frame) -> Cells:
    """One query."""
    ended = Affiliation.objects.filter(next__isnull=True, ended_on__lte=frame.as_of).order_by()
    rows = ended.annotate(at=F("organisation"))
    cells = Cells()
    for head, row in by_head(frame, rows, PROGRAMME, "enrolment__end_reason", rows=Count("pk")):
        reason = row["enrolment__end_reason"] or EndReason.UNKNOWN
        won = reason in frame.programmes[row[PROGRAMME]].success
        tally = Tally(row["rows"] if won else 0, row["rows"])
        cells.add(Breakdown.PROGRAMME, head, tally, key=row[PROGRAMME])
    return cells


class _Trainings(NamedTuple):
    """Trainings of a head by cohort and year of start, in the scope of their first day; the rest are counts of them."""

    head: Head
    cohort: int
    year: int
    begun: int
    mature: int
    passed: int
    dissolved: int
    in_probation: int
    just_dissolved: int
    dropped_out: int
    dissolved_in_year: int


def _dissolved(until: date) -> Q:
    return Q(outcome=Outcome.CONTRACT_DISSOLVED, ended_on__lte=until)


def _trainings(frame: Frame) -> list[_Trainings]:
    """One query over all trainings started by D, shared by the figures about cohorts of trainees."""
    a_year_old = latest_start_reaching(frame.as_of, MONTHS_A_YEAR)
    planned = Coalesce("planned_end_on", PeriodEnd(F("started_on"), F("phase__duration_months")))
    mature = Q(planned__lte=a_year_old)
    gone, long_gone = _dissolved(frame.as_of), _dissolved(a_year_old)
    again = PhaseEntry.objects.filter(
        enrolment__participant=OuterRef("enrolment__participant"),
        phase__kind=PhaseKind.TRAINING,
        started_on__gt=OuterRef("ended_on"),
        started_on__lte=Anniversary(OuterRef("ended_on"), MONTHS_A_YEAR),
    ).order_by()
    counts = {
        "begun": Q(),
        "mature": mature,
        "passed": mature & Q(outcome=Outcome.PASSED, ended_on__lte=frame.as_of),
        "dissolved": gone,
        "in_probation": gone & Q(ended_on__lte=PeriodEnd(F("started_on"), F("phase__probation_months"))),
        "just_dissolved": gone & Q(ended_on__gt=a_year_old),
        "dropped_out": long_gone & ~Q(Exists(again)),
        "dissolved_in_year": gone & Q(ended_on__year=reporting_year(frame.as_of)),
    }
    rows = entries(F("started_on"), phase__kind=PhaseKind.TRAINING, started_on__lte=frame.as_of).annotate(
        planned=planned, year=ExtractYear("started_on")
    )
    grouped = by_head(
        frame, rows, COHORT, "year", **{name: Count("pk", filter=condition) for name, condition in counts.items()}
    )
    return [_Trainings(head, row[COHORT], row["year"], *(row[name] for name in counts)) for head, row in grouped]


def reporting_year(as_of: date) -> int:
    """The last calendar year that has ended by D."""
    return as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1


@indicator(
    "training_completion",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.TRAININGS,
    breakdowns=(Breakdown.COHORT,),
    matures=True,
    knowledge=Knowledge(
        Children.SUM,
        never_falls=frozenset({Part.NUMERATOR, Part.DENOMINATOR}),
        laws=(
            _trainings_begun("training_completion"),
            Law(
                (Term("training_completion"),),
                (Term("dissolution_so_far", Part.COMPLEMENT),),
                by=Breakdown.COHORT,
                at_most=True,
            ),
        ),
    ),
    name=_("Trainings passed"),
    definition=_(
        "Of a cohort's trainings whose planned end is at least 12 months ago: those passed by the as-of date. Without a "
        "planned end the phase's duration decides; without either a training never matures."
    ),
    explanation=_("How many of a cohort's trainings ended with a passed exam, a year's grace for resits included."),
)
def training_completion(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for each in frame.shared(_trainings):
        tally = Tally(each.passed, each.mature, each.begun - each.mature)
        cells.add(Breakdown.COHORT, each.head, tally, key=each.cohort)
    return cells


def _layers(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """The sum of four partial rates; not applicable if any of them has no denominator."""
    cells, year = report.measured[indicator.id], reporting_year(report.frame.as_of)
    layers = [cells.get(Breakdown.TOTAL, report.head, key=year - age) for age in range(LAYERS)]
    rate = (
        sum((Fraction(layer.numerator, layer.denominator) for layer in layers), Fraction())
        if all(layer.denominator for layer in layers)
        else None
    )
    yield Figure(
        indicator.id,
        indicator.version,
        Breakdown.TOTAL,
        {},
        value=None if rate is None else lowest_terms(rate),
        numerator=None if rate is None else rate.numerator,
        denominator=None if rate is None else rate.denominator,
        status=Status.NOT_APPLICABLE if rate is None else Status.SHOWN,
        aside=Aside(layers=tuple((layer.numerator, layer.denominator) for layer in layers)),
    )


@indicator(
    "dissolution_rate",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.TRAININGS,
    breakdowns=(Breakdown.TOTAL,),
    arrange=_layers,
    knowledge=ALONE,
    name=_("Contract dissolution rate"),
    definition=_(
        "Layer model of the Federal Institute for Vocational Education (BIBB) for the last full calendar year: the "
        "contracts dissolved in it, divided by the trainings begun in the year of their start, added up over this and "
        "the three years before. Passing early, failing for good and never starting are not dissolutions."
    ),
    explanation=_(
        "Comparable with the national rate (about 30 %). In small companies it swings widely and can pass 100 %; "
        "look at the cohorts as well."
    ),
)
def dissolution_rate(frame: Frame) -> Cells:
    """One query, shared. The oldest layer takes older starts into its numerator."""
    year = reporting_year(frame.as_of)
    oldest = year - LAYERS + 1
    cells = Cells()
    for each in frame.shared(_trainings):
        layer = max(each.year, oldest)
        begun = each.begun if each.year == layer else 0
        cells.add(Breakdown.TOTAL, each.head, Tally(each.dissolved_in_year, begun), key=layer)
    return cells


@indicator(
    "dissolution_so_far",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.TRAININGS,
    breakdowns=(Breakdown.COHORT,),
    lines=("", "in_probation"),
    knowledge=Knowledge(
        Children.SUM,
        never_falls=frozenset({Part.NUMERATOR, Part.DENOMINATOR}),
        same={(Part.DENOMINATOR, "in_probation"): Term("dissolution_so_far", Part.DENOMINATOR)},
        laws=(
            Law(
                (Term("dissolution_so_far", line="in_probation"),),
                (Term("dissolution_so_far"),),
                by=Breakdown.COHORT,
                at_most=True,
            ),
        ),
    ),
    name=_("Contracts dissolved so far"),
    definition=_(
        "Of a cohort's trainings begun by the as-of date: those dissolved by then; in probation: within the phase's "
        "probation months."
    ),
    explanation=_(
        "How many of a cohort's training contracts were dissolved early, and how many of those in probation."
    ),
)
def dissolution_so_far(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for each in frame.shared(_trainings):
        for line, count in (("", each.dissolved), ("in_probation", each.in_probation)):
            cells.add(Breakdown.COHORT, each.head, Tally(count, each.begun), key=each.cohort, line=line)
    return cells


@indicator(
    "dropout",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.TRAININGS,
    breakdowns=(Breakdown.COHORT,),
    matures=True,
    knowledge=Knowledge(
        Children.SUM,
        never_falls=frozenset({Part.NUMERATOR}),
        laws=(
            _trainings_begun("dropout"),
            Law(
                (Term("dropout"), Term("dropout", Part.NOT_MATURED)),
                (Term("dissolution_so_far"),),
                by=Breakdown.COHORT,
                at_most=True,
            ),
        ),
    ),
    name=_("Dropout"),
    definition=_(
        "Of a cohort's trainings begun by the as-of date, less those dissolved in the last 12 months: those dissolved "
        "whose participant began no other training within 12 months of the end."
    ),
    explanation=_(
        "A dissolved contract is not yet a dropout: many people go on elsewhere. This counts those who did not."
    ),
)
def dropout(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for each in frame.shared(_trainings):
        tally = Tally(each.dropped_out, each.begun - each.just_dissolved, each.just_dissolved)
        cells.add(Breakdown.COHORT, each.head, tally, key=each.cohort)
    return cells
