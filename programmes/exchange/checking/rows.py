"""Rules about a row by itself, and about what it refers to."""

from collections.abc import Iterator, Mapping
from operator import attrgetter

from integration.organisations.tree import Node, ancestors, check_place
from integration.periods.refusals import END_BEFORE_START, Refused
from programmes.community.measurable import indicators
from programmes.exchange import refusals
from programmes.exchange.checking.world import World, blame
from programmes.exchange.problems import Problem
from programmes.exchange.tables import INTERVALS, TABLES


def references(world: World) -> Iterator[Problem]:
    """A code refers to a row that is there, in the bundle or in the database."""
    for table in TABLES.values():
        for column in table.references:
            known, of = world.after[column.refers_to], attrgetter(column.name)
            for record in world.changed(table.name):
                code = of(record)
                if code is not None and code not in known:
                    gone = code in world.refused[column.refers_to]
                    refusal = refusals.DEPENDS_ON_REFUSED if gone else refusals.UNKNOWN_CODE
                    params = {"table": column.refers_to}
                    yield Problem(table.name, record.row, column.name, code, refusal, params)


def intervals(world: World) -> Iterator[Problem]:
    """No end is before its start."""
    for name, pairs in INTERVALS.items():
        for start, end in pairs:
            of = attrgetter(start, end)
            for record in world.changed(name):
                first, last = of(record)
                if first is not None and last is not None and last < first:
                    yield Problem(name, record.row, end, last, END_BEFORE_START)


def names(world: World) -> Iterator[Problem]:
    """A person has a name."""
    for person in world.changed("participants"):
        if person.given_name == "" and person.family_name == "":
            yield Problem("participants", person.row, "family_name", "", refusals.NAME_MISSING)


def positions(world: World) -> Iterator[Problem]:
    """The phases of a programme stand at different positions."""
    taken: dict[tuple[str, int], bool] = {}
    phases = TABLES["phases"]
    for phase in sorted(world.readable("phases"), key=lambda each: (not world.stands(phases, each), each.row)):
        place = phase.programme, phase.position
        if place in taken:
            yield from blame(refusals.POSITION_TAKEN, [("phases", phase, "position")])
        taken[place] = True


def tree(world: World) -> Iterator[Problem]:
    """Organisations form a tree in which each stands where its kind may."""
    organisations = world.after["organisations"]
    nodes: Mapping[str, Node] = {
        code: Node(each.kind, each.parent if each.parent in organisations else None)
        for code, each in organisations.items()
    }
    for code in organisations:
        try:
            check_place(nodes, code)
        except Refused as refused:
            line = [organisations[above] for above in ancestors(nodes, code)]
            yield from blame(refused.refusal, (("organisations", each, "parent") for each in line))


def targets(world: World) -> Iterator[Problem]:
    """A target is set on a figure that the reports have."""
    known = indicators()
    for target in world.changed("targets"):
        if target.indicator is None:
            continue
        if target.indicator not in known:
            yield Problem("targets", target.row, "indicator", target.indicator, refusals.UNKNOWN_INDICATOR)
        elif target.line and target.line not in known[target.indicator]:
            yield Problem("targets", target.row, "line", target.line, refusals.UNKNOWN_LINE)
