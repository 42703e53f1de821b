"""Which language level counts on a day (INDICATORS.md, "Language"), as an expression over any row of a person."""

from datetime import date

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When

from programmes.participants.enums import Evidence, Level
from programmes.participants.models import LanguageLevel


def certified_rank(person: str, day: date) -> Subquery:
    """Rank of the certified level: the highest of the latest day with certificates by `day`; null without one.

    `person` names the row's way to the participant. Estimates and placement tests never count.
    """
    rank = Case(*(When(level=level, then=Value(level.rank)) for level in Level), output_field=IntegerField())
    certificates = LanguageLevel.objects.filter(
        participant=OuterRef(person), evidence=Evidence.CERTIFICATE, assessed_on__lte=day
    ).annotate(rank=rank)
    return Subquery(certificates.order_by("-assessed_on", "-rank").values("rank")[:1])
