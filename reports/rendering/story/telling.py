"""A report told from top to bottom: what matters first, then section by section pictures, figures and tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reports.editions.models import ReportEdition
from reports.indicators.figures import Figure, Status
from reports.indicators.kinds import Family
from reports.indicators.registry import Indicator, all_indicators
from reports.rendering.charts.description import Chart
from reports.rendering.charts.draw import svg_of
from reports.rendering.facts import Fact, facts_of
from reports.rendering.long_tables import LongTable
from reports.rendering.presentation import Section, arrange
from reports.rendering.story.headlines import WANTED, Headline, headlines, most_important
from reports.rendering.story.past import past_of
from reports.rendering.story.pictures import Gallery, Source, pictures
from reports.rendering.story.shelf import Shelf, place_of
from reports.rendering.story.targets import own_targets, paths, targets_of

MONTHS_OF_A_TREND = 12


@dataclass(frozen=True)
class Picture:
    """A chart with a name that is its own on the page."""

    chart: Chart
    identifier: str

    @property
    def svg(self) -> str:
        """The drawing."""
        return svg_of(self.chart, self.identifier)


@dataclass(frozen=True)
class Chapter:
    """A section of the report with its pictures."""

    section: Section
    pictures: tuple[Picture, ...]
    long_tables: tuple[LongTable, ...]


@dataclass(frozen=True)
class Story:
    """All of it, in the order in which it is read."""

    headlines: tuple[Headline, ...]
    changed_most: tuple[Headline, ...]
    chapters: tuple[Chapter, ...]
    facts: tuple[Fact, ...]
    hides: bool


def tell(edition: ReportEdition, figures: Iterable[Figure], long_tables: Iterable[LongTable] = ()) -> Story:
    """The story of an edition from its stored figures; those of `long_tables` are not among them.

    A constant number of queries, none of them on the live tables of people.
    """
    told = list(figures)
    now = Shelf(told)
    aimed = own_targets(now, edition)
    past = past_of(edition, MONTHS_OF_A_TREND, {row.indicator for row in aimed})
    before = month_before(edition, past)
    found = headlines(now, past, targets_of(aimed, now, before))
    gallery = pictures(Source(edition.month, now, before))
    if ways := paths(aimed, edition.month, now, past):
        gallery.charts.setdefault(Family.PLACES_AND_TARGETS, []).extend(ways)
    return Story(
        headlines=tuple(found),
        changed_most=tuple(most_important(found)),
        chapters=tuple(_chapters(_sections(edition, told, gallery), gallery.charts, list(long_tables))),
        facts=tuple(facts_of(edition, told)),
        hides=any(each.status is Status.SUPPRESSED for each in told),
    )


def changed_most(edition: ReportEdition, figures: Iterable[Figure]) -> list[Headline]:
    """The same three that stand at the top of the page, for an e-mail. Four queries at most."""
    now = Shelf(figures)
    past = past_of(edition, 1)
    aimed = own_targets(now, edition)
    before = month_before(edition, past)
    return most_important(headlines(now, past, targets_of(aimed, now, before)))


def _sections(edition: ReportEdition, told: list[Figure], gallery: Gallery) -> list[Section]:
    """What stands at the top, or in a picture, is not told again."""
    first = {wanted.place for wanted in WANTED}
    rest = [figure for figure in told if place_of(figure.indicator, figure.breakdown, figure.key) not in first]
    return arrange(rest, left_out=gallery.told, kept=edition.kept.names)


def _chapters(
    sections: list[Section], charts: Mapping[Family, list[Chart]], long_tables: list[LongTable]
) -> Iterator[Chapter]:
    """In the order of the families; a section can consist of long tables alone."""
    arranged = {section.family: section for section in sections}
    for family in Family:
        waiting = tuple(table for table in long_tables if table.family is family)
        if family in arranged or family in charts or waiting:
            section = arranged.get(family) or Section(family, indicators=_indicators_of(family))
            yield Chapter(section, _numbered(family, charts), waiting)


def _indicators_of(family: Family) -> dict[str, Indicator]:
    return {each.id: each for each in all_indicators() if each.family is family}


def month_before(edition: ReportEdition, past: Mapping[date, Shelf]) -> Shelf | None:
    """The month before, if there is a report of it."""
    month, shelf = next(reversed(past.items()), (None, None))
    return shelf if month is not None and (edition.month - month).days <= 31 else None  # noqa: PLR2004  (a month)


def _numbered(family: Family, drawn: Mapping[Family, list[Chart]]) -> tuple[Picture, ...]:
    charts = drawn.get(family, [])
    return tuple(Picture(chart, f"{family.value}-{number}") for number, chart in enumerate(charts, start=1))
