"""Stock and flow: who is there, who came, who left (INDICATORS.md, "Stock and flow")."""

from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from integration.periods.months import year_before
from integration.periods.querysets import active_on
from programmes.pathways.enums import EndReason, PhaseKind
from programmes.pathways.models import Affiliation, Pause
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import Children, Knowledge, Law, Part, Term
from reports.indicators.registry import indicator
from reports.indicators.scope import by_head, entries, persons_by_head, singling_out, stock

FAMILY = Family.STOCK_AND_FLOW
TRANSFER_OUT = "transfer_out"
BETWEEN_PHASES = "between_phases"
PROGRAMME = "enrolment__cohort__programme"
BESIDE = frozenset({PhaseKind.LANGUAGE_COURSE, PhaseKind.COACHING})
MAIN = (*(kind.value for kind in PhaseKind if kind not in BESIDE), BETWEEN_PHASES)
"""Kinds that do not run beside others, as a rule: these rows then add up to the enrolments."""


@indicator(
    "participants",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION, Breakdown.PROGRAMME),
    knowledge=Knowledge(Children.SUM, same={(Part.NUMERATOR, ""): Term("enrolments")}),
    name=_("Participants"),
    definition=_("Distinct participants with a spell that contains the as-of date."),
    explanation=_(
        "How many people are in the programmes at the end of the month. Somebody who is in two programmes or at two "
        "companies counts once in the total and once in each row."
    ),
)
def participants(frame: Frame) -> Cells:
    """One query. Distinct persons cannot be added up over programmes: who has several rows is counted by name."""
    cells = Cells()
    seen: set[tuple[Head, int | None, int]] = set()
    rows = by_head(frame, singling_out(stock(frame.as_of)), PROGRAMME, "person", persons=Count("pk"))
    for head, row in rows:
        if row["person"] is None:
            _add(cells, head, row[PROGRAMME], row["persons"])
        else:
            seen |= {(head, None, row["person"]), (head, row[PROGRAMME], row["person"])}
    for head, programme_id, _person in seen:
        breakdown = Breakdown.TOTAL if programme_id is None else Breakdown.PROGRAMME
        cells.add(breakdown, head, Tally(1), key=programme_id)
    return cells


def _add(cells: Cells, head: Head, programme_id: int, count: int) -> None:
    cells.add(Breakdown.TOTAL, head, Tally(count))
    cells.add(Breakdown.PROGRAMME, head, Tally(count), key=programme_id)


@indicator(
    "supported",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION),
    knowledge=Knowledge(Children.DISTINCT, laws=(Law((Term("participants"),), (Term("supported"),), at_most=True),)),
    name=_("Supported in two years"),
    definition=_("Distinct participants with a day of a spell in the two years up to the as-of date."),
    explanation=_("How many people the programmes have supported over the last two years, however briefly."),
)
def supported(frame: Frame) -> Cells:
    """One query."""
    since = year_before(frame.year_ago)
    spells = Affiliation.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=since), started_on__lte=frame.as_of
    ).order_by()
    cells = Cells()
    for head, _keys, persons in persons_by_head(frame, spells.annotate(at=F("organisation"))):
        cells.add(Breakdown.TOTAL, head, Tally(persons))
    return cells


def enrolments_on(frame: Frame, day: date) -> Cells:
    """Enrolments in stock on a day, in total and by programme. One query."""
    cells = Cells()
    for head, row in by_head(frame, stock(day), PROGRAMME, rows=Count("pk")):
        _add(cells, head, row[PROGRAMME], row["rows"])
    return cells


def _enrolments(frame: Frame) -> Cells:
    return enrolments_on(frame, frame.as_of)


@indicator(
    "enrolments",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION, Breakdown.PROGRAMME),
    knowledge=Knowledge(Children.SUM, rows=(Breakdown.ORGANISATION, Breakdown.PROGRAMME)),
    name=_("Enrolments"),
    definition=_(
        "Spells that contain the as-of date. Last month's enrolments plus inflow minus outflow give this month's."
    ),
    explanation=_("How many places are taken at the end of the month. Somebody in two programmes takes two."),
)
def enrolments(frame: Frame) -> Cells:
    """One query, shared."""
    return frame.shared(_enrolments)


@indicator(
    "inflow",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION, Breakdown.PROGRAMME),
    knowledge=Knowledge(Children.FLOW, rows=(Breakdown.PROGRAMME,)),
    name=_("Inflow"),
    definition=_("Spells whose first day is in the month. A transfer into the organisation begins a spell."),
    explanation=_("How many enrolments began or came in from elsewhere during the month."),
)
def inflow(frame: Frame) -> Cells:
    """One query. What came from within a head does not flow into it."""
    begun = Affiliation.objects.filter(started_on__gte=frame.month, started_on__lte=frame.as_of).order_by()
    cells = Cells()
    for head, row in by_head(frame, begun.annotate(at=F("organisation")), PROGRAMME, "previous", rows=Count("pk")):
        if not frame.covers(head, row["previous"]):
            _add(cells, head, row[PROGRAMME], row["rows"])
    return cells


@indicator(
    "outflow",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION, Breakdown.PROGRAMME, Breakdown.REASON),
    codes=(*EndReason.values, TRANSFER_OUT),
    knowledge=Knowledge(Children.FLOW, rows=(Breakdown.PROGRAMME, Breakdown.REASON)),
    name=_("Outflow"),
    definition=_(
        "Spells whose last day is followed by a day of the month: an end on 31 August is an outflow of September. The "
        "reason is the enrolment's end reason, or transfer where it goes on outside."
    ),
    explanation=_("How many enrolments ended or went elsewhere, and why."),
)
def outflow(frame: Frame) -> Cells:
    """One query. What stays within a head does not flow out of it."""
    ended = Affiliation.objects.filter(
        ended_on__gte=frame.day_before, ended_on__lte=frame.as_of - timedelta(days=1)
    ).order_by()
    cells = Cells()
    for head, row in by_head(
        frame, ended.annotate(at=F("organisation")), PROGRAMME, "next", "enrolment__end_reason", rows=Count("pk")
    ):
        if frame.covers(head, row["next"]):
            continue
        reason = TRANSFER_OUT if row["next"] else row["enrolment__end_reason"] or EndReason.UNKNOWN.value
        _add(cells, head, row[PROGRAMME], row["rows"])
        cells.add(Breakdown.REASON, head, Tally(row["rows"]), key=reason)
    return cells


@indicator(
    "phase_stock",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PHASE_ENTRIES,
    breakdowns=(Breakdown.PHASE,),
    codes=(*PhaseKind.values, BETWEEN_PHASES),
    knowledge=Knowledge(
        Children.SUM,
        laws=(
            Law((Term("phase_stock", breakdown=Breakdown.PHASE, codes=("*",)),), (Term("enrolments"),), nearly=True),
            Law((Term("phase_stock", breakdown=Breakdown.PHASE, codes=MAIN),), (Term("enrolments"),), nearly=True),
            Law(
                (Term("phase_stock", breakdown=Breakdown.PHASE, codes=MAIN),),
                (Term("enrolments"),),
                at_most=True,
                nearly=True,
            ),
        ),
    ),
    name=_("Phases"),
    definition=_(
        "Phase entries active on the as-of date of enrolments in stock, by kind of phase. Between phases: enrolments in "
        "stock without an active phase of the main track."
    ),
    explanation=_("Where people stand. Language courses and coaching run beside other phases and count besides."),
)
def phase_stock(frame: Frame) -> Cells:
    """Two queries, one shared: an enrolment has at most one active entry of the main track."""
    cells = Cells()
    stocked = frame.shared(_enrolments)
    for head in stocked.heads(Breakdown.TOTAL):
        cells.add(Breakdown.PHASE, head, stocked.get(Breakdown.TOTAL, head), key=BETWEEN_PHASES)
    active = entries(frame.as_of).filter(active_on(frame.as_of))
    for head, row in by_head(frame, active, "phase__kind", "parallel", rows=Count("pk")):
        cells.add(Breakdown.PHASE, head, Tally(row["rows"]), key=row["phase__kind"])
        if not row["parallel"]:
            cells.add(Breakdown.PHASE, head, Tally(-row["rows"]), key=BETWEEN_PHASES)
    return cells


@indicator(
    "paused",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=Knowledge(Children.SUM, laws=(Law((Term("paused"),), (Term("enrolments"),), at_most=True),)),
    name=_("Paused"),
    definition=_("Enrolments in stock with a pause that covers the as-of date."),
    explanation=_(
        "How many of the enrolments rest at the moment, for example during parental leave. They stay in stock."
    ),
)
def paused(frame: Frame) -> Cells:
    """One query."""
    pauses = Pause.objects.filter(active_on(frame.as_of), enrolment=OuterRef("enrolment_id"))
    cells = Cells()
    for head, row in by_head(frame, stock(frame.as_of).filter(Exists(pauses)), rows=Count("pk")):
        cells.add(Breakdown.TOTAL, head, Tally(row["rows"]))
    return cells


@indicator(
    "overdue",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PHASE_ENTRIES,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=Knowledge(
        Children.SUM,
        laws=(
            Law(
                (Term("overdue"),),
                (Term("phase_stock", breakdown=Breakdown.PHASE, codes=tuple(PhaseKind.values)),),
                at_most=True,
            ),
        ),
    ),
    name=_("Overdue phases"),
    definition=_("Active phase entries of enrolments in stock whose planned end is before the as-of date."),
    explanation=_("Phases that should have ended by plan. They count as active until somebody records the end."),
)
def overdue(frame: Frame) -> Cells:
    """One query."""
    late = entries(frame.as_of).filter(active_on(frame.as_of), planned_end_on__lt=frame.as_of)
    cells = Cells()
    for head, row in by_head(frame, late, rows=Count("pk")):
        cells.add(Breakdown.TOTAL, head, Tally(row["rows"]))
    return cells
