"""The state after the import, as far as the bundle touches it: its rows, merged with what the database knows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from integration.periods.refusals import Refusal
from programmes.exchange.problems import Problem
from programmes.exchange.tables import TABLES, Key, Record, Table

Rows = dict[Key, Record]


@dataclass
class World:
    """`after` holds every row that matters, by table and key; rows of the bundle have a row number, others 0.

    `before` holds how those looked that the bundle changes; `refused` the keys that a partial import leaves out.
    """

    after: dict[str, Rows] = field(default_factory=lambda: {name: {} for name in TABLES})
    before: dict[str, Rows] = field(default_factory=lambda: {name: {} for name in TABLES})
    broken: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    refused: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    problems: list[Problem] = field(default_factory=list)

    def of_bundle(self, name: str) -> Iterator[Record]:
        """The bundle's rows of a table that could be read."""
        broken = self.broken[name]
        return (record for record in self.after[name].values() if record.row and record.row not in broken)

    def changed(self, name: str) -> Iterator[Record]:
        """The bundle's rows that are new or differ from the database's, the unreadable ones too."""
        before = self.before[name]
        return (
            record for key, record in self.after[name].items() if record.row and (record.pk is None or key in before)
        )

    def stands(self, table: Table, record: Record) -> bool:
        """Whether the database already holds the row as it is."""
        return record.pk is not None and table.key(record) not in self.before[table.name]

    def readable(self, name: str) -> Iterator[Record]:
        """Every row of a table, without those whose cells could not all be read."""
        broken = self.broken[name]
        if not broken:
            return iter(self.after[name].values())
        return (record for record in self.after[name].values() if not record.row or record.row not in broken)


Suspect = tuple[str, Record, str]
"""A row that may be the reason: its table, the row (or nothing) and the column to look at."""


def blame(refusal: Refusal, suspects: Iterable[Suspect]) -> Iterator[Problem]:
    """The problem at the first of the rows that is in the bundle; none if all are only in the database."""
    for name, record, column in suspects:
        if record is not None and record.row:
            yield Problem(name, record.row, column, getattr(record, column), refusal)
            return
