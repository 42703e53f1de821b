"""A report arranged for reading: sections by family, figures at a glance, tables, and what they mean."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.indicators import registry
from reports.indicators.figures import Figure
from reports.indicators.kinds import Family, Shape
from reports.indicators.registry import Indicator
from reports.rendering.labels import HEADS, LINES, Label, Names, Text
from reports.rendering.wording import Written, shape_of, write

CAPTIONS = {
    "organisation": _("By organisation"),
    "programme": _("By programme"),
    "phase": _("By phase"),
    "cohort": _("By cohort"),
    "reason": _("By reason"),
    "class": pgettext_lazy("report", "By class"),
    "step": _("By step"),
    "step_cohort": _("By cohort and step"),
    "step_programme": _("By programme and step"),
    "target": _("Targets"),
    "figure": _("Figures published elsewhere"),
}
NOTHING = Written("")
NO_NAMES: Mapping[str, Mapping[str, str]] = {}


RowKey = tuple[tuple[str, str], ...]
ColumnKey = tuple[str, str]


class Tile(NamedTuple):
    """A figure of the whole report."""

    name: Text
    line: Text
    unit: Text
    written: Written
    figure: Figure


class Column(NamedTuple):
    """One indicator, or one of its lines, in a table."""

    name: Text
    line: Text
    unit: Text


class Row(NamedTuple):
    """One key of a breakdown with what each column says about it."""

    labels: tuple[Label, ...]
    cells: tuple[Written, ...]
    figures: tuple[Figure | None, ...]

    @property
    def told(self) -> list[tuple[Written, Figure | None]]:
        """Each cell with the figure that it writes, if there is one."""
        return list(zip(self.cells, self.figures, strict=True))


@dataclass
class Table:
    """All indicators of a family that share a breakdown, side by side."""

    caption: Text
    heads: tuple[Text, ...] = ()
    columns: dict[ColumnKey, Column] = field(default_factory=dict)
    labels: dict[RowKey, tuple[Label, ...]] = field(default_factory=dict)
    cells: dict[tuple[RowKey, ColumnKey], Written] = field(default_factory=dict)
    counts: dict[tuple[RowKey, ColumnKey], int] = field(default_factory=dict)
    figures: dict[tuple[RowKey, ColumnKey], Figure] = field(default_factory=dict)

    def add(self, figure: Figure, indicator: Indicator, labels: dict[str, Label]) -> None:
        """One more figure; rows and columns stay in the order in which they come."""
        line = figure.key.get("line", "")
        row = tuple((kind, code) for kind, code in figure.key.items() if kind != "line")
        column = (figure.indicator, line)
        self.heads = tuple(HEADS[kind] for kind in labels)
        self.columns.setdefault(column, Column(indicator.name, LINES.get(line, line), indicator.unit.label))
        self.labels.setdefault(row, tuple(labels.values()))
        self.cells[row, column] = write(figure, indicator)
        self.figures[row, column] = figure
        shape = shape_of(figure, indicator)
        if shape is Shape.COUNT and isinstance(figure.value, int):
            self.counts[row, column] = figure.value

    @property
    def rows(self) -> list[Row]:
        """The table line by line; where a column does not apply to a row at all, the cell is empty."""
        return [
            Row(
                labels,
                tuple(self._cell((row, column)) for column in self.columns),
                tuple(self.figures.get((row, column)) for column in self.columns),
            )
            for row, labels in self.labels.items()
        ]

    def _cell(self, place: tuple[RowKey, ColumnKey]) -> Written:
        """Counts have a bar where they stand alone in their table: it compares them with the largest."""
        written = self.cells.get(place, NOTHING)
        largest = max(self.counts.values(), default=0)
        if len(self.columns) == 1 and largest and place in self.counts:
            return written._replace(share=Fraction(self.counts[place], largest))
        return written


@dataclass
class Section:
    """One family of figures."""

    family: Family
    tiles: list[Tile] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)


def arrange(
    figures: Sequence[Figure],
    left_out: Collection[tuple[str, str]] = (),
    kept: Mapping[str, Mapping[str, str]] = NO_NAMES,
) -> list[Section]:
    """The sections of a report in the order of its figures. One query at most, whatever its size.

    Rows of the indicators and breakdowns `left_out` are told elsewhere; what they mean is still said. Names are those `kept`
    with the edition, if any.
    """
    names = Names(figures, kept)
    sections: dict[Family, Section] = {}
    for figure in figures:
        indicator = registry.get(figure.indicator)
        section = sections.setdefault(indicator.family, Section(indicator.family))
        section.indicators[indicator.id] = indicator
        if figure.breakdown == "total" and "month" not in figure.key:
            line = LINES.get(figure.key.get("line", ""), "")
            section.tiles.append(Tile(indicator.name, line, indicator.unit.label, write(figure, indicator), figure))
        elif (figure.indicator, figure.breakdown) not in left_out:
            _table(section, figure, indicator).add(figure, indicator, names.labels(figure))
    return list(sections.values())


def _table(section: Section, figure: Figure, indicator: Indicator) -> Table:
    """Months have a table of their own for each indicator: those of a forecast are not those of a curve."""
    if figure.breakdown == "total":
        return section.tables.setdefault(indicator.id, Table(indicator.name))
    return section.tables.setdefault(figure.breakdown, Table(CAPTIONS[figure.breakdown]))
