"""Places planned and taken, and figures published elsewhere (INDICATORS.md, "Places, targets, published figures")."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from programmes.community.models import PublishedFigure
from programmes.pathways.enums import Qualifier
from programmes.pathways.models import Cohort
from reports.indicators.arranging import Report, figure
from reports.indicators.cells import Cells, Tally
from reports.indicators.figures import Figure
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import ALONE, Children, Knowledge, Part
from reports.indicators.registry import Indicator, indicator
from reports.indicators.scope import by_head

FAMILY = Family.PLACES_AND_TARGETS


class _Plan(NamedTuple):
    cohort: str
    qualifier: str


def _places_rows(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """Every cohort with planned places, with or without enrolments, in the order of their codes."""
    plans = sorted(report.measured[indicator.id].of(Breakdown.COHORT, report.head))
    for plan, tally in plans:
        row = figure(indicator, Breakdown.COHORT, {"cohort": plan.cohort}, tally)  # type: ignore[attr-defined]
        yield replace(row, details={"qualifier": plan.qualifier})  # type: ignore[attr-defined]


@indicator(
    "places",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.PLACES,
    breakdowns=(Breakdown.COHORT,),
    arrange=_places_rows,
    knowledge=Knowledge(Children.SAME, never_falls=frozenset({Part.NUMERATOR})),
    name=_("Places taken"),
    definition=_(
        "Enrolments of a cohort entered by the as-of date, of the places planned for it. Cohorts of programmes whose "
        "organisation is in the scope, wherever the people are enrolled."
    ),
    explanation=_("How full the cohorts are. Plans can be meant as “about 20”."),
)
def places(frame: Frame) -> Cells:
    """One query."""
    planned = Cohort.objects.filter(planned_places__isnull=False).order_by().annotate(at=F("programme__organisation"))
    entered = Count("enrolments", filter=Q(enrolments__entered_on__lte=frame.as_of))
    cells = Cells()
    for head, row in by_head(frame, planned, "code", "planned_places", "planned_places_qualifier", entered=entered):
        plan = _Plan(row["code"], row["planned_places_qualifier"] or Qualifier.EXACTLY.value)
        cells.add(Breakdown.COHORT, head, Tally(row["entered"], row["planned_places"]), key=plan)
    return cells


class _Published(NamedTuple):
    code: str
    value: str
    qualifier: str
    unit: str
    base: str
    source: str


def _published_rows(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """Word for word, in the order of their codes."""
    for published, _tally in sorted(report.measured[indicator.id].of(Breakdown.FIGURE, report.head)):
        details = published._asdict()  # type: ignore[attr-defined]
        code, value = details.pop("code"), details.pop("value")
        yield Figure(
            indicator.id,
            indicator.version,
            Breakdown.FIGURE,
            {"figure": code},
            value=value,
            details={name: text for name, text in details.items() if text},
        )


@indicator(
    "published_figure",
    family=FAMILY,
    shape=Shape.TEXT,
    unit=Unit.FIGURES,
    breakdowns=(Breakdown.FIGURE,),
    arrange=_published_rows,
    knowledge=ALONE,
    name=_("Published figures"),
    definition=_("Figures from elsewhere, from their date on, word for word with how they are meant, base and source."),
    explanation=_("What others have published. Never computed here, and never added up."),
)
def published_figure(frame: Frame) -> Cells:
    """One query."""
    known = PublishedFigure.objects.filter(Q(as_of__isnull=True) | Q(as_of__lte=frame.as_of)).order_by("code")
    cells = Cells()
    for organisation_id, *columns in known.values_list("organisation", *_Published._fields):
        for head in frame.heads_over(organisation_id):
            cells.add(Breakdown.FIGURE, head, Tally(), key=_Published(*columns))
    return cells
