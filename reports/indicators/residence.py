"""Residence and work permission (INDICATORS.md, "Residence and work permission"). Nationality is not looked at."""

from datetime import date

from django.db.models import Case, Count, F, OuterRef, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from integration.periods.querysets import active_on
from programmes.participants.documents import by_latest_end, decisive, permit_class
from programmes.participants.enums import PermitClass
from programmes.pathways.models import Affiliation
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import Children, Knowledge, Law, Part, Term
from reports.indicators.registry import indicator
from reports.indicators.scope import PERSON, by_head, persons_by_head, singling_out, stock

FAMILY = Family.RESIDENCE
CLASSES = tuple(PermitClass.values)


@indicator(
    "permit_horizon",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.CLASS,),
    codes=CLASSES,
    knowledge=Knowledge(
        Children.SUM,
        laws=(Law((Term("permit_horizon", breakdown=Breakdown.CLASS, codes=("*",)),), (Term("participants"),)),),
    ),
    name=_("Permit horizon"),
    definition=_(
        "Participants by the days left of their best document on the as-of date (legal validity, else what is printed): "
        "expired, up to 30, 90, 180, 365 days or more, unlimited, pending (provisional effect), not needed, unknown."
    ),
    explanation=_("How long people may stay and work by their papers, and for how many this is about to run out."),
)
def permit_horizon(frame: Frame) -> Cells:
    """One query."""
    day = frame.as_of
    rows = stock(day).annotate(horizon=permit_class(PERSON, day))
    cells = Cells()
    for head, (horizon,), persons in persons_by_head(frame, rows, "horizon"):
        cells.add(Breakdown.CLASS, head, Tally(persons), key=horizon)
    return cells


def _planned_phases(day: date) -> QuerySet[Affiliation]:
    """Enrolments in stock, joined to their active main-track entry if its end is planned."""
    entry = "enrolment__phase_entries__"
    return (
        stock(day)
        .filter(active_on(day, through=entry), **{f"{entry}parallel": False, f"{entry}planned_end_on__isnull": False})
        .annotate(phase_start=F(f"{entry}started_on"), planned_end=F(f"{entry}planned_end_on"))
    )


@indicator(
    "permit_covers_phase",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=Knowledge(
        Children.SUM,
        laws=(Law((Term("permit_covers_phase", Part.DENOMINATOR),), (Term("participants"),), at_most=True),),
    ),
    name=_("Permit covers the phase"),
    definition=_(
        "Of the participants with an active phase of the main track that has a planned end: those whose best document is "
        "valid to that end or beyond, unlimited or not needed. Provisional effect does not cover."
    ),
    explanation=_("For how many people the papers last as long as what they are doing."),
)
def permit_covers_phase(frame: Frame) -> Cells:
    """One query. Of somebody with several such phases the one that counts is found for each head by itself."""
    day = frame.as_of
    long_enough = Case(When(end__gte=OuterRef("planned_end"), then=1), default=0)
    of_kind = decisive(PERSON, day, needs_none=1, unlimited=1, pending=0)
    counted = singling_out(_planned_phases(day), among=stock(day)).annotate(
        covers=Coalesce(of_kind, by_latest_end(PERSON, day, long_enough), 0),
        start=Case(When(person__isnull=False, then=F("phase_start"))),
        end=Case(When(person__isnull=False, then=F("planned_end"))),
    )
    cells = Cells()
    latest: dict[tuple[Head, int], tuple[date, date, int]] = {}
    for head, row in by_head(frame, counted, "covers", "person", "start", "end", persons=Count("pk")):
        if row["person"] is None:
            cells.add(Breakdown.TOTAL, head, Tally(row["persons"] * row["covers"], row["persons"]))
        else:
            theirs = row["start"], row["end"], row["covers"]
            latest[head, row["person"]] = max(theirs, latest.get((head, row["person"]), theirs))
    for (head, _person), (_start, _end, covers) in latest.items():
        cells.add(Breakdown.TOTAL, head, Tally(covers, 1))
    return cells
