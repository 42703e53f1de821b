"""Linear programmes with HiGHS: which further cells are the cheapest to hide, and how far a number can be narrowed down.

One thread and a fixed seed, so that the same input gives the same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, inf

import highspy
import numpy as np

NEARLY_WHOLE = 1e-6
SECONDS = 20.0


@dataclass
class Programme:
    """Minimise the costs of columns under rows of whole-number coefficients."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[tuple[Mapping[int, int], float, float]] = field(default_factory=list)

    def column(self, cost: float, lower: float, upper: float) -> int:
        """A new column; returns its index."""
        self.costs.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.costs) - 1

    def row(self, coefficients: Mapping[int, int], lower: float, upper: float) -> None:
        """The sum of these columns must lie between the two."""
        self.rows.append((coefficients, lower, upper))

    def solve(self) -> tuple[float, list[int]] | None:
        """Costs and whole-number values of the columns; None if there are none that fit."""
        relaxed = self._run(whole=False)
        if relaxed is None:
            return None
        costs, values = relaxed
        if any(abs(value - round(value)) > NEARLY_WHOLE for value in values):
            exact = self._run(whole=True)
            if exact is None:
                return None
            costs, values = exact
        return costs, [round(value) for value in values]

    def least(self) -> float:
        """The least costs with any values: no whole numbers can do with less. Minus infinity if there is no least."""
        relaxed = self._run(whole=False)
        return -inf if relaxed is None else relaxed[0]

    def _run(self, *, whole: bool) -> tuple[float, Sequence[float]] | None:
        solver = highspy.Highs()
        solver.silent()
        for option, setting in (
            ("threads", 1), ("random_seed", 0), ("parallel", "off"), ("time_limit", SECONDS),
        ):  # fmt: skip
            solver.setOptionValue(option, setting)
        solver.passModel(self._model(whole=whole))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return solver.getInfo().objective_function_value, list(solver.getSolution().col_value)

    def _model(self, *, whole: bool) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self.rows)
        model.col_cost_ = np.array(self.costs, dtype=np.double)
        model.col_lower_ = np.array(self.lower, dtype=np.double)
        model.col_upper_ = np.array(self.upper, dtype=np.double)
        model.row_lower_ = np.array([lower for _, lower, _ in self.rows], dtype=np.double)
        model.row_upper_ = np.array([upper for _, _, upper in self.rows], dtype=np.double)
        starts, indexes, coefficients = [0], list[int](), list[int]()
        for row, _, _ in self.rows:
            indexes += row.keys()
            coefficients += row.values()
            starts.append(len(indexes))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(indexes, dtype=np.int32)
        model.a_matrix_.value_ = np.array(coefficients, dtype=np.double)
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.costs)
        return model


def whole_steps(room: float, times: int) -> float:
    """How far something can change at each of so many steps if it has this much room in all."""
    return inf if times == 0 or room == inf else floor(room / times)
