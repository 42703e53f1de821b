"""Linear programmes with HiGHS: which further cells are the cheapest to hide, and how far a number can be narrowed down.

One thread and a fixed seed, so that the same input gives the same answer.
"""

from collections.abc import Sequence
from math import inf
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

NEARLY_WHOLE = 1e-6
NODES = 200
"""So many branches are tried where whole numbers do not come by themselves."""

Floats = NDArray[np.float64]
Bounds = tuple[Floats, Floats]
Row = tuple[Sequence[int], Sequence[int]]
"""Columns and their coefficients."""


class Programme:
    """Minimise the costs of columns under rows of whole-number coefficients.

    The rows stay; costs and bounds change, and the solver goes on from where it was.
    """

    def __init__(self, costs: Floats, most: Floats, rows: Sequence[Row], rooms: Bounds, *, whole: bool = False) -> None:
        """`most` is how much each column can be, none less than 0; the sums of the rows lie between their `rooms`."""
        self._solver = highspy.Highs()
        self._solver.silent()
        for option, setting in (
            ("threads", 1), ("random_seed", 0), ("parallel", "off"), ("presolve", "on" if whole else "off"),
            ("mip_max_nodes", NODES),
        ):  # fmt: skip
            self._solver.setOptionValue(option, setting)
        model = _matrix(rows, len(costs))
        model.col_cost_, model.col_lower_, model.col_upper_ = costs, np.zeros(len(costs)), most
        model.row_lower_, model.row_upper_ = rooms
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
        self._solver.passModel(model)

    def bound_column(self, column: int, lower: float, upper: float) -> None:
        """Let a column lie between these."""
        self._solver.changeColBounds(column, lower, upper)

    def cost(self, column: int, cost: float) -> None:
        """Give a column another cost."""
        self._solver.changeColCost(column, cost)

    def solve(self) -> tuple[float, Floats] | None:
        """Costs and values of the columns; None if there are none that fit."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return self._solver.getInfo().objective_function_value, np.array(self._solver.getSolution().col_value)


def _matrix(rows: Sequence[Row], columns: int) -> Any:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(rows)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(members) for members, _ in rows)], dtype=np.int32)
    model.a_matrix_.index_ = np.array([each for members, _ in rows for each in members], dtype=np.int32)
    model.a_matrix_.value_ = np.array([each for _, signs in rows for each in signs], dtype=np.double)
    return model


def whole_steps(room: Floats, times: int) -> Floats:
    """How far things can change at each of so many steps if they have this much room in all."""
    return np.full(len(room), inf) if times == 0 else np.floor(room / times)
