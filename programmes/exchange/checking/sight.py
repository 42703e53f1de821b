"""An import that somebody asked for: rows that the bundle finds in the database are rows they see, or may change."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from integration.accounts.roles import Right, Subject
from integration.organisations.access import roles_of, roles_with
from integration.organisations.scoping import ScopedQuerySet
from programmes.exchange.checking.everything import Rule
from programmes.exchange.checking.merging import in_batches
from programmes.exchange.checking.world import World
from programmes.exchange.problems import Problem
from programmes.exchange.refusals import OUTSIDE_THE_ORGANISATION
from programmes.exchange.tables import TABLES, Record, Table

if TYPE_CHECKING:
    from integration.accounts.models import User

ABOUT = ("enrolment", "participant")
"""Whoever adds to a journey or to a person may change it."""


def only_in_sight_of(user: "User") -> Rule:
    """The rule that refuses what their role does not let them see or change. It says of both the same."""
    return partial(_out_of_sight, _Sight(user))


class _Sight:
    """What one person may see and change, asked for many rows at once."""

    def __init__(self, user: "User") -> None:
        self.user = user
        self.roles = roles_with(roles_of(user), Right.CREATE, Subject.IMPORT)

    def seen(self, table: Table, numbers: Iterable[int]) -> set[int]:
        """Those of the rows that they may read."""
        return self._among(self._rows(table).visible_to(self.user, self.roles), numbers)

    def changeable(self, table: Table, numbers: Iterable[int]) -> set[int]:
        """Those of the rows that they may change."""
        return self._among(self._rows(table).changeable_by(self.user, self.roles), numbers)

    def _rows(self, table: Table) -> "ScopedQuerySet[Any]":
        return ScopedQuerySet(table.model)

    def _among(self, rows: "ScopedQuerySet[Any]", numbers: Iterable[int]) -> set[int]:
        found: set[int] = set()
        for batch in in_batches(numbers):
            found.update(rows.filter(pk__in=batch).order_by("pk").values_list("pk", flat=True))
        return found


def _out_of_sight(sight: _Sight, world: World) -> Iterator[Problem]:
    added_to = {f"{name}s": _hands(sight, world, f"{name}s") for name in ABOUT}
    for table in TABLES.values():
        # What stands above an organisation, and partners, may be in the bundle as they are: `only_within` looks at them.
        if table.name != "organisations":
            yield from _known(sight, world, table)
            yield from _new(world, table, added_to)


def _known(sight: _Sight, world: World, table: Table) -> Iterator[Problem]:
    standing = [record for record in world.of_bundle(table.name) if record.pk is not None]
    seen = sight.seen(table, (record.pk for record in standing))
    changed = {record.pk for record in standing if not world.stands(table, record)}
    mine = sight.changeable(table, changed)
    for record in standing:
        if record.pk not in seen or (record.pk in changed and record.pk not in mine):
            yield _problem(table, record, next(column.name for column in table.columns if column.key))


def _new(world: World, table: Table, added_to: dict[str, set[str]]) -> Iterator[Problem]:
    columns = [column for column in table.references if column.name in ABOUT and column.refers_to in added_to]
    for record in world.of_bundle(table.name):
        for column in columns if record.pk is None else ():
            other = world.after[column.refers_to].get(getattr(record, column.name))
            if other is not None and other.pk is not None and other.code not in added_to[column.refers_to]:
                yield _problem(table, record, column.name)


def _hands(sight: _Sight, world: World, name: str) -> set[str]:
    """The codes of rows that they may change, among those that others refer to."""
    numbers = {record.pk: record.code for record in world.after[name].values() if record.pk is not None}
    return {numbers[pk] for pk in sight.changeable(TABLES[name], numbers)}


def _problem(table: Table, record: Record, column: str) -> Problem:
    return Problem(table.name, record.row, column, getattr(record, column), OUTSIDE_THE_ORGANISATION)
