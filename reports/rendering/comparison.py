"""Two reports side by side: two editions of a month, two months, two organisations, or two programmes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.editions.models import ReportEdition
from reports.indicators import registry
from reports.indicators.figures import Figure
from reports.indicators.kinds import Breakdown, Family
from reports.rendering.labels import LINES, Label, Names, Text
from reports.rendering.story.headlines import Change, change
from reports.rendering.story.shelf import Place, place_of, written
from reports.rendering.wording import Written

COMMON = frozenset({Breakdown.TOTAL, Breakdown.PHASE, Breakdown.REASON, Breakdown.CLASS, Breakdown.STEP})
"""What two organisations can share; their programmes, cohorts, sites and targets are their own."""
MISSING = Written("")


@dataclass(frozen=True)
class Side:
    """One of the two: an edition as a whole, or one of its programmes."""

    edition: ReportEdition
    figures: Sequence[Figure]
    programme: str = ""

    @property
    def programmes(self) -> list[str]:
        """The codes of the programmes that can be looked at by themselves."""
        return sorted({each.key["programme"] for each in self.figures if each.breakdown == Breakdown.PROGRAMME})

    def shelf(self, breakdowns: frozenset[str] | None) -> dict[Place, Figure]:
        """The figures by what they are about; those of a programme as if they were totals."""
        if self.programme:
            return {
                place_of(each.indicator, Breakdown.TOTAL, _without_programme(each)): each
                for each in self.figures
                if each.breakdown == Breakdown.PROGRAMME and each.key["programme"] == self.programme
            }
        return {
            place_of(each.indicator, each.breakdown, each.key): each
            for each in self.figures
            if breakdowns is None or each.breakdown in breakdowns
        }


class Line(NamedTuple):
    """One figure on both sides."""

    name: Text
    line: Text
    labels: tuple[Label, ...]
    before: Written
    after: Written
    change: Change | None

    @property
    def differs(self) -> bool:
        """The two say different things."""
        return (self.before.text, self.before.parts) != (self.after.text, self.after.parts)


class Group(NamedTuple):
    """The lines of one family of figures."""

    family: Family
    lines: list[Line]


def short_names(before: Side, after: Side) -> tuple[str, str]:
    """What tells the two apart, and nothing else: for narrow columns."""
    first, second = before.edition, after.edition
    same_organisation, same_month = first.organisation_id == second.organisation_id, first.month == second.month

    def name(side: Side) -> str:
        edition = side.edition
        parts = [] if same_organisation else [edition.organisation.code]
        parts += [side.programme] if side.programme else []
        parts += [] if same_month else [date_format(edition.month, "M Y")]
        if (same_organisation and same_month) or edition.is_restatement:
            parts.append(_("edition %(number)s") % {"number": edition.edition})
        return ", ".join(parts)

    return name(before), name(after)


def compare(before: Side, after: Side, *, everything: bool) -> list[Group]:
    """What differs, family by family in the order of the report; with `everything` also what is the same.

    At most five queries.
    """
    same_report = before.edition.organisation_id == after.edition.organisation_id
    single = bool(before.programme or after.programme)
    breakdowns = frozenset({Breakdown.TOTAL}) if single else None if same_report else COMMON
    old, new = before.shelf(breakdowns), after.shelf(breakdowns)
    names = Names([*old.values(), *new.values()], before.edition.kept.names, after.edition.kept.names)
    groups: dict[Family, list[Line]] = {}
    for place in [*new, *(place for place in old if place not in new)]:
        line = _line(old.get(place), new.get(place), names, with_programme=not single)
        if everything or line.differs:
            groups.setdefault(registry.get(place[0]).family, []).append(line)
    return [Group(family, groups[family]) for family in Family if family in groups]


def _line(before: Figure | None, after: Figure | None, names: Names, *, with_programme: bool) -> Line:
    figure = after or before
    assert figure is not None  # noqa: S101  (a place comes from one of the two)
    indicator = registry.get(figure.indicator)
    labels = names.labels(figure)
    if not with_programme:
        labels.pop("programme", None)
    return Line(
        name=indicator.name,
        line=LINES.get(figure.key.get("line", ""), ""),
        labels=tuple(labels.values()),
        before=written(before) if before else MISSING,
        after=written(after) if after else MISSING,
        change=change(after, before, indicator) if after else None,
    )


def _without_programme(figure: Figure) -> dict[str, str]:
    return {kind: code for kind, code in figure.key.items() if kind != "programme"}
