"""What holds on a day (INDICATORS G2)."""

from datetime import date
from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Combinable


def active_on(day: date | Combinable, *, start: str = "started_on", end: str = "ended_on", through: str = "") -> Q:
    """The interval contains `day`: begun by then and not ended before; an empty end is open.

    `through` is a lookup path to the row that has the interval, such as `"enrolment__"`.
    """
    return Q(**{f"{through}{start}__lte": day}) & (
        Q(**{f"{through}{end}__isnull": True}) | Q(**{f"{through}{end}__gte": day})
    )


RowModel = TypeVar("RowModel", bound=Model)


class PeriodQuerySet(QuerySet[RowModel]):
    """Rows with an interval `started_on` to `ended_on`."""

    def active_on(self, day: date | Combinable) -> Self:
        """Those whose interval contains `day`."""
        return self.filter(active_on(day))
