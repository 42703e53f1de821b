"""How soon what happens is recorded (INDICATORS.md, "Places, targets, published figures, data quality")."""

from datetime import date, timedelta

from django.db.models import Count, F, Model, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from integration.periods.months import month_end
from programmes.pathways.models import Enrolment, PhaseEntry
from reports.indicators.cells import Cells, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import Children, Knowledge
from reports.indicators.registry import indicator
from reports.indicators.scope import belonging, by_head, entries

IN_TIME = timedelta(days=14)


@indicator(
    "late_entries",
    family=Family.DATA_QUALITY,
    shape=Shape.RATE,
    unit=Unit.ENTRIES,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=Knowledge(Children.SUM),
    name=_("Entered late"),
    definition=_(
        "Of the starts and ends of phases and the exits in the month: those recorded more than 14 days after they happened."
    ),
    explanation=_(
        "How complete the month was while its report was made. What is entered late was missing from the reports before."
    ),
)
def late_entries(frame: Frame) -> Cells:
    """Three queries: starts, ends, exits. What counts is when the day as it stands now was recorded first."""
    in_month = (frame.month, month_end(frame.month))
    starts = entries(F("started_on"), started_on__range=in_month)
    ends = entries(F("started_on"), ended_on__range=in_month)
    exits = (
        Enrolment.objects.filter(belonging(F("ended_on"), through="affiliations__"), ended_on__range=in_month)
        .order_by()
        .annotate(at=F("affiliations__organisation"), enrolment=F("pk"))
    )
    cells = Cells()
    for rows, model, day in (
        (starts, PhaseEntry, "started_on"),
        (ends, PhaseEntry, "ended_on"),
        (exits, Enrolment, "ended_on"),
    ):
        for head, row in by_head(frame, _recorded(rows, model, day), day, "recorded", count=Count("pk")):
            cells.add(Breakdown.TOTAL, head, Tally(row["count"] * _late(row[day], row["recorded"]), row["count"]))
    return cells


def _recorded(rows: QuerySet, model: type[Model], day: str) -> QuerySet:
    """With the day on which the value of `day` came into the record."""
    first = model.history.filter(id=OuterRef("pk"), **{day: OuterRef(day)}).order_by("history_date")  # type: ignore[attr-defined]
    return rows.annotate(recorded=first.values(on=TruncDate("history_date"))[:1])


def _late(happened: date, recorded: date | None) -> bool:
    return recorded is not None and recorded > happened + IN_TIME
