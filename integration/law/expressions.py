"""The same look-up in the database, as columns of any rows: so many days or months before or after a day of theirs.

`began` is the column that says when the thing began: a rule that changes does not change what began under the old one.
"""

from typing import Any

from django.db.models import Case, DateField, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from integration.law.enums import DAYS_OF, MONTHS_OF, Number
from integration.law.models import LegalNumber
from integration.law.queries import HOLDS
from integration.periods.expressions import AddDays, Anniversary
from integration.periods.querysets import active_on

AFTER, BEFORE = 1, -1


def value_of(code: Number, *, began: str) -> Subquery:
    """The number itself, whole."""
    return Subquery(_held(code, began).values(found=Cast("value", IntegerField()))[:1])


def after(code: Number, day: str, *, began: str) -> Subquery:
    """The day so long after the row's `day`; null where the law said nothing then."""
    return _moved(code, day, began, AFTER)


def before(code: Number, day: str, *, began: str) -> Subquery:
    """The day so long before the row's `day`; null where the law said nothing then."""
    return _moved(code, day, began, BEFORE)


def _moved(code: Number, day: str, began: str, direction: int) -> Subquery:
    count = Cast("value", IntegerField())
    moved: dict[Any, Any] = {
        unit: AddDays(OuterRef(day), count * Value(direction * days)) for unit, days in DAYS_OF.items()
    }
    moved |= {unit: Anniversary(OuterRef(day), count * Value(direction * months)) for unit, months in MONTHS_OF.items()}
    cases = [When(unit=unit, then=expression) for unit, expression in moved.items()]
    return Subquery(_held(code, began).values(found=Case(*cases, output_field=DateField()))[:1])


def _held(code: Number, began: str) -> QuerySet[LegalNumber]:
    return LegalNumber.objects.filter(active_on(OuterRef(began), **HOLDS), code=code).order_by()
