"""Sponsorship (INDICATORS.md, "Sponsorship"): roles sponsor and mentor. No figure is ever about one sponsor."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from integration.periods.expressions import AddDays, DayMask, UnionOfDays
from integration.periods.querysets import active_on
from programmes.pathways.models import Pause, PhaseEntry
from programmes.sponsorships.enums import SPONSORING_ROLES
from programmes.sponsorships.models import Contact, Sponsorship
from reports.indicators.arranging import Report, figure
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.figures import Aside, Figure
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import Children, Knowledge, Law, Part, Term
from reports.indicators.registry import Indicator, indicator
from reports.indicators.scope import belonging, by_head, entries

FAMILY = Family.SPONSORSHIP
PROGRAMME = "enrolment__cohort__programme"
CONCERNED = "concerned"
"""Of the days: how many enrolments they are about. Not a line of the report."""


@indicator(
    "sponsor_coverage",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL, Breakdown.PROGRAMME),
    knowledge=Knowledge(
        Children.SUM,
        rows=(Breakdown.PROGRAMME,),
        laws=tuple(
            Law((Term("sponsor_coverage", Part.DENOMINATOR),), (Term("enrolments"),), by=each, at_most=True)
            for each in (Breakdown.TOTAL, Breakdown.PROGRAMME)
        ),
    ),
    name=_("Accompanied by a sponsor"),
    definition=_(
        "Of the enrolments whose phase requires a sponsor on the as-of date: those with an active sponsorship."
    ),
    explanation=_("How many of those who should have a sponsor have one."),
)
def sponsor_coverage(frame: Frame) -> Cells:
    """One query."""
    having = Sponsorship.objects.filter(
        active_on(frame.as_of), enrolment=OuterRef("enrolment_id"), role__in=SPONSORING_ROLES
    )
    needing = entries(frame.as_of, parallel=False, phase__sponsor_required=True).filter(active_on(frame.as_of))
    rows = needing.annotate(accompanied=Exists(having))
    cells = Cells()
    for head, row in by_head(frame, rows, PROGRAMME, "accompanied", rows=Count("pk")):
        tally = Tally(row["rows"] if row["accompanied"] else 0, row["rows"])
        cells.add(Breakdown.TOTAL, head, tally)
        cells.add(Breakdown.PROGRAMME, head, tally, key=row[PROGRAMME])
    return cells


def _days(rows: QuerySet[Any], first: Any, last: Any) -> Subquery:
    """The days of the month covered by at least one of the intervals in `rows`, as bits."""
    union = UnionOfDays(DayMask(F("started_on"), F("ended_on"), first, last))
    return Subquery(rows.order_by().values("enrolment").annotate(days=union).values("days"))


def _days_row(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """With how many enrolments the days are about: the fewer, the more a day says of somebody."""
    cells = report.measured[indicator.id]
    row = figure(indicator, Breakdown.TOTAL, {}, cells.get(Breakdown.TOTAL, report.head))
    concerned = cells.get(Breakdown.TOTAL, report.head, line=CONCERNED).numerator
    yield replace(row, aside=Aside(concerned=concerned))


@indicator(
    "sponsored_days",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.DAYS,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=Knowledge(Children.SUM),
    arrange=_days_row,
    name=_("Days with a sponsor"),
    definition=_(
        "Of the days of the month on which enrolments required a sponsor and were not paused: those with an active "
        "sponsorship."
    ),
    explanation=_("Gaps between two sponsors show here, even when everybody has one at the end of the month."),
)
def sponsored_days(frame: Frame) -> Cells:
    """One query: days as bits, grouped, so that a hundred thousand enrolments come back as a few hundred rows."""
    first, last = Value(frame.month), Value(frame.as_of)
    in_month = Q(started_on__lte=frame.as_of) & (Q(ended_on__isnull=True) | Q(ended_on__gte=frame.month))
    spells = "enrolment__affiliations__"
    requiring = PhaseEntry.objects.filter(
        in_month,
        Q(**{f"{spells}ended_on__isnull": True}) | Q(**{f"{spells}ended_on__gte": frame.month}),
        parallel=False,
        phase__sponsor_required=True,
        **{f"{spells}started_on__lte": frame.as_of},
    ).order_by()
    days = requiring.annotate(
        at=F(f"{spells}organisation"),
        in_phase=DayMask(F("started_on"), F("ended_on"), first, last),
        in_scope=DayMask(F(f"{spells}started_on"), F(f"{spells}ended_on"), first, last),
        resting=_days(Pause.objects.filter(in_month, enrolment=OuterRef("enrolment_id")), first, last),
        sponsored=_days(
            Sponsorship.objects.filter(in_month, enrolment=OuterRef("enrolment_id"), role__in=SPONSORING_ROLES),
            first,
            last,
        ),
    )
    several = requiring.values("enrolment").annotate(times=Count("pk")).filter(times__gt=1).values("enrolment")
    named = days.annotate(enrolled=Case(When(enrolment__in=several, then=F("enrolment"))))
    cells = Cells()
    seen: set[tuple[Head, int]] = set()
    for head, row in by_head(
        frame, named, "in_phase", "in_scope", "resting", "sponsored", "enrolled", rows=Count("pk")
    ):
        needed = row["in_phase"] & row["in_scope"] & ~(row["resting"] or 0)
        covered = needed & (row["sponsored"] or 0)
        cells.add(Breakdown.TOTAL, head, Tally(covered.bit_count() * row["rows"], needed.bit_count() * row["rows"]))
        if needed and row["enrolled"] is None:
            cells.add(Breakdown.TOTAL, head, Tally(row["rows"]), line=CONCERNED)
        elif needed:
            seen.add((head, row["enrolled"]))
    for head, _enrolment in seen:
        cells.add(Breakdown.TOTAL, head, Tally(1), line=CONCERNED)
    return cells


def _active_sponsorships(frame: Frame) -> QuerySet[Sponsorship]:
    """Sponsorships active on D of enrolments in stock."""
    active = Sponsorship.objects.filter(
        belonging(frame.as_of), active_on(frame.as_of), role__in=SPONSORING_ROLES
    ).order_by()
    return active.annotate(at=F("enrolment__affiliations__organisation"))


@indicator(
    "contact_regularity",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.SPONSORSHIPS,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=Knowledge(
        Children.SUM,
        laws=(Law((Term("contact_regularity", Part.DENOMINATOR),), (Term("caseload"),), at_most=True),),
    ),
    name=_("Regular contact"),
    definition=_(
        "Of the sponsorships at least as old as the phase's contact interval, of enrolments not paused: those with a "
        "contact that reached the person within the interval up to the as-of date."
    ),
    explanation=_("Whether sponsors and mentees see or hear each other as often as the programme foresees."),
)
def contact_regularity(frame: Frame) -> Cells:
    """One query."""
    phase = "enrolment__phase_entries__"
    paused = Pause.objects.filter(active_on(frame.as_of), enrolment=OuterRef("enrolment_id"))
    reached = Contact.objects.filter(
        enrolment=OuterRef("enrolment_id"),
        sponsor=OuterRef("sponsor_id"),
        reached=True,
        held_on__gte=OuterRef("due_since"),
        held_on__lte=frame.as_of,
    )
    interval = F(f"{phase}phase__contact_interval_days")
    rows = (
        _active_sponsorships(frame)
        .filter(active_on(frame.as_of, through=phase), **{f"{phase}parallel": False})
        .annotate(due_since=AddDays(Value(frame.as_of), interval * -1))
        .filter(~Exists(paused), started_on__lte=F("due_since"))
        .annotate(regular=Exists(reached))
    )
    cells = Cells()
    for head, row in by_head(frame, rows, "regular", rows=Count("pk")):
        cells.add(Breakdown.TOTAL, head, Tally(row["rows"] if row["regular"] else 0, row["rows"]))
    return cells


class _Carried(NamedTuple):
    """What is known of a head's sponsors, for figures about all of them together."""

    sponsors: dict[int, bool]
    sponsorships: list[int]


def _carried(frame: Frame) -> dict[Head, _Carried]:
    """The sponsors with an active sponsorship, whether trained by D, and how many. One query, shared."""
    carried: dict[Head, _Carried] = defaultdict(lambda: _Carried({}, []))
    for head, row in by_head(frame, _active_sponsorships(frame), "sponsor", "sponsor__trained_on", rows=Count("pk")):
        trained_on = row["sponsor__trained_on"]
        carried[head].sponsors[row["sponsor"]] = trained_on is not None and trained_on <= frame.as_of
        carried[head].sponsorships.append(row["rows"])
    return carried


@indicator(
    "trained_sponsors",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.SPONSORS,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=Knowledge(Children.DISTINCT, same={(Part.DENOMINATOR, ""): Term("caseload", Part.DENOMINATOR)}),
    name=_("Trained sponsors"),
    definition=_("Of the sponsors with an active sponsorship on the as-of date: those trained by then."),
    explanation=_("How many of those who accompany somebody were prepared for it."),
)
def trained_sponsors(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for head, carried in frame.shared(_carried).items():
        cells.add(Breakdown.TOTAL, head, Tally(sum(carried.sponsors.values()), len(carried.sponsors)))
    return cells


@indicator(
    "caseload",
    family=FAMILY,
    shape=Shape.MEAN,
    unit=Unit.SPONSORSHIPS,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=Knowledge(
        Children.SUM,
        by_part={Part.DENOMINATOR: Children.DISTINCT},
        laws=(Law((Term("caseload", Part.DENOMINATOR),), (Term("caseload"),), at_most=True),),
    ),
    name=_("People per sponsor"),
    definition=_("Mean of the active sponsorships on the as-of date per sponsor with at least one."),
    explanation=_("How many people a sponsor accompanies on average. No figure is ever shown for a single sponsor."),
)
def caseload(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for head, carried in frame.shared(_carried).items():
        cells.add(Breakdown.TOTAL, head, Tally(sum(carried.sponsorships), len(carried.sponsors)))
    return cells
