"""Shows of hidden numbers that they can have enough values: quicker than to work each of them out.

If some numbers can change together, by whole numbers, and everything that the intruder knows stays true when they have
done so once, twice and so on, then each of them can have as many values. Whatever is not found here is worked out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import highspy
import numpy as np

from .equations import Equation
from .reading import Var, is_signed

NEARLY = 1e-6


class Worlds:
    """Hidden numbers that have to do with each other, as they are in truth, and what else they could be."""

    def __init__(
        self, numbers: Sequence[Var], rows: Iterable[Equation], truth: Mapping[Var, int], far: int, threshold: int
    ) -> None:
        self.numbers, self.far, self.steps = numbers, far, threshold - 1
        self.column = {var: column for column, var in enumerate(numbers)}
        self.values = np.array([truth[var] for var in numbers])
        self.least = np.array([-far if is_signed(var) else 0 for var in numbers])
        self.rows: list[tuple[dict[int, int], int | None]] = []
        for row in rows:
            terms: dict[int, int] = defaultdict(int)
            for sign, var in row.terms:
                if var in self.column:
                    terms[self.column[var]] += sign
            spare = sum(sign * truth[var] for sign, var in row.terms) if row.at_least else None
            self.rows.append((terms, spare))
        self.solver = self._solver()

    def unclear(self) -> list[Var]:
        """The numbers of which no other worlds were found."""
        shown: set[int] = set()
        for down in range(self.steps + 1):
            self._allow(down, self.steps - down)
            for column in range(len(self.numbers)):
                if column not in shown:
                    shown |= self._change(column)
        return [var for column, var in enumerate(self.numbers) if column not in shown]

    def _solver(self) -> highspy.Highs:
        """The fewest changes, up or down, at which all rows stay as they are."""
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        size = len(self.numbers)
        for _ in range(2 * size):
            solver.addVar(0, 0)
        solver.changeColsCost(2 * size, np.arange(2 * size, dtype=np.int32), np.ones(2 * size))
        for terms, _spare in self.rows:
            columns = np.array([*terms, *(size + column for column in terms)], dtype=np.int32)
            signs = np.array([*terms.values(), *(-sign for sign in terms.values())], dtype=np.double)
            solver.addRow(0, 0, len(columns), columns, signs)
        return solver

    def _allow(self, down: int, up: int) -> None:
        """Changes that can be made so often forwards, and so often backwards."""
        self.down, self.up = down, up
        above, below = self.far - self.values, self.values - self.least
        self.rise = _each(above, up, below, down)
        self.fall = _each(below, up, above, down)
        for column in range(len(self.numbers)):
            self._free(column)
        for row, (_terms, spare) in enumerate(self.rows):
            if spare is not None:
                least = -(spare // up) if up else -highspy.kHighsInf
                self.solver.changeRowBounds(row, least, spare // down if down else highspy.kHighsInf)

    def _free(self, column: int) -> None:
        self.solver.changeColBounds(column, 0, self.rise[column])
        self.solver.changeColBounds(len(self.numbers) + column, 0, self.fall[column])

    def _change(self, column: int) -> set[int]:
        """The numbers that change together with this one, if they can."""
        if self.rise[column] < 1:
            return set()
        size = len(self.numbers)
        self.solver.changeColBounds(column, 1, 1)
        self.solver.changeColBounds(size + column, 0, 0)
        self.solver.run()
        found: set[int] = set()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            values = np.array(self.solver.getSolution().col_value)
            changes = values[:size] - values[size:]
            whole = np.rint(changes).astype(int)
            if np.abs(changes - whole).max() < NEARLY and self._holds(whole):
                found = set(map(int, np.flatnonzero(whole)))
        self._free(column)
        return found

    def _holds(self, changes: np.ndarray) -> bool:
        """Looked at once more in whole numbers: in every world everything that is known is true."""
        for times in (-self.down, self.up):
            world = self.values + times * changes
            if (world < self.least).any() or (world > self.far).any():
                return False
        for terms, spare in self.rows:
            moved = sum(sign * int(changes[column]) for column, sign in terms.items())
            if moved and (spare is None or min(-self.down * moved, self.up * moved) + spare < 0):
                return False
        return True


def _each(forwards: np.ndarray, up: int, backwards: np.ndarray, down: int) -> np.ndarray:
    most = np.full(len(forwards), np.iinfo(np.int32).max)
    if up:
        most = np.minimum(most, forwards // up)
    if down:
        most = np.minimum(most, backwards // down)
    return most
