"""Which rows belong to which organisation on which day (INDICATORS.md, "Scope"). Every measure starts here."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable

from integration.periods.querysets import active_on
from programmes.pathways.models import Affiliation, PhaseEntry
from reports.indicators.cells import Head

Row = TypeVar("Row", bound=Model)


def with_heads(rows: QuerySet[Row], heads: Q, organisation: str) -> QuerySet[Row]:
    """Each row once for every head that covers the organisation at this path, as `head` and `alone`."""
    covered = f"{organisation}__reached_by"
    return rows.annotate(head=F(f"{covered}__head"), alone=F(f"{covered}__alone")).filter(heads)


def stock(heads: Q, day: date) -> QuerySet[Affiliation]:
    """The spells that contain `day`, one row an enrolment and head."""
    return with_heads(Affiliation.objects.filter(active_on(day)).order_by(), heads, "organisation")


def belonging(day: date | Combinable, through: str = "enrolment__affiliations__") -> Q:
    """Joined to the one affiliation of the enrolment that holds on `day`."""
    return active_on(day, through=through)


def entries(heads: Q, day: date | Combinable, **conditions: Any) -> QuerySet[PhaseEntry]:
    """Phase entries that fulfil the conditions, with the heads their enrolment belongs to on `day`."""
    rows = PhaseEntry.objects.filter(belonging(day), **conditions).order_by()
    return with_heads(rows, heads, "enrolment__affiliations__organisation")


def by_head(rows: QuerySet[Any, Any], /, *keys: str, **counts: Any) -> Iterator[tuple[Head, dict[str, Any]]]:
    """Group by head and `keys`, and yield each group with its counts."""
    for row in rows.values("head", "alone", *keys).annotate(**counts).iterator():
        yield Head(row["head"], row["alone"]), row
