"""The same report in the months before, as far as it is needed for changes and trends."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from integration.periods.months import anniversary
from reports.editions.models import ReportCell, ReportEdition
from reports.indicators.figures import Figure
from reports.rendering.story.headlines import WANTED
from reports.rendering.story.shelf import Shelf

NEEDED = sorted({wanted.place[0] for wanted in WANTED} | {"enrolments", "target"})
BREAKDOWNS = sorted({wanted.place[1] for wanted in WANTED} | {"target"})


def past_of(edition: ReportEdition, months: int, indicators: Iterable[str] = ()) -> dict[date, Shelf]:
    """The headline figures of so many months before, oldest first, and the totals of further `indicators`. Two queries.

    Months without a report are left out. Of each month the newest edition counts; for a closed report the newest that
    there was on its day, so that it stays as it was.
    """
    same = ReportEdition.objects.filter(
        organisation=edition.organisation_id,
        audience=edition.audience,
        month__gte=anniversary(edition.month, -months),
        month__lt=edition.month,
        known_at__isnull=False,
    )
    if edition.is_closed:
        same = same.filter(known_at__lte=edition.known_at)
    newest = dict(same.order_by("month", "edition").values_list("month", "pk"))
    months_of = {pk: month for month, pk in newest.items()}
    cells = ReportCell.objects.filter(
        edition__in=months_of, indicator__in=[*NEEDED, *indicators], breakdown__in=BREAKDOWNS
    )
    found: dict[int, list[Figure]] = defaultdict(list)
    for cell in cells.order_by("edition", "position"):
        found[cell.edition_id].append(cell.figure())
    return {month: Shelf(found[pk]) for month, pk in newest.items()}
