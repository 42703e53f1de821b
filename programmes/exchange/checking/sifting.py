"""A partial import: what is refused is left out, and with it what depends on it, until all that is left is sound."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from programmes.exchange.checking.world import World
from programmes.exchange.problems import Problem
from programmes.exchange.tables import TABLES

RANK = {
    "organisations": 0,
    "participants": 0,
    "programmes": 1,
    "sponsors": 1,
    "phases": 2,
    "cohorts": 2,
    "enrolments": 3,
}
"""What others refer to is judged first: a row may be sound beside the old version of a row that is refused."""


def leave_out(world: World, problems: Iterable[Problem]) -> None:
    """The rows that the problems are about do not come in; where the database has them, they stay as they were."""
    rows: dict[str, set[int]] = defaultdict(set)
    for problem in problems:
        rows[problem.table].add(problem.row)
    for name, numbers in rows.items():
        _leave_out_rows(world, name, numbers)


def leave_out_table(world: World, name: str) -> None:
    """None of the bundle's rows of the table comes in."""
    _leave_out_rows(world, name, {record.row for record in world.after[name].values()})


def _leave_out_rows(world: World, name: str, numbers: Collection[int]) -> None:
    after, before = world.after[name], world.before[name]
    for key in [key for key, record in after.items() if record.row and record.row in numbers]:
        if after[key].pk is None:
            del after[key]
            world.refused[name].add(key)
        else:
            after[key] = before.pop(key, after[key])._replace(row=0)
    world.broken[name] -= set(numbers)


def sift(world: World, check: Callable[[World], list[Problem]]) -> list[Problem]:
    """Leave out what is refused, and list it."""
    for name in TABLES:
        _leave_out_rows(world, name, set(world.broken[name]))
    refused: list[Problem] = []
    while problems := check(world):
        rank = min(_rank(problem) for problem in problems)
        judged = [problem for problem in problems if _rank(problem) == rank]
        leave_out(world, judged)
        refused += judged
    return refused


def _rank(problem: Problem) -> int:
    return RANK.get(problem.table, len(RANK))
