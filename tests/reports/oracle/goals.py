"""Places, targets and figures from elsewhere."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

from .cells import Cell, cell, rate
from .dates import day_of
from .view import View
from .world import Row

MEANS = {"caseload", "language_progress"}


def places(view: View) -> list[Cell]:
    cells = []
    for code, cohort in sorted(view.world.cohorts.items()):
        if cohort.planned_places is None or cohort.programme.organisation not in view.scope:
            continue
        entered = [e for e in view.world.enrolments.values() if e.cohort is cohort and e.started_on <= view.as_of]
        parts = (len(entered), cohort.planned_places)
        cells.append(rate("places", "cohort", {"cohort": code}, parts, qualifier=cohort.qualifier))
    return cells


def targets(view: View, figures_of: Callable[[View], list[Cell]]) -> list[Cell]:
    """Each target judged by the figure of its own organisation on the as-of date."""
    cells = []
    own_figures: dict[str, list[Cell]] = {}
    for row in sorted(view.world.rows("targets"), key=lambda row: row["code"]):
        organisation = row["organisation"]
        if organisation not in view.scope:
            continue
        if organisation not in own_figures:
            own_figures[organisation] = figures_of(View(view.world, organisation, view.month))
        value = _comparable(own_figures[organisation], row["indicator"], row.get("line", ""))
        cells.append(
            cell("target", "target", {"target": row["code"]}, value=state(row, value, view.as_of), status="shown")
        )
    return cells


def _comparable(cells: list[Cell], indicator: str, line: str) -> Fraction | None:
    """The figure as the target compares it: rates in percent, everything else as it is."""
    key = {"line": line} if line else {}
    for row in cells:
        if (row["indicator"], row["breakdown"], row["key"]) == (indicator, "total", key) and row["status"] == "shown":
            value = Fraction(row["value"])
            is_mean = indicator in MEANS and not line
            return value * 100 if "numerator" in row and not is_mean else value
    return None


def state(row: Row, value: Fraction | None, as_of: dt.date) -> str:
    if value is None:
        return "no_value"
    goal = number(row["value"])
    if value > goal or (value == goal and row["operator"] == ">="):
        return "met"
    due_on = dt.date.fromisoformat(row["due_on"])
    baseline_on = day_of(row.get("baseline_on", ""))
    if not row.get("baseline", "") or baseline_on is None or baseline_on >= due_on:
        return "no_baseline"
    baseline = number(row["baseline"])
    return "on_track" if value >= _line(baseline, goal, baseline_on, due_on, as_of) else "behind"


def _line(baseline: Fraction, goal: Fraction, baseline_on: dt.date, due_on: dt.date, as_of: dt.date) -> Fraction:
    """The straight line from baseline to target, flat before and after."""
    if as_of <= baseline_on:
        return baseline
    if as_of >= due_on:
        return goal
    return baseline + (goal - baseline) * Fraction((as_of - baseline_on).days, (due_on - baseline_on).days)


def number(text: str) -> Fraction:
    """A decimal with point or comma, exactly."""
    return Fraction(text.replace(",", "."))


def published(view: View) -> list[Cell]:
    cells = []
    for row in sorted(view.world.rows("published_figures"), key=lambda row: row["code"]):
        as_of = day_of(row.get("as_of", ""))
        if row["organisation"] not in view.scope or (as_of is not None and as_of > view.as_of):
            continue
        beside = {name: row[name] for name in ("qualifier", "unit", "source")}
        if row.get("base", ""):
            beside["base"] = row["base"]
        cells.append(
            cell("published_figure", "figure", {"figure": row["code"]}, value=row["value"], status="shown", **beside)
        )
    return cells
