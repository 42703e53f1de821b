"""Targets beside the figures that they are about, and each on its way: path and forecast."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration.periods.months import MONTHS_A_YEAR, anniversary, month_end, month_start
from programmes.community.enums import TargetState
from programmes.community.models import Target as TargetRow
from reports.editions.models import ReportEdition
from reports.editions.wording import target_from
from reports.indicators import registry
from reports.indicators.kinds import Shape
from reports.indicators.targets import PERCENT, Aim
from reports.rendering.charts.description import Amount, Month, Path
from reports.rendering.numbers import decimal, decimal_as_given
from reports.rendering.story.headlines import Target
from reports.rendering.story.shelf import Place, Shelf, number, place_of

LONGEST_WAY = 60
ENOUGH_TO_FORECAST = 6
NOTHING = Amount(None, "")


def own_targets(shelf: Shelf, edition: ReportEdition) -> list[TargetRow]:
    """The targets that the organisation set itself and that the report judges, those due first in front. One query at most.

    Of a closed report, as they were at its closing.
    """
    codes = [figure.key["target"] for figure in shelf.all("target", "target") if figure.value]
    if not codes:
        return []
    if (kept := edition.kept.targets) is not None:
        return [target_from(each, edition.organisation) for each in kept if each["code"] in codes]
    return list(
        TargetRow.objects.filter(code__in=codes, organisation=edition.organisation_id)
        .select_related("organisation")
        .order_by("due_on", "code")
    )


def place_of_target(row: TargetRow) -> Place:
    """The figure that a target is about."""
    return place_of(row.indicator, key={"line": row.line} if row.line else None)


def targets_of(rows: Iterable[TargetRow], shelf: Shelf, before: Shelf | None = None) -> dict[Place, Target]:
    """What is to be reached, by the figure that it is about. Of several for one figure, the one that is due first."""
    states, earlier = _states(shelf), _states(before or Shelf([]))
    found: dict[Place, Target] = {}
    for row in rows:
        found.setdefault(place_of_target(row), Target(states[row.code], _in_words(row), earlier.get(row.code)))
    return found


def _states(shelf: Shelf) -> dict[str, TargetState]:
    judged = shelf.all("target", "target")
    return {figure.key["target"]: TargetState(figure.value) for figure in judged if figure.value}


def paths(rows: Sequence[TargetRow], month: date, now: Shelf, past: Mapping[date, Shelf]) -> list[Path]:
    """A picture for each target whose figure is known and whose day is still to come or just over."""
    return [drawn for row in rows if (drawn := _path(row, {**past, month: now}, month)) is not None]


def _path(row: TargetRow, shelves: Mapping[date, Shelf], month: date) -> Path | None:
    place = place_of_target(row)
    factor = PERCENT if _is_rate(row) else 1
    known = {each: value * factor for each, shelf in shelves.items() if (value := number(shelf.at(place))) is not None}
    last = month_start(row.due_on)
    if month not in known or last < month:
        return None
    months = _months(min(known), last)
    if len(months) > LONGEST_WAY:
        return None
    aim = _aim(row)
    ahead = _forecast(known, month, last)
    told = tuple(
        Month(
            date_format(each, "F Y"),
            date_format(each, "Y") if each.month == 1 else "",
            _amount(row, known.get(each)),
            _amount(row, aim.path(month_end(each)))
            if row.baseline_on and each >= month_start(row.baseline_on)
            else NOTHING,
            _amount(row, ahead.get(each)),
        )
        for each in months
    )
    return Path(
        title=_("%(name)s: on the way to the target") % {"name": registry.get(row.indicator).name},
        summary=_summary(row, known[month], aim.path(month_end(month)), ahead.get(last)),
        heads=(_("Month"), _("Figure"), _("Path"), _("Forecast")),
        months=told,
        goal=_amount(row, aim.value),
        levels=_levels(row, [aim.value, *known.values(), *ahead.values()]),
    )


def _forecast(known: Mapping[date, Fraction], month: date, last: date) -> dict[date, Fraction]:
    """The straight line that fits the last twelve months best, continued to the target's month; nothing from few months."""
    recent = {each: value for each, value in known.items() if each > anniversary(month, -MONTHS_A_YEAR)}
    if len(recent) < ENOUGH_TO_FORECAST or last <= month:
        return {}
    places = [Fraction(_months_between(month, each)) for each in recent]
    middle, mean = sum(places) / len(places), sum(recent.values()) / len(recent)
    spread = sum((place - middle) ** 2 for place in places)
    slope = sum((p - middle) * (v - mean) for p, v in zip(places, recent.values(), strict=True)) / spread
    start = known[month]
    return {each: start + slope * _months_between(month, each) for each in _months(month, last)}


def _summary(row: TargetRow, value: Fraction, path: Fraction | None, ahead: Fraction | None) -> str:
    parts = [_("Now %(value)s.") % {"value": _written(row, value)}, f"{_in_words(row)}."]
    if path is not None:
        parts.append(_("The straight path is at %(value)s.") % {"value": _written(row, path)})
    if ahead is not None:
        parts.append(_("If it goes on as in the last year: %(value)s by then.") % {"value": _written(row, ahead)})
    return " ".join(parts)


def _levels(row: TargetRow, values: Iterable[Fraction]) -> tuple[Amount, ...]:
    top = Fraction(PERCENT) if _is_rate(row) else Fraction(max(*values, Fraction(1)) * Fraction(11, 10))
    return tuple(_amount(row, top * share) for share in (Fraction(0), Fraction(1, 2), Fraction(1)))


def _amount(row: TargetRow, value: Fraction | None) -> Amount:
    return NOTHING if value is None else Amount(value, _written(row, value))


def _written(row: TargetRow, value: Fraction) -> str:
    if _is_rate(row):
        return f"{decimal(min(max(value, Fraction(0)), Fraction(PERCENT)))}\N{NO-BREAK SPACE}%"
    return decimal(max(value, Fraction(0)), places=0 if value.denominator == 1 else 1)


def _is_rate(row: TargetRow) -> bool:
    return registry.get(row.indicator).shape_of(row.line) is Shape.RATE


def _aim(row: TargetRow) -> Aim:
    steps = (attrgetter(name.replace("__", "."))(row) for name in Aim._fields)
    exact = Aim(*steps)
    baseline = None if exact.baseline is None else Fraction(exact.baseline)
    return exact._replace(value=Fraction(exact.value), baseline=baseline)


def _months(first: date, last: date) -> list[date]:
    return [anniversary(first, step) for step in range(_months_between(first, last) + 1)]


def _months_between(first: date, second: date) -> int:
    return (second.year - first.year) * MONTHS_A_YEAR + second.month - first.month


def _in_words(row: TargetRow) -> str:
    value = decimal_as_given(row.value)
    if _is_rate(row):
        value = f"{value}\N{NO-BREAK SPACE}%"
    return _("Target: %(operator)s %(value)s by %(day)s") % {
        "operator": row.get_operator_display(),
        "value": value,
        "day": date_format(row.due_on, "DATE_FORMAT"),
    }
