"""How many closed months were restated (INDICATORS.md, "Places, targets, published figures, data quality")."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from integration.periods.months import anniversary
from reports.editions.enums import EditionState
from reports.editions.models import ReportEdition
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import ALONE
from reports.indicators.registry import indicator

RESTATEMENTS = "restatements"
CELLS = "cells"
MONTHS = 12


@indicator(
    RESTATEMENTS,
    family=Family.DATA_QUALITY,
    shape=Shape.COUNT,
    unit=Unit.MONTHS,
    breakdowns=(Breakdown.TOTAL,),
    knowledge=ALONE,
    lines=("", CELLS),
    name=_("Restated months"),
    definition=_(
        "Closed months of the twelve before this one whose figures differ from what was published first; the second line "
        "counts the figures that differ."
    ),
    explanation=_(
        "How many reports that were already handed out turned out different, because something was recorded or corrected "
        "later. They stay as they were, and each has a further edition that says what changed."
    ),
)
def restatements(frame: Frame) -> Cells:
    """One query. Of the editions for the same readers; they are not about people, so no number of them is too small. The newest edition of a month that differs counts; one that is back where it began does not."""
    closed = ReportEdition.objects.filter(
        organisation__in=frame.reported,
        audience=frame.audience,
        state=EditionState.CLOSED,
        month__gte=anniversary(frame.month, -MONTHS),
        month__lt=frame.month,
    )
    newest = closed.order_by().values("organisation", "month").annotate(newest=Max("edition"))
    wanted = {(row["organisation"], row["month"], row["newest"]) for row in newest if row["newest"] > 1}
    cells = Cells()
    for organisation, month, edition, changed in closed.filter(cells_changed__gt=0).values_list(
        "organisation", "month", "edition", "cells_changed"
    ):
        if (organisation, month, edition) in wanted:
            cells.add(Breakdown.TOTAL, Head(organisation), Tally(1))
            cells.add(Breakdown.TOTAL, Head(organisation), Tally(changed), line=CELLS)
    return cells
