"""What a reader knows about a figure beside its number: sums, shares, what never falls (INDICATORS.md 3).

Every indicator declares it where it is defined. Disclosure control turns the declarations into equations, and hides
whatever could be worked out from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from reports.indicators.kinds import Breakdown


class Part(StrEnum):
    """The numbers of which a figure is made. A count is a numerator alone."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    COMPLEMENT = "complement"
    NOT_MATURED = "not_matured"


class Children(StrEnum):
    """How the figures of an organisation's children make up its own."""

    SUM = "sum"
    """What is counted belongs to one child, or to the organisation itself. Persons nearly always do."""
    FLOW = "flow"
    """As a sum, but what moves from child to child flows out of one and into the other, and not through the parent."""
    DISTINCT = "distinct"
    """One and the same can be counted at several children: at most the sum, at least each."""
    SAME = "same"
    """The same number in every report that has it."""
    NONE = "none"
    """Nothing follows."""


class Term(NamedTuple):
    """A number in a law. With `codes` the sum of these rows of a coded breakdown; `("*",)` are all of them."""

    indicator: str
    part: Part = Part.NUMERATOR
    line: str = ""
    breakdown: Breakdown | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Law:
    """`left` is together as much as `right`, or at most as much, for each key of the breakdown `by`.

    What is `nearly` so is taken for known wherever it happens to be so.
    """

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    by: Breakdown = Breakdown.TOTAL
    at_most: bool = False
    nearly: bool = False


@dataclass(frozen=True)
class Knowledge:
    """What the reader knows about one indicator.

    `rows` are breakdowns whose rows add up to the total; `shared_by_start` says that steps from one phase share what
    is not the numerator. `same` names the numbers that are, cell by cell, those of another figure: part and line of
    this one, and the term elsewhere; with `breakdown` and `codes` that term is a row of another breakdown.
    """

    children: Children
    by_part: Mapping[Part, Children] = field(default_factory=lambda: MappingProxyType({}))
    rows: tuple[Breakdown, ...] = ()
    never_falls: frozenset[Part] = frozenset()
    shared_by_start: bool = False
    same: Mapping[tuple[Part, str], Term] = field(default_factory=lambda: MappingProxyType({}))
    laws: tuple[Law, ...] = ()

    def of_children(self, part: Part) -> Children:
        """How this part is made up of the children's."""
        return self.by_part.get(part, self.children)


ALONE = Knowledge(Children.NONE)
"""A figure from which nothing follows for any other."""
