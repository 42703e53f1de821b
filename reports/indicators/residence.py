"""Residence and work permission (INDICATORS.md, "Residence and work permission"). Nationality is not looked at."""

from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from integration.periods.querysets import active_on
from programmes.participants.enums import PERMIT_NOT_NEEDED, ResidenceKind
from programmes.participants.models import ResidenceDocument
from programmes.pathways.models import Affiliation
from reports.indicators.cells import Cells, Tally
from reports.indicators.frame import Frame
from reports.indicators.kinds import Breakdown, Family, Shape, Unit
from reports.indicators.registry import indicator
from reports.indicators.scope import by_head, stock, with_heads

FAMILY = Family.RESIDENCE
PERSONS = Count("enrolment__participant", distinct=True)
BANDS = (("0-30", 30), ("31-90", 90), ("91-180", 180), ("181-365", 365))
CLASSES = ("expired", *(name for name, _days in BANDS), "over_365", "unlimited", "pending", "not_needed", "unknown")


def _documents(day: date, **conditions: object) -> QuerySet[ResidenceDocument]:
    return ResidenceDocument.objects.filter(
        participant=OuterRef("enrolment__participant"), issued_on__lte=day, **conditions
    ).order_by()


def with_best_document(rows: QuerySet[Affiliation], day: date) -> QuerySet[Affiliation]:
    """What the best document of each row's person says on `day`.

    `needs_none`, `unlimited`, `pending` in this order; else `permit_end`, the latest effective end, if there is any.
    """
    of_other_kind = _documents(day).exclude(kind=ResidenceKind.PROVISIONAL_EFFECT)
    provisional = _documents(day, kind=ResidenceKind.PROVISIONAL_EFFECT)
    end = Coalesce("legal_valid_to", "printed_valid_to")
    return rows.annotate(
        needs_none=Exists(_documents(day, kind__in=PERMIT_NOT_NEEDED)),
        unlimited=Exists(_documents(day, kind=ResidenceKind.SETTLEMENT_PERMIT)),
        provisional_from=Subquery(provisional.order_by("-issued_on").values("issued_on")[:1]),
        other_from=Subquery(of_other_kind.order_by("-issued_on").values("issued_on")[:1]),
        permit_end=Subquery(
            of_other_kind.annotate(end=end).filter(end__isnull=False).order_by("-end").values("end")[:1]
        ),
    )


PENDING = Q(provisional_from__isnull=False) & (Q(other_from__isnull=True) | Q(other_from__lte=F("provisional_from")))


def _class(day: date) -> Case:
    bands = [When(permit_end__lte=day + timedelta(days=days), then=Value(name)) for name, days in BANDS]
    return Case(
        When(needs_none=True, then=Value("not_needed")),
        When(unlimited=True, then=Value("unlimited")),
        When(PENDING, then=Value("pending")),
        When(permit_end__isnull=True, then=Value("unknown")),
        When(permit_end__lt=day, then=Value("expired")),
        *bands,
        default=Value("over_365"),
        output_field=CharField(),
    )


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
    rows = with_best_document(stock(frame.own, frame.as_of), frame.as_of).annotate(horizon=_class(frame.as_of))
    cells = Cells()
    for head, row in by_head(rows, "horizon", persons=PERSONS):
        cells.add(Breakdown.CLASS, head, Tally(row["persons"]), key=row["horizon"])
    return cells


def _planned_phases(rows: QuerySet[Affiliation], day: date) -> QuerySet[Affiliation]:
    """Joined to the active main-track entry of each row's enrolment, if its end is planned."""
    entry = "enrolment__phase_entries__"
    return rows.filter(
        active_on(day, through=entry), **{f"{entry}parallel": False, f"{entry}planned_end_on__isnull": False}
    ).annotate(phase_start=F(f"{entry}started_on"), planned_end=F(f"{entry}planned_end_on"))


_COVERS = Case(
    When(Q(needs_none=True) | Q(unlimited=True), then=1),
    When(PENDING, then=0),
    When(permit_end__gte=F("planned_end"), then=1),
    default=0,
    output_field=IntegerField(),
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
    """One query over the phase that counts for each person and head."""
    rows = _planned_phases(stock(frame.own, frame.as_of), frame.as_of)
    same_person = with_heads(
        Affiliation.objects.filter(active_on(frame.as_of), enrolment__participant=OuterRef("enrolment__participant")),
        Q(head=OuterRef("head"), alone=OuterRef("alone")),
        "organisation",
    )
    later = _planned_phases(same_person, frame.as_of).filter(
        Q(phase_start__gt=OuterRef("phase_start"))
        | Q(phase_start=OuterRef("phase_start"), planned_end__gt=OuterRef("planned_end"))
    )
    counting = with_best_document(rows.filter(~Exists(later)), frame.as_of).annotate(covers=_COVERS)
    cells = Cells()
    for head, row in by_head(counting, "covers", persons=PERSONS):
        cells.add(Breakdown.TOTAL, head, Tally(row["persons"] if row["covers"] else 0, row["persons"]))
    return cells
