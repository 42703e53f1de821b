"""What matters first: a dozen figures, each with its change since last month, its way over a year, and its target."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.community.enums import TargetState
from reports.indicators import registry
from reports.indicators.figures import Figure
from reports.indicators.kinds import Shape
from reports.indicators.registry import Indicator
from reports.rendering.labels import LINES, Text
from reports.rendering.numbers import count, decimal
from reports.rendering.story.shelf import Place, Shelf, number, place_of, written
from reports.rendering.wording import Written


class Wanted(NamedTuple):
    """A figure that stands at the top. `more_is` says whether a rise is good news, bad news, or neither."""

    place: Place
    more_is: str = ""
    name: Text = ""


def _training() -> Place:
    return place_of("phase_stock", "phase", {"phase": "training"})


WANTED = (
    Wanted(place_of("participants")),
    Wanted(place_of("inflow")),
    Wanted(place_of("outflow")),
    Wanted(_training(), name=gettext_lazy("In training")),
    Wanted(place_of("guarantee_coverage"), "good"),
    Wanted(place_of("guarantee_fulfilment"), "good"),
    Wanted(place_of("takeover"), "good"),
    Wanted(place_of("retention_12", key={"line": "employer"}), "good"),
    Wanted(place_of("sponsor_coverage"), "good"),
    Wanted(place_of("contact_regularity"), "good"),
    Wanted(place_of("language_b2"), "good"),
    Wanted(place_of("permit_covers_phase"), "good"),
)
"""In the order in which management asks."""

MANY = 10
"""What is about fewer weighs less: one of three is no landslide."""


ON_THE_WAY = frozenset({TargetState.MET, TargetState.ON_TRACK})


class Target(NamedTuple):
    """What a figure is meant to reach, how it stands, and how it stood last month as far as that is known."""

    state: TargetState
    text: str
    before: TargetState | None = None

    @property
    def turned(self) -> bool:
        """Met or on the way to it, and behind last month; or the other way round."""
        known = self.before not in {None, TargetState.NO_VALUE} and self.state != TargetState.NO_VALUE
        return known and (self.state in ON_THE_WAY) != (self.before in ON_THE_WAY)


class Change(NamedTuple):
    """The difference to the month before. `weight` compares changes of different figures with each other.

    It is the difference of a rate, or the share by which anything else grew or fell; less where few are concerned.
    """

    text: str
    tone: str
    direction: str
    weight: Fraction


@dataclass(frozen=True)
class Headline:
    """A figure at the top of the report."""

    indicator: Indicator
    figure: Figure
    name: Text
    line: Text
    written: Written
    change: Change | None
    trend: tuple[Fraction | None, ...]
    target: Target | None

    @property
    def importance(self) -> tuple[bool, Fraction]:
        """Whose target turned comes before all that only moved; these by how far they did."""
        turned = self.target is not None and self.target.turned
        return turned, self.change.weight if self.change is not None else Fraction(0)

    @property
    def points(self) -> str:
        """The trend as points of a line in a field of 100 by 30; nothing for fewer than two known months."""
        known = [value for value in self.trend if value is not None]
        if len(known) < 2:  # noqa: PLR2004  (a line needs two points)
            return ""
        lowest, span = min(known), (max(known) - min(known)) or 1
        across = Fraction(100, max(len(self.trend) - 1, 1))
        return " ".join(
            f"{float(at * across):.1f},{float(28 - (value - lowest) / span * 26):.1f}"
            for at, value in enumerate(self.trend)
            if value is not None
        )


def headlines(shelf: Shelf, past: Mapping[date, Shelf], targets: Mapping[Place, Target]) -> list[Headline]:
    """Those of the figures that the report has. `past` are the months before, oldest first."""
    found = []
    months = list(past.values())
    for wanted in WANTED:
        figure = shelf.at(wanted.place)
        if figure is None:
            continue
        indicator = registry.get(figure.indicator)
        before = months[-1].at(wanted.place) if months else None
        found.append(
            Headline(
                indicator=indicator,
                figure=figure,
                name=wanted.name or indicator.name,
                line=LINES.get(figure.key.get("line", ""), ""),
                written=written(figure),
                change=change(figure, before, indicator, wanted.more_is),
                trend=(*(number(month.at(wanted.place)) for month in months), number(figure)),
                target=targets.get(wanted.place),
            )
        )
    return found


def most_important(found: list[Headline], most: int = 3) -> list[Headline]:
    """The headlines that changed most against the month before, the most important first (`Headline.importance`).

    Only what is shown in both months has changed for the reader.
    """
    moved = [each for each in found if each.change is not None and each.change.weight]
    return sorted(moved, key=lambda each: each.importance, reverse=True)[:most]


def change(figure: Figure, before: Figure | None, indicator: Indicator, more_is: str = "") -> Change | None:
    """How far a figure is from the one before. Only from two numbers that are both shown."""
    now, then = number(figure), number(before)
    if now is None or then is None:
        return None
    difference = now - then
    if not difference:
        return Change(_("unchanged"), "", "same", Fraction(0))
    if indicator.shape_of(figure.key.get("line", "")) is Shape.RATE:
        text = _("%(points)s points") % {"points": _signed(difference * 100, exact=False)}
        weight = abs(difference) * min(Fraction(_cases(figure, before), MANY), Fraction(1))
    else:
        text = _signed(difference, exact=True)
        weight = abs(difference) / max(abs(then), Fraction(MANY))
    better = (difference > 0) == (more_is == "good")
    return Change(text, _tone(more_is, better=better), "up" if difference > 0 else "down", weight)


def _cases(figure: Figure, before: Figure | None) -> int:
    """About how few a rate is in one of the two months."""
    return min(each.denominator or 0 for each in (figure, before) if each is not None)


def _tone(more_is: str, *, better: bool) -> str:
    if not more_is:
        return ""
    return "good" if better else "bad"


def _signed(value: Fraction, *, exact: bool) -> str:
    size = count(int(abs(value))) if exact and value.denominator == 1 else decimal(abs(value))
    return f"{'+' if value > 0 else '−'}{size}"
