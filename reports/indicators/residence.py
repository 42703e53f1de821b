"""Residence and work permission (INDICATORS.md, "Residence and work permission"). Nationality is not looked at."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from integration.periods.querysets import active_on
from programmes.participants.enums import PERMIT_NOT_NEEDED, ResidenceKind
from programmes.participants.models import ResidenceDocument
from programmes.pathways.models import Affiliation
from reports.indicators.cells import Cells, Head, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.registry import indicator
from reports.indicators.scope import by_head, persons_by_head, singling_out, stock

FAMILY = Family.RESIDENCE
BANDS = (("0-30", 30), ("31-90", 90), ("91-180", 180), ("181-365", 365))
CLASSES = ("expired", *(name for name, _days in BANDS), "over_365", "unlimited", "pending", "not_needed", "unknown")


def _documents(day: date) -> QuerySet[ResidenceDocument]:
    """The documents of the row's person issued by `day`."""
    return ResidenceDocument.objects.filter(participant=OuterRef("enrolment__participant"), issued_on__lte=day)


def _decisive(day: date, **answers: Any) -> Subquery:
    """What follows from the kind of the best document alone, null where its dates decide.

    Free movement and nationality come first, then a settlement permit. Provisional effect holds unless another kind
    was issued on a later day: it is the latest document, or as late as the latest.
    """
    first = Case(
        When(kind__in=PERMIT_NOT_NEEDED, then=0),
        When(kind=ResidenceKind.SETTLEMENT_PERMIT, then=1),
        default=2,
        output_field=IntegerField(),
    )
    provisional_first = Case(When(kind=ResidenceKind.PROVISIONAL_EFFECT, then=0), default=1)
    answer = Case(
        When(kind__in=PERMIT_NOT_NEEDED, then=Value(answers["needs_none"])),
        When(kind=ResidenceKind.SETTLEMENT_PERMIT, then=Value(answers["unlimited"])),
        When(kind=ResidenceKind.PROVISIONAL_EFFECT, then=Value(answers["pending"])),
    )
    best = _documents(day).annotate(answer=answer).order_by(first, "-issued_on", provisional_first)
    return Subquery(best.values("answer")[:1])


def _by_end(day: date, answer: Case) -> Subquery:
    """What follows from the latest effective `end` of all documents but provisional effects."""
    ending = (
        _documents(day)
        .exclude(kind=ResidenceKind.PROVISIONAL_EFFECT)
        .annotate(end=Coalesce("legal_valid_to", "printed_valid_to"))
        .filter(end__isnull=False)
    )
    return Subquery(ending.annotate(answer=answer).order_by("-end").values("answer")[:1])


@indicator(
    "permit_horizon",
    family=FAMILY,
    shape=Shape.COUNT,
    unit=Unit.PERSONS,
    breakdowns=(Breakdown.CLASS,),
    codes=CLASSES,
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
    bands = [When(end__lte=day + timedelta(days=days), then=Value(name)) for name, days in BANDS]
    by_end = Case(When(end__lt=day, then=Value("expired")), *bands, default=Value("over_365"))
    decisive = _decisive(day, needs_none="not_needed", unlimited="unlimited", pending="pending")
    rows = stock(day).annotate(horizon=Coalesce(decisive, _by_end(day, by_end), Value("unknown")))
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
    decisive = _decisive(day, needs_none=1, unlimited=1, pending=0)
    counted = singling_out(_planned_phases(day), among=stock(day)).annotate(
        covers=Coalesce(decisive, _by_end(day, long_enough), 0),
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
