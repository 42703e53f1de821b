"""Certified language levels (INDICATORS.md, "Language"). Estimates and placement tests never count as certified."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from integration.periods.months import anniversary
from programmes.participants.enums import Level
from programmes.participants.levels import certified_rank
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.knowledge import Children, Knowledge, Law, Part, Term
from reports.indicators.registry import indicator
from reports.indicators.scope import PERSON, persons_by_head, stock

FAMILY = Family.LANGUAGE
UNKNOWN = "unknown"
MONTHS_OF_PROGRESS = 6
_LEVELS = list(Level)


def _levels_of(*codes: str) -> Term:
    return Term("language_level", breakdown=Breakdown.CLASS, codes=codes)


class _Levels(NamedTuple):
    """Persons of a head with this certified level, and that half a year before (ranks, None without a certificate)."""

    head: Head
    now: int | None
    before: int | None
    persons: int


def _levels(frame: Frame) -> list[_Levels]:
    """Persons in stock by level now and then. One query, shared by the figures about levels."""
    rows = stock(frame.as_of).annotate(
        now=certified_rank(PERSON, frame.as_of),
        then=certified_rank(PERSON, anniversary(frame.as_of, -MONTHS_OF_PROGRESS)),
    )
    return [
        _Levels(head, now, then, persons) for head, (now, then), persons in persons_by_head(frame, rows, "now", "then")
    ]


@indicator(
    "language_level",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.CLASS,),
    codes=(*Level.values, UNKNOWN),
    knowledge=Knowledge(Children.SUM, laws=(Law((_levels_of("*"),), (Term("participants"),)),)),
    name=_("Language level"),
    definition=_(
        "Participants by their certified level on the as-of date: the highest among the certificates of the latest "
        "certificate date. Without a certificate: unknown."
    ),
    explanation=_("How well people are certified to speak German. Estimates and placement tests do not count."),
)
def language_level(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for head, now, _before, persons in frame.shared(_levels):
        cells.add(Breakdown.CLASS, head, Tally(persons), key=UNKNOWN if now is None else _LEVELS[now].value)
    return cells


@indicator(
    "language_b2",
    family=FAMILY,
    shape=Shape.RATE,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.TOTAL,),
    lines=("", "of_all"),
    knowledge=Knowledge(
        Children.SUM,
        same={
            (Part.DENOMINATOR, "of_all"): Term("participants"),
            (Part.NUMERATOR, "of_all"): Term("language_b2"),
        },
        laws=(
            Law((Term("language_b2", Part.DENOMINATOR),), (_levels_of(*Level.values),)),
            Law((Term("language_b2"),), (_levels_of(*(each.value for each in Level if each.rank >= Level.B2.rank)),)),
        ),
    ),
    name=_("B2 or higher"),
    definition=_(
        "Participants with a certified level of B2 or higher, of those with a certified level; second line: of all."
    ),
    explanation=_("B2 is what vocational schools and many trainings ask for."),
)
def language_b2(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for head, now, _before, persons in frame.shared(_levels):
        reached = persons if now is not None and now >= Level.B2.rank else 0
        cells.add(Breakdown.TOTAL, head, Tally(reached, persons), line="of_all")
        if now is not None:
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
    knowledge=Knowledge(
        Children.SUM,
        same={(Part.DENOMINATOR, "one_step"): Term("language_progress", Part.DENOMINATOR)},
        laws=(
            Law(
                (Term("language_progress", Part.DENOMINATOR),),
                (Term("language_b2", Part.DENOMINATOR),),
                at_most=True,
            ),
        ),
    ),
    name=_("Progress in six months"),
    definition=_(
        "Mean difference between the certified level on the as-of date and six months before, over participants with "
        "both; second line: the share of those who rose by a level or more."
    ),
    explanation=_("How fast people advance. 0.5 means: on average half a level in six months."),
)
def language_progress(frame: Frame) -> Cells:
    """One query, shared."""
    cells = Cells()
    for head, now, before, persons in frame.shared(_levels):
        if now is not None and before is not None:
            cells.add(Breakdown.TOTAL, head, Tally((now - before) * persons, persons))
            cells.add(Breakdown.TOTAL, head, Tally(persons if now > before else 0, persons), line="one_step")
    return cells
