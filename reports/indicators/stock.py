"""Stock and flow: who is there, who came, who left (INDICATORS.md, "Stock and flow")."""

from datetime import date, timedelta

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from integration.organisations.models import Reach
from integration.periods.months import year_before
from integration.periods.querysets import active_on
from programmes.pathways.enums import EndReason, PhaseKind
from programmes.pathways.models import Affiliation, Pause, PhaseEntry
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.registry import indicator
from reports.indicators.scope import by_head, entries, stock, with_heads

FAMILY = Family.STOCK_AND_FLOW
TRANSFER_OUT = "transfer_out"
BETWEEN_PHASES = "between_phases"
PROGRAMME = "enrolment__cohort__programme"
PERSONS = Count("enrolment__participant", distinct=True)


@indicator(
    "participants",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION, Breakdown.PROGRAMME),
    name=_("Participants"),
    definition=_("Distinct participants with a spell that contains the as-of date."),
    explanation=_(
        "How many people are in the programmes at the end of the month. Somebody who is in two programmes or at two "
        "companies counts once in the total and once in each row."
    ),
)
def participants(frame: Frame) -> Cells:
    """Two queries: distinct persons cannot be added up over programmes."""
    cells = Cells()
    for head, row in by_head(stock(frame.wide, frame.as_of), persons=PERSONS):
        cells.add(Breakdown.TOTAL, head, Tally(row["persons"]))
    for head, row in by_head(stock(frame.own, frame.as_of), PROGRAMME, persons=PERSONS):
        cells.add(Breakdown.PROGRAMME, head, Tally(row["persons"]), key=row[PROGRAMME])
    return cells


@indicator(
    "supported",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION),
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
    for head, row in by_head(with_heads(spells, frame.wide, "organisation"), persons=PERSONS):
        cells.add(Breakdown.TOTAL, head, Tally(row["persons"]))
    return cells


def enrolments_on(frame: Frame, day: date) -> Cells:
    """Enrolments in stock on a day, in total and by programme. One query."""
    cells = Cells()
    for head, row in by_head(stock(frame.wide, day), PROGRAMME, rows=Count("pk")):
        _add(cells, head, row[PROGRAMME], row["rows"])
    return cells


def _add(cells: Cells, head: Head, programme_id: int, count: int) -> None:
    cells.add(Breakdown.TOTAL, head, Tally(count))
    cells.add(Breakdown.PROGRAMME, head, Tally(count), key=programme_id)


@indicator(
    "enrolments",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION, Breakdown.PROGRAMME),
    name=_("Enrolments"),
    definition=_(
        "Spells that contain the as-of date. Last month's enrolments plus inflow minus outflow give this month's."
    ),
    explanation=_("How many places are taken at the end of the month. Somebody in two programmes takes two."),
)
def enrolments(frame: Frame) -> Cells:
    """One query."""
    return enrolments_on(frame, frame.as_of)


def _outside_head(organisation: str) -> Q:
    """The organisation at this path is empty or not covered by the row's head."""
    return ~Q(
        Exists(
            Reach.objects.filter(head=OuterRef("head"), alone=OuterRef("alone"), organisation=OuterRef(organisation))
        )
    )


@indicator(
    "inflow",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION, Breakdown.PROGRAMME),
    name=_("Inflow"),
    definition=_("Spells whose first day is in the month. A transfer into the organisation begins a spell."),
    explanation=_("How many enrolments began or came in from elsewhere during the month."),
)
def inflow(frame: Frame) -> Cells:
    """One query."""
    begun = Affiliation.objects.filter(started_on__gte=frame.month, started_on__lte=frame.as_of).order_by()
    rows = with_heads(begun, frame.wide, "organisation").filter(_outside_head("previous"))
    cells = Cells()
    for head, row in by_head(rows, PROGRAMME, rows=Count("pk")):
        _add(cells, head, row[PROGRAMME], row["rows"])
    return cells


@indicator(
    "outflow",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL, Breakdown.ORGANISATION, Breakdown.PROGRAMME, Breakdown.REASON),
    codes=(*EndReason.values, TRANSFER_OUT),
    name=_("Outflow"),
    definition=_(
        "Spells whose last day is followed by a day of the month: an end on 31 August is an outflow of September. The "
        "reason is the enrolment's end reason, or transfer where it goes on outside."
    ),
    explanation=_("How many enrolments ended or went elsewhere, and why."),
)
def outflow(frame: Frame) -> Cells:
    """One query."""
    ended = Affiliation.objects.filter(
        ended_on__gte=frame.day_before, ended_on__lte=frame.as_of - timedelta(days=1)
    ).order_by()
    reason = Case(
        When(next__isnull=False, then=Value(TRANSFER_OUT)),
        default=Coalesce(NullIf("enrolment__end_reason", Value("")), Value(EndReason.UNKNOWN.value)),
        output_field=CharField(),
    )
    rows = with_heads(ended, frame.wide, "organisation").filter(_outside_head("next")).annotate(reason=reason)
    cells = Cells()
    for head, row in by_head(rows, PROGRAMME, "reason", rows=Count("pk")):
        _add(cells, head, row[PROGRAMME], row["rows"])
        cells.add(Breakdown.REASON, head, Tally(row["rows"]), key=row["reason"])
    return cells


def main_phase(frame: Frame) -> "Exists":
    """The row's enrolment has an active main-track entry on the as-of date."""
    return Exists(PhaseEntry.objects.filter(active_on(frame.as_of), enrolment=OuterRef("enrolment_id"), parallel=False))


@indicator(
    "phase_stock",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PHASE_ENTRIES,
    breakdowns=(Breakdown.PHASE,),
    codes=(*PhaseKind.values, BETWEEN_PHASES),
    name=_("Phases"),
    definition=_(
        "Phase entries active on the as-of date of enrolments in stock, by kind of phase. Between phases: enrolments in "
        "stock without an active phase of the main track."
    ),
    explanation=_("Where people stand. Language courses and coaching run beside other phases and count besides."),
)
def phase_stock(frame: Frame) -> Cells:
    """Two queries."""
    cells = Cells()
    active = entries(frame.own, frame.as_of).filter(active_on(frame.as_of))
    for head, row in by_head(active, "phase__kind", rows=Count("pk")):
        cells.add(Breakdown.PHASE, head, Tally(row["rows"]), key=row["phase__kind"])
    between = stock(frame.own, frame.as_of).filter(~main_phase(frame))
    for head, row in by_head(between, rows=Count("pk")):
        cells.add(Breakdown.PHASE, head, Tally(row["rows"]), key=BETWEEN_PHASES)
    return cells


@indicator(
    "paused",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.ENROLMENTS,
    breakdowns=(Breakdown.TOTAL,),
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
    for head, row in by_head(stock(frame.own, frame.as_of).filter(Exists(pauses)), rows=Count("pk")):
        cells.add(Breakdown.TOTAL, head, Tally(row["rows"]))
    return cells


@indicator(
    "overdue",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PHASE_ENTRIES,
    breakdowns=(Breakdown.TOTAL,),
    name=_("Overdue phases"),
    definition=_("Active phase entries of enrolments in stock whose planned end is before the as-of date."),
    explanation=_("Phases that should have ended by plan. They count as active until somebody records the end."),
)
def overdue(frame: Frame) -> Cells:
    """One query."""
    late = entries(frame.own, frame.as_of).filter(active_on(frame.as_of), planned_end_on__lt=frame.as_of)
    cells = Cells()
    for head, row in by_head(late, rows=Count("pk")):
        cells.add(Breakdown.TOTAL, head, Tally(row["rows"]))
    return cells
