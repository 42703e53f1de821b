"""What is asked about editions."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Max, OuterRef, QuerySet

from integration.organisations.models import Organisation, Reach
from integration.periods.months import anniversary, month_end, month_start
from programmes.pathways.models import Affiliation
from reports.editions.enums import EditionState
from reports.editions.models import ReportCell, ReportEdition
from reports.indicators.figures import Figure

MONTHS_TO_CATCH_UP = 12


def organisations_with_enrolments(month: date) -> QuerySet[Organisation]:
    """Those in or below which anybody was enrolled by the end of the month."""
    enrolled = Affiliation.objects.filter(organisation=OuterRef("organisation"), started_on__lte=month_end(month))
    heads = Reach.objects.filter(Exists(enrolled), alone=False).values("head")
    return Organisation.objects.filter(pk__in=heads).order_by("code")


def figures_of(edition: ReportEdition) -> list[Figure]:
    """The stored figures in the order of the report. One query."""
    return [cell.figure() for cell in ReportCell.objects.filter(edition=edition).order_by("position")]


def closed_editions(editions: Iterable[ReportEdition]) -> dict[int, dict[date, ReportEdition]]:
    """The newest closed edition of each month of the same reports, by organisation and month. One query."""
    asked = list(editions)
    same = ReportEdition.objects.filter(
        organisation__in={each.organisation_id for each in asked},
        audience__in={each.audience for each in asked},
        state=EditionState.CLOSED,
    )
    found: dict[int, dict[date, ReportEdition]] = {each.organisation_id: {} for each in asked}
    for each in same.order_by("month", "edition"):
        found[each.organisation_id][each.month] = each
    return found


def editions_beside(edition: ReportEdition) -> QuerySet[ReportEdition]:
    """The others of the same tree, month and audience."""
    root = edition.organisation.root_id or edition.organisation_id
    return ReportEdition.objects.filter(
        organisation__root=root, month=edition.month, audience=edition.audience
    ).exclude(pk=edition.pk)


def months_due(today: date) -> list[date]:
    """Last month, and before it the months since the newest scheduled one; none before the last twelve."""
    last = anniversary(month_start(today), -1)
    earliest = anniversary(last, 1 - MONTHS_TO_CATCH_UP)
    newest = ReportEdition.objects.filter(scheduled=True, month__lt=last).aggregate(newest=Max("month"))["newest"]
    first = last if newest is None else max(anniversary(newest, 1), earliest)
    return list(_months(first, last))


def _months(first: date, last: date) -> Iterable[date]:
    month = first
    while month <= last:
        yield month
        month = anniversary(month, 1)
