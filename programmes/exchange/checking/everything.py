"""All rules at once."""

from collections.abc import Callable, Iterator

from programmes.exchange.checking import journey, promises, rows
from programmes.exchange.checking.world import World
from programmes.exchange.problems import Problem

Rule = Callable[[World], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    rows.references,
    rows.intervals,
    rows.names,
    rows.positions,
    rows.tree,
    rows.targets,
    journey.births,
    journey.places,
    journey.enrolled_once,
    journey.main_track,
    journey.own_phases,
    journey.outcomes,
    journey.within_enrolment,
    promises.with_training,
    promises.one_at_a_time,
)


def violations(world: World, *others: Rule) -> list[Problem]:
    """What the rules refuse about the state after the import; a row that is wrong in two ways is there twice."""
    found: dict[tuple[str, int, str, str], Problem] = {}
    for rule in (*RULES, *others):
        for problem in rule(world):
            found.setdefault((problem.table, problem.row, problem.column, problem.refusal.code), problem)
    return list(found.values())
