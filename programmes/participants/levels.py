"""Which language level counts on a day (INDICATORS.md, "Language"): of levels at hand, or over any row of a person."""

from collections.abc import Iterable
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


def counting(levels: Iterable[LanguageLevel], day: date) -> LanguageLevel | None:
    """Of one person's levels the one that counts on a day; an estimate, the newest, only where nothing is certified."""
    known = [level for level in levels if level.assessed_on <= day]
    certified = [level for level in known if level.evidence == Evidence.CERTIFICATE]
    return max(certified or known, key=lambda level: (level.assessed_on, Level(level.level).rank), default=None)
