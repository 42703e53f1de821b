"""A cell of the report: what one indicator says about one key (IMPORT.md, "The report as data")."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple


class Status(StrEnum):
    """Whether there is a figure, and if not, why."""

    SHOWN = "shown"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


Value = int | str | None


class Aside(NamedTuple):
    """What disclosure control must know beside a figure's own numbers. Never stored, never shown.

    `concerned` is how many the figure is about where it counts something else, `layers` are the numerators and
    denominators that a sum of rates is made of, `judged` is the figure that a target is judged by: its organisation,
    indicator and line.
    """

    concerned: int | None = None
    layers: tuple[tuple[int, int], ...] = ()
    judged: tuple[str, str, str] | None = None


NOTHING_ASIDE = Aside()


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell. Counts have an integer value; rates, means and medians a fraction in lowest terms ("2/5").

    `details` holds what only some indicators carry: `qualifier`, `unit`, `base`, `source`, `at_risk`, `ended`.
    """

    indicator: str
    version: int
    breakdown: str
    key: Mapping[str, str]
    value: Value = None
    numerator: int | None = None
    denominator: int | None = None
    not_matured: int | None = None
    status: Status = Status.SHOWN
    details: Mapping[str, Any] = field(default_factory=dict)
    aside: Aside = field(default=NOTHING_ASIDE, compare=False, repr=False)

    def as_data(self) -> dict[str, Any]:
        """The figure as the JSON report has it: only what it has, in a fixed order."""
        data: dict[str, Any] = {
            "indicator": self.indicator,
            "version": self.version,
            "breakdown": self.breakdown,
            "key": dict(self.key),
        }
        for name in ("numerator", "denominator", "not_matured", "value"):
            if (number := getattr(self, name)) is not None:
                data[name] = number
        return data | dict(self.details) | {"status": str(self.status)}

    @property
    def fraction(self) -> Fraction | None:
        """The exact value as a number, or None where there is none or it is a text."""
        if self.value is None:
            return None
        try:
            return Fraction(self.value)
        except ValueError:
            return None


def lowest_terms(value: Fraction) -> str:
    """Written as in the JSON report: 2/5, 3 or -1/2."""
    return str(value)
