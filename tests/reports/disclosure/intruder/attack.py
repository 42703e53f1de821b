"""Works out every hidden number as far as whole numbers allow."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np

from .equations import Equation, Knowledge
from .reading import Land, Var, is_signed
from .worlds import Worlds

GLANCES = 10
FAR = 100
"""Nobody needs to look further than so many above the largest number."""


class Finding(NamedTuple):
    """A hidden number with too few possible values."""

    var: Var
    values: tuple[int, ...]


def attack(
    published: Mapping[Var, int | None],
    land: Land,
    next_month: Mapping[str, str],
    truth: Mapping[Var, int],
    threshold: int,
    extra: Iterable[Equation] = (),
) -> list[Finding]:
    """Every hidden number that can have fewer values than the threshold, and could be a small one.

    `truth` is asked only whether what is nearly always so is so, and whether the intruder's own equations are right.
    """
    equations = []
    for equation in [*Knowledge(published, land, next_month).all(), *extra]:
        total = sum(sign * truth[var] for sign, var in equation.terms)
        holds = total >= 0 if equation.at_least else total == 0
        assert holds or not equation.surely, (equation, total)
        if holds:
            equations.append(equation)
    findings: list[Finding] = []
    far = max(truth.values(), default=0) + FAR
    for numbers, rows in _parts(published, equations):
        unclear = Worlds(numbers, rows, truth, far, threshold).unclear()
        if unclear:
            findings += _Part(numbers, rows, published, threshold, far).findings(unclear)
    return sorted(findings)


def _parts(
    published: Mapping[Var, int | None], equations: list[Equation]
) -> Iterable[tuple[list[Var], list[Equation]]]:
    """Hidden numbers that have to do with each other, with what links them."""
    leader: dict[Var, Var] = {var: var for var, number in published.items() if number is None}

    def lead(var: Var) -> Var:
        while leader[var] != var:
            leader[var] = leader[leader[var]]
            var = leader[var]
        return var

    linked = []
    for equation in equations:
        hidden = [var for _, var in equation.terms if var in leader]
        if hidden:
            linked.append((equation, hidden[0]))
            for var in hidden[1:]:
                leader[lead(var)] = lead(hidden[0])
    numbers: dict[Var, list[Var]] = defaultdict(list)
    rows: dict[Var, list[Equation]] = defaultdict(list)
    for var in leader:
        numbers[lead(var)].append(var)
    for equation, var in linked:
        rows[lead(var)].append(equation)
    return [(numbers[each], rows[each]) for each in numbers if rows[each]]


@dataclass
class _Part:
    numbers: list[Var]
    rows: list[Equation]
    published: Mapping[Var, int | None]
    threshold: int
    far: int

    def findings(self, unclear: Iterable[Var]) -> list[Finding]:
        """Of the numbers that may turn out to have too few possible values, those that do."""
        self.column = {var: column for column, var in enumerate(self.numbers)}
        self.solver = self._solver()
        self.seen: dict[Var, set[int]] = {var: set() for var in self.numbers}
        dice = random.Random(len(self.numbers))  # noqa: S311  (an intruder's guesses)
        for _ in range(GLANCES):
            self._look({var: dice.choice((-1, 0, 1)) for var in self.numbers})
        return [Finding(var, tuple(sorted(self.seen[var]))) for var in unclear if self._is_worked_out(var)]

    def _is_worked_out(self, var: Var) -> bool:
        if len(self.seen[var]) >= self.threshold:
            return False
        least, most = self._look({var: 1}, var), self._look({var: -1}, var)
        assert least is not None, f"the intruder is mistaken: nothing is possible with {var}"
        assert most is not None
        small = range(max(least, 1), min(most, self.threshold - 1) + 1)
        if not any(value in self.seen[var] or self._can_be(var, value) for value in small):
            return False
        for value in range(least, most + 1):
            if len(self.seen[var]) >= self.threshold:
                return False
            if value not in self.seen[var]:
                self._can_be(var, value)
        return len(self.seen[var]) < self.threshold

    def _can_be(self, var: Var, value: int) -> bool:
        column = self.column[var]
        self.solver.changeColBounds(column, value, value)
        found = self._look({}, var) is not None
        self.solver.changeColBounds(column, *self._bounds(var))
        return found

    def _look(self, wish: Mapping[Var, int], var: Var | None = None) -> int | None:
        costs = np.zeros(len(self.numbers))
        for each, wanted in wish.items():
            costs[self.column[each]] = wanted
        self.solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = self.solver.getSolution().col_value
        for each, column in self.column.items():
            self.seen[each].add(round(values[column]))
        return None if var is None else round(values[self.column[var]])

    def _bounds(self, var: Var) -> tuple[int, int]:
        return (-self.far if is_signed(var) else 0), self.far

    def _solver(self) -> highspy.Highs:
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        for var in self.numbers:
            solver.addVar(*self._bounds(var))
        columns = np.arange(len(self.numbers), dtype=np.int32)
        whole = np.array([int(highspy.HighsVarType.kInteger)] * len(columns), dtype=np.uint8)
        solver.changeColsIntegrality(len(columns), columns, whole)
        for row in self.rows:
            known = sum(sign * (self.published[var] or 0) for sign, var in row.terms if var not in self.column)
            terms: dict[int, int] = defaultdict(int)
            for sign, var in row.terms:
                if var in self.column:
                    terms[self.column[var]] += sign
            solver.addRow(
                -known, highspy.kHighsInf if row.at_least else -known, len(terms),
                np.array(list(terms), dtype=np.int32), np.array(list(terms.values()), dtype=np.double),
            )  # fmt: skip
        return solver
