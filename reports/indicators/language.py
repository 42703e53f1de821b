"""Certified language levels (INDICATORS.md, "Language"). Estimates and placement tests never count as certified."""

from datetime import date

from django.db.models import Case, Count, IntegerField, OuterRef, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from integration.periods.months import anniversary
from programmes.participants.enums import Evidence, Level
from programmes.participants.models import LanguageLevel
from reports.indicators.cells import Cells, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.registry import indicator
from reports.indicators.scope import by_head, stock

FAMILY = Family.LANGUAGE
PERSONS = Count("enrolment__participant", distinct=True)
UNKNOWN = "unknown"
MONTHS_OF_PROGRESS = 6
_LEVELS = list(Level)


def certified_level(day: date) -> Subquery:
    """Rank of the row's person's certified level: the highest of the latest day with certificates by `day`."""
    rank = Case(*(When(level=level, then=Value(level.rank)) for level in Level), output_field=IntegerField())
    certificates = LanguageLevel.objects.filter(
        participant=OuterRef("enrolment__participant"), evidence=Evidence.CERTIFICATE, assessed_on__lte=day
    ).annotate(rank=rank)
    return Subquery(certificates.order_by("-assessed_on", "-rank").values("rank")[:1])


def _levels(frame: Frame) -> Cells:
    """Persons in stock by certified level. One query, shared by the figures about levels."""
    rows = stock(frame.own, frame.as_of).annotate(rank=certified_level(frame.as_of))
    cells = Cells()
    for head, row in by_head(rows, "rank", persons=PERSONS):
        code = UNKNOWN if row["rank"] is None else _LEVELS[row["rank"]].value
        cells.add(Breakdown.CLASS, head, Tally(row["persons"]), key=code)
    return cells


@indicator(
    "language_level",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.CLASS,),
    codes=(*Level.values, UNKNOWN),
    name=_("Language level"),
    definition=_(
        "Participants by their certified level on the as-of date: the highest among the certificates of the latest "
        "certificate date. Without a certificate: unknown."
    ),
    explanation=_("How well people are certified to speak German. Estimates and placement tests do not count."),
)
def language_level(frame: Frame) -> Cells:
    """One query, shared."""
    return frame.shared(_levels)


@indicator(
    "language_b2",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.TOTAL,),
    lines=("", "of_all"),
    name=_("B2 or higher"),
    definition=_(
        "Participants with a certified level of B2 or higher, of those with a certified level; second line: of all."
    ),
    explanation=_("B2 is what vocational schools and many trainings ask for."),
)
def language_b2(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    levels = frame.shared(_levels)
    for head in levels.heads(Breakdown.CLASS):
        for code, tally in levels.of(Breakdown.CLASS, head):
            persons = tally.numerator
            reached = persons if code != UNKNOWN and Level(code).rank >= Level.B2.rank else 0
            cells.add(Breakdown.TOTAL, head, Tally(reached, persons), line="of_all")
            if code != UNKNOWN:
                cells.add(Breakdown.TOTAL, head, Tally(reached, persons))
    return cells


@indicator(
    "language_progress",
    family=FAMILY,
    shape=Shape.MEAN,
    unit=Unit.LEVELS,
    breakdowns=(Breakdown.TOTAL,),
    lines=("", "one_step"),
    line_shapes=(Shape.MEAN, Shape.RATE),
    name=_("Progress in six months"),
    definition=_(
        "Mean difference between the certified level on the as-of date and six months before, over participants with "
        "both; second line: the share of those who rose by a level or more."
    ),
    explanation=_("How fast people advance. 0.5 means: on average half a level in six months."),
)
def language_progress(frame: Frame) -> Cells:
    """One query."""
    rows = stock(frame.own, frame.as_of).annotate(
        now=certified_level(frame.as_of), then=certified_level(anniversary(frame.as_of, -MONTHS_OF_PROGRESS))
    )
    cells = Cells()
    for head, row in by_head(rows.filter(now__isnull=False, then__isnull=False), "now", "then", persons=PERSONS):
        difference, persons = row["now"] - row["then"], row["persons"]
        cells.add(Breakdown.TOTAL, head, Tally(difference * persons, persons))
        cells.add(Breakdown.TOTAL, head, Tally(persons if difference >= 1 else 0, persons), line="one_step")
    return cells
