"""How a figure is written: the value, what it is made of, and how long its bar is."""

from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.indicators.figures import Figure, Status
from reports.indicators.kinds import Shape
from reports.indicators.registry import Indicator
from reports.rendering.labels import QUALIFIERS, STATES
from reports.rendering.numbers import count, decimal, percent

SIGNS = {Status.SUPPRESSED: "•", Status.NOT_APPLICABLE: "–", Status.UNKNOWN: "?"}


class Written(NamedTuple):
    """A figure in words. `share` is the length of its bar from 0 to 1, where a bar helps."""

    text: str
    parts: str = ""
    not_matured: str = ""
    share: Fraction | None = None
    state: str = ""

    @property
    def bar(self) -> str:
        """The length of the bar in percent, for the drawing."""
        return "" if self.share is None else f"{float(self.share * 100):.1f}"


def write(figure: Figure, indicator: Indicator) -> Written:
    """The figure as its shape wants it."""
    shape = shape_of(figure, indicator)
    if figure.status != Status.SHOWN:
        return Written(SIGNS[figure.status], _parts(figure, shape), _not_matured(figure), state=figure.status)
    value = figure.fraction
    if shape is Shape.TEXT:
        return Written(_published(figure), _origin(figure))
    if shape is Shape.STATE or value is None:
        return Written(str(STATES.get(str(figure.value), figure.value)), state=str(figure.value))
    if shape is Shape.COUNT:
        return Written(count(int(value)))
    if shape in {Shape.RATE, Shape.SURVIVAL}:
        share = min(max(value, Fraction(0)), Fraction(1))
        return Written(percent(value), _parts(figure, shape), _not_matured(figure), share)
    return Written(decimal(value), _parts(figure, shape), _not_matured(figure))


def shape_of(figure: Figure, indicator: Indicator) -> Shape:
    """The shape of a cell: rows by class are counts also where the total is a rate."""
    shape = indicator.shape_of(figure.key.get("line", ""))
    return Shape.COUNT if isinstance(figure.value, int) and figure.numerator is None else shape


def _parts(figure: Figure, shape: Shape) -> str:
    if shape is Shape.SURVIVAL:
        at_risk = int(figure.details.get("at_risk", 0))
        return ngettext("%(count)s observed", "%(count)s observed", at_risk) % {"count": count(at_risk)}
    if figure.denominator is None:
        return ""
    cases = count(figure.denominator)
    if figure.numerator is None:
        return ngettext("%(count)s case", "%(count)s cases", figure.denominator) % {"count": cases}
    if figure.indicator == "dissolution_rate":
        return f"{count(figure.numerator)}\N{THIN SPACE}/\N{THIN SPACE}{cases}"
    if shape is Shape.MEAN:
        return _("%(sum)s over %(count)s") % {"sum": count(figure.numerator), "count": cases}
    about = str(QUALIFIERS.get(str(figure.details.get("qualifier", "")), ""))
    whole = f"{about} {cases}" if about else cases
    return _("%(part)s of %(whole)s") % {"part": count(figure.numerator), "whole": whole}


def _not_matured(figure: Figure) -> str:
    if not figure.not_matured:
        return ""
    return _("%(count)s too recent to judge") % {"count": count(figure.not_matured)}


def _published(figure: Figure) -> str:
    about = str(QUALIFIERS.get(str(figure.details.get("qualifier", "")), ""))
    return " ".join(filter(None, [about, str(figure.value), str(figure.details.get("unit", ""))]))


def _origin(figure: Figure) -> str:
    return " · ".join(str(figure.details[name]) for name in ("base", "as_of", "source") if figure.details.get(name))
