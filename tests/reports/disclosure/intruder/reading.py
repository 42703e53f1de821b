"""What stands in published reports, number by number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

COUNTS = {
    "participants", "supported", "enrolments", "inflow", "outflow", "phase_stock", "paused", "overdue",
    "guarantee_forecast", "language_level", "permit_horizon",
}  # fmt: skip
RATES = {
    "transition", "transition_so_far", "success", "training_completion", "dissolution_so_far", "dropout",
    "guarantee_coverage", "guarantee_fulfilment", "takeover", "retention_6", "retention_12", "retention_24",
    "language_b2", "sponsor_coverage", "sponsored_days", "contact_regularity", "trained_sponsors",
    "permit_covers_phase",
}  # fmt: skip
MATURING = {"transition", "training_completion", "dropout"}
MEANS = {"caseload", "language_progress"}
CODED = {"phase", "reason", "class"}


class Var(NamedTuple):
    """A number: of which month and edition, in whose report, where."""

    month: str
    organisation: str
    indicator: str
    breakdown: str
    key: tuple[tuple[str, str], ...]
    line: str
    part: str


@dataclass(frozen=True)
class Land:
    """The organisations: who is above whom, and where people can be enrolled."""

    parents: Mapping[str, str]
    places: frozenset[str]

    def children(self, organisation: str) -> list[str]:
        return sorted(child for child, parent in self.parents.items() if parent == organisation)


def is_signed(var: Var) -> bool:
    """A sum of differences can be less than 0; everything else is counted."""
    return var.indicator == "language_progress" and not var.line and var.part == "n"


Report = Iterable[Mapping[str, Any]]


def parts_of(indicator: str, breakdown: str, line: str) -> tuple[str, ...]:
    """Which numbers a cell has. Those of sums of rates, curves, states and texts say nothing of other cells."""
    if indicator in COUNTS or (indicator == "guarantee_fulfilment" and breakdown in CODED):
        return ("n",)
    if indicator == "places":
        return ("n",)
    if indicator in RATES or (indicator == "language_progress" and line == "one_step"):
        return ("n", "d", "c", "m") if indicator in MATURING else ("n", "d", "c")
    if indicator in MEANS:
        return ("n", "d")
    return ("d",) if indicator == "transition_days" else ()


def read(month: str, organisation: str, report: Report) -> dict[Var, int | None]:
    """Every number of a report; None where it is hidden."""
    numbers: dict[Var, int | None] = {}
    for figure in report:
        key = dict(figure["key"])
        line = key.pop("line", "")
        indicator, breakdown = figure["indicator"], figure["breakdown"]
        owner = "*" if indicator == "places" else organisation
        for part in parts_of(indicator, breakdown, line):
            var = Var(month, owner, indicator, breakdown, tuple(sorted(key.items())), line, part)
            numbers[var] = _number(figure, part)
    return numbers


def _number(figure: Mapping[str, Any], part: str) -> int | None:
    if figure["status"] == "suppressed":
        assert not {"value", "numerator", "denominator", "not_matured"} & figure.keys(), figure
        return None
    if part == "n":
        return figure["value"] if isinstance(figure.get("value"), int) else figure["numerator"]
    if part == "m":
        return figure.get("not_matured")
    upper, lower = figure.get("numerator", 0), figure["denominator"]
    return lower if part == "d" else lower - upper
