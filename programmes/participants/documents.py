"""Which residence document counts on a day (INDICATORS.md, "Best document"), as expressions over any row of a person.

`person` names the row's way to the participant. Nationality is not looked at.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from programmes.participants.enums import PERMIT_BANDS, PERMIT_NOT_NEEDED, PermitClass, ResidenceKind
from programmes.participants.models import ResidenceDocument

EFFECTIVE_END = Coalesce("legal_valid_to", "printed_valid_to")


def issued(person: str, day: date) -> QuerySet[ResidenceDocument]:
    """The documents of the row's person issued by `day`."""
    return ResidenceDocument.objects.filter(participant=OuterRef(person), issued_on__lte=day)


def decisive(person: str, day: date, **answers: Any) -> Subquery:
    """What follows from the kind of the best document alone, null where its dates decide.

    Free movement and nationality (`needs_none`) come first, then a settlement permit (`unlimited`). Provisional effect
    (`pending`) holds unless another kind was issued on a later day: it is the latest document, or as late as the latest.
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
    best = issued(person, day).annotate(answer=answer).order_by(first, "-issued_on", provisional_first)
    return Subquery(best.values("answer")[:1])


def by_latest_end(person: str, day: date, answer: Combinable) -> Subquery:
    """What follows from the document with the latest effective `end`; provisional effects have none."""
    ending = (
        issued(person, day)
        .exclude(kind=ResidenceKind.PROVISIONAL_EFFECT)
        .annotate(end=EFFECTIVE_END)
        .filter(end__isnull=False)
    )
    return Subquery(ending.annotate(answer=answer).order_by("-end", "-issued_on", "pk").values("answer")[:1])


def permit_class(person: str, day: date) -> Coalesce:
    """How long the best document still lasts (INDICATORS.md, "permit_horizon")."""
    bands = [When(end__lte=day + timedelta(days=days), then=Value(band.value)) for band, days in PERMIT_BANDS]
    ended = When(end__lt=day, then=Value(PermitClass.EXPIRED.value))
    by_end = Case(ended, *bands, default=Value(PermitClass.OVER_365.value))
    of_kind = decisive(
        person,
        day,
        needs_none=PermitClass.NOT_NEEDED.value,
        unlimited=PermitClass.UNLIMITED.value,
        pending=PermitClass.PENDING.value,
    )
    return Coalesce(of_kind, by_latest_end(person, day, by_end), Value(PermitClass.UNKNOWN.value))
