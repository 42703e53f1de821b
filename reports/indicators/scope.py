"""Which rows belong to which organisation on which day (INDICATORS.md, "Scope"). Every measure starts here.

Queries group by the organisation a row belongs to, `at`; that organisation's rows then count for every head that
covers it. So one grouped statement serves totals, rows by organisation, and whole trees alike.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from django.db.models import Case, Count, F, Model, Q, QuerySet, When
from django.db.models.expressions import Combinable

from integration.periods.querysets import active_on
from programmes.pathways.models import Affiliation, PhaseEntry
from reports.indicators.cells import Head
from reports.indicators.frame import Frame

Row = TypeVar("Row", bound=Model)
PERSON = "enrolment__participant"


def stock(day: date) -> QuerySet[Affiliation]:
    """The affiliations that hold on `day`: one row an enrolment in stock."""
    return Affiliation.objects.filter(active_on(day)).order_by().annotate(at=F("organisation"))


def entries(day: date | Combinable, **conditions: Any) -> QuerySet[PhaseEntry]:
    """Phase entries that fulfil the conditions, `at` the organisation their enrolment belongs to on `day`."""
    rows = PhaseEntry.objects.filter(belonging(day), **conditions).order_by()
    return rows.annotate(at=F("enrolment__affiliations__organisation"))


def belonging(day: date | Combinable, through: str = "enrolment__affiliations__") -> Q:
    """Joined to the one affiliation of the enrolment that holds on `day`."""
    return active_on(day, through=through)


def by_head(
    frame: Frame, rows: QuerySet[Any, Any], /, *keys: str, **counts: Any
) -> Iterator[tuple[Head, dict[str, Any]]]:
    """Group by organisation and `keys`, and yield each group with its counts for every head that covers it."""
    for row in rows.values("at", *frame.grouped_by, *keys).annotate(**counts).iterator():
        for head in frame.heads_of(row):
            yield head, row


def by_report(
    frame: Frame, rows: QuerySet[Any, Any], /, *keys: str, **counts: Any
) -> Iterator[tuple[Head, dict[str, Any]]]:
    """The same for the reports alone, where nothing is needed for rows by organisation or targets."""
    for row in rows.values("at", *frame.grouped_by, *keys).annotate(**counts).iterator():
        for head in frame.reports_of(row):
            yield head, row


def singling_out(rows: QuerySet[Affiliation], among: QuerySet[Affiliation] | None = None) -> QuerySet[Affiliation]:
    """Name the `person` of those rows whose person has several (in `rows`, or in `among`), and of no other."""
    several = (
        (rows if among is None else among).values(PERSON).annotate(times=Count("pk")).filter(times__gt=1).values(PERSON)
    )
    return rows.annotate(person=Case(When(**{f"{PERSON}__in": several}, then=F(PERSON))))


def persons_by_head(
    frame: Frame, rows: QuerySet[Affiliation], /, *keys: str
) -> Iterator[tuple[Head, tuple[Any, ...], int]]:
    """Distinct persons for every head and combination of `keys`. One query.

    Most people have one row and are counted in the database. Those with several come back one by one, because they
    count once where a head covers several of their rows.
    """
    seen: dict[tuple[Head, tuple[Any, ...]], set[int]] = defaultdict(set)
    for head, row in by_head(frame, singling_out(rows), *keys, "person", persons=Count("pk")):
        values = tuple(row[key] for key in keys)
        if row["person"] is None:
            yield head, values, row["persons"]
        else:
            seen[head, values].add(row["person"])
    for (head, values), people in seen.items():
        yield head, values, len(people)
