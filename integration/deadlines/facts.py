"""The shape in which a kind hands over what falls due, so that the database alone turns facts into deadlines."""

from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from integration.periods.months import EARLIEST, LATEST

COLUMNS = ("subject", "enrolment", "participant", "organisation_id", "due_on", "reason", "details")
"""In the table of deadlines; in the facts each has `PREFIX` before it, since models have columns of such names."""

PREFIX = "fact_"


class About(NamedTuple):
    """Whom a row is about: its ways to the enrolment's and the participant's key, and where the enrolment belongs.

    `subject` is what falls due by itself: the row, unless said otherwise.
    """

    enrolment: str
    participant: str
    organisation: Combinable
    subject: str = "pk"


def shape(
    rows: QuerySet[Any],
    about: About,
    *,
    due_on: Combinable,
    reason: str | Combinable,
    details: dict[str, Any] | None = None,
) -> QuerySet[Any, dict[str, Any]]:
    """One fact a row. Rows without a day, or with one outside the calendar, are none.

    `details` are what the reason's sentence says: days, numbers and codes, never names or free text.
    """
    said = {"fact_reason": Value(reason) if isinstance(reason, str) else reason}
    return (
        rows.order_by()
        .annotate(
            fact_subject=F(about.subject),
            fact_enrolment=F(about.enrolment),
            fact_participant=F(about.participant),
            fact_organisation_id=about.organisation,
            fact_due_on=due_on,
            fact_details=JSONObject(**(details or {})),
            **said,
        )
        .filter(fact_due_on__gte=EARLIEST, fact_due_on__lte=LATEST)
        .values(*(PREFIX + column for column in COLUMNS))
    )
