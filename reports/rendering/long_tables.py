"""Tables that are too long to be read in passing have a page of their own; the report's page only says that they are there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count, Q

from reports.editions.models import ReportCell, ReportEdition
from reports.indicators import registry
from reports.indicators.figures import Figure
from reports.indicators.kinds import Family
from reports.rendering.labels import Text
from reports.rendering.presentation import CAPTIONS, Table, arrange

ROWS_IN_PASSING = 12
# Of fixed lists (phases, reasons, classes) a picture is made instead.
GROWING = ("organisation", "programme", "cohort", "step", "step_cohort", "step_programme", "target", "figure")


class LongTable(NamedTuple):
    """Where a long table is, and how long."""

    family: Family
    breakdown: str
    rows: int

    @property
    def caption(self) -> Text:
        """What it is called."""
        return CAPTIONS[self.breakdown]


def long_tables(edition: ReportEdition) -> list[LongTable]:
    """The breakdowns with more rows than can be read in passing, by section. One query."""
    cells = ReportCell.objects.filter(edition=edition, breakdown__in=GROWING)
    counted = cells.values_list("indicator", "breakdown").annotate(cells=Count("pk")).order_by("indicator", "breakdown")
    return _long({(indicator, breakdown): number for indicator, breakdown, number in counted})


def split(figures: Iterable[Figure]) -> tuple[list[Figure], list[LongTable]]:
    """The figures that are read in passing, and the long tables that the others are in."""
    everything = list(figures)
    left = _long(Counter((figure.indicator, figure.breakdown) for figure in everything))
    places = {(table.family, table.breakdown) for table in left}
    passing = [each for each in everything if (registry.get(each.indicator).family, each.breakdown) not in places]
    return passing, left


def _long(cells: Mapping[tuple[str, str], int]) -> list[LongTable]:
    """Lines of an indicator are columns, not rows."""
    rows: Counter[tuple[Family, str]] = Counter()
    for (identifier, breakdown), number in cells.items():
        indicator = registry.get(identifier)
        place = indicator.family, breakdown
        rows[place] = max(rows[place], number // len(indicator.lines))
    return [
        LongTable(family, breakdown, rows[family, breakdown])
        for family in Family
        for breakdown in GROWING
        if rows[family, breakdown] > ROWS_IN_PASSING
    ]


def _within(table: LongTable) -> Q:
    ids = [each.id for each in registry.all_indicators() if each.family is table.family]
    return Q(indicator__in=ids, breakdown=table.breakdown)


def figures_in_passing(edition: ReportEdition, left: list[LongTable]) -> list[Figure]:
    """All figures of an edition but those of long tables. One query."""
    cells = ReportCell.objects.filter(edition=edition)
    for table in left:
        cells = cells.exclude(_within(table))
    return [cell.figure() for cell in cells.order_by("position")]


def read_table(edition: ReportEdition, table: LongTable) -> Table:
    """A long table as a whole. At most six queries."""
    cells = ReportCell.objects.filter(_within(table), edition=edition).order_by("position")
    (section,) = arrange([cell.figure() for cell in cells], kept=edition.kept.names)
    return section.tables[table.breakdown]
