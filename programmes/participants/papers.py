"""What counts of a person's documents and certificates, as lists of people keep it.

What a report says of a day is computed from the documents (`documents.py`, `levels.py`). A list of a million people
cannot look into each one's: it keeps what these expressions say, and is narrowed by that.
"""

from datetime import date, timedelta

from django.db.models import F, Q, Subquery, Value
from django.db.models.functions import Coalesce

from programmes.participants.documents import by_latest_end, decisive
from programmes.participants.enums import PERMIT_BANDS, Paper, PermitClass
from programmes.participants.models import LanguageLevel, ResidenceDocument

DAYS_BACK = 7
"""So many days are caught up with, if nobody looked for some."""


def paper(person: str, day: date) -> Coalesce:
    """What the best document says on a day."""
    of_kind = decisive(person, day, needs_none=Paper.NOT_NEEDED, unlimited=Paper.UNLIMITED, pending=Paper.PENDING)
    return Coalesce(of_kind, by_latest_end(person, day, Value(Paper.DATED)), Value(Paper.NONE))


def paper_end(person: str, day: date) -> Subquery:
    """The day on which it ends, where that decides."""
    return by_latest_end(person, day, F("end"))


def people_of_the_day(day: date) -> set[int]:
    """Those of whose papers some were recorded beforehand, and their day has come."""
    days = (day - timedelta(days=DAYS_BACK), day)
    documents = ResidenceDocument.objects.filter(issued_on__range=days).values_list("participant", flat=True)
    levels = LanguageLevel.objects.filter(assessed_on__range=days).values_list("participant", flat=True)
    return {*documents.order_by(), *levels.order_by()}


def permit_is(permit: str, kept: str, day: date) -> Q:
    """Rows of which this class of permit is kept on a day (INDICATORS.md, "permit_horizon"); `kept` leads to where."""
    kind, end = f"{kept}paper", f"{kept}paper_end_on"
    dated = Q(**{kind: Paper.DATED})
    if permit == PermitClass.EXPIRED:
        return dated & Q(**{f"{end}__lt": day})
    begin = day
    for band, days in PERMIT_BANDS:
        last = day + timedelta(days=days)
        if permit == band:
            return dated & Q(**{f"{end}__range": (begin, last)})
        begin = last + timedelta(days=1)
    if permit == PermitClass.OVER_365:
        return dated & Q(**{f"{end}__gte": begin})
    return Q(**{kind: permit})
