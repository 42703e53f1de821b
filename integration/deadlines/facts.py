"""The shape in which a kind hands over what falls due, so that the database alone turns facts into deadlines."""

from typing import Any, NamedTuple

from django.db.models import F, Func, IntegerField, JSONField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject

COLUMNS = ("subject", "enrolment", "participant", "organisation_id", "due_on", "reason", "details")
"""In the table of deadlines; in the facts each has `PREFIX` before it, since models have columns of such names."""

PREFIX = "fact_"

LEAD = "fact_own_lead"
"""So many days before its day a fact is shown, if the fact itself says so; else null."""

STEPS = "steps"
"""Among the details: the steps of this fact, where they are no matter of its kind."""


class About(NamedTuple):
    """Whom a row is about: its ways to the enrolment's and the participant's key, and where the enrolment belongs.

    `subject` is what falls due by itself: the row, unless said otherwise.
    """

    enrolment: str
    participant: str
    organisation: Combinable
    subject: str = "pk"


class Listed(Func):
    """A list that a subquery found, as part of the details: SQLite takes it for a text otherwise."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Said to be JSON."""
        return self.as_sql(compiler, connection, function="JSON", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As it is."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)


def shape(
    rows: QuerySet[Any],
    about: About,
    *,
    due_on: Combinable,
    reason: str | Combinable,
    details: dict[str, Any] | None = None,
    lead: Combinable | None = None,
) -> QuerySet[Any, dict[str, Any]]:
    """One fact a row. One without a day, or with one outside the calendar, does not count.

    `details` are what the reason's sentence says: days, numbers and codes, never names or free text. A fact with steps
    of its own has them there (`STEPS`), and the first of them is its `lead`.
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
            fact_own_lead=Cast(Value(None), IntegerField()) if lead is None else lead,
            **said,
        )
        .values(*(PREFIX + column for column in COLUMNS), LEAD)
    )
