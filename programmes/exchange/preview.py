"""What an import would do, as it is kept between check and confirmation, and as the page shows it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import get_language

from programmes.exchange.examples import Example
from programmes.exchange.problems import Problem
from programmes.exchange.services.bundles import Counts, Outcome
from programmes.exchange.tables import TABLES, Table
from programmes.exchange.templates import LANGUAGES, column_label, table_label

MOST_PROBLEMS = 100
"""So many are on the page; all of them are in the workbook."""

EXAMPLES = 10
"""So many new and changed rows of a table are shown."""

Kept = dict[str, Any]


def keep(whole: Outcome, sound_rows: Outcome | None) -> Kept:
    """What is kept of a check: of all rows, and (where some are refused) of the sound ones alone."""
    coming = sound_rows if sound_rows and sound_rows.sound else whole
    return {
        "counts": counts_of(whole),
        "sound": whole.sound,
        "partial": counts_of(sound_rows) if sound_rows and sound_rows.sound else None,
        "problems": _kept(whole.problems),
        "warnings": _kept(whole.warnings),
        "examples": coming.examples,
    }


def counts_of(outcome: Outcome) -> dict[str, dict[str, int]]:
    """The counts per table, as they are kept and compared."""
    return {table: dict(vars(counts)) for table, counts in outcome.counts.items()}


def _kept(problems: Sequence[Problem]) -> Kept:
    return {"number": len(problems), "first": [list(problem.cells) for problem in problems[:MOST_PROBLEMS]]}


class Line(NamedTuple):
    """A table, and how many of its rows do what."""

    label: str
    counts: Counts


class Found(NamedTuple):
    """What is refused, or only remarkable; `first` with the labels of tables and columns that people know."""

    number: int
    first: list[tuple[str, str, str, str, str]]


class Shown(NamedTuple):
    """The first rows of a table that are new, or change."""

    label: str
    new: list[Example]
    changed: list[Example]


class Preview:
    """What a check found. `data` is empty before it is done, and after it was thrown away."""

    def __init__(self, data: Kept) -> None:
        self.data = data

    def __bool__(self) -> bool:
        return bool(self.data)

    def lets_in(self, *, partial: bool) -> bool:
        """Whether anything would be written."""
        return any(line.counts.created or line.counts.changed for line in lines(self.promised(partial=partial)))

    def promised(self, *, partial: bool) -> Mapping[str, Mapping[str, int]]:
        """What the import will have done when it is done; nothing if it may not be done so."""
        if partial:
            return self.data.get("partial") or {}
        return self.data["counts"] if self.data.get("sound") else {}

    @property
    def whole(self) -> list[Line]:
        """How many rows of each table do what, if all of them come in."""
        return lines(self.data["counts"])

    @property
    def sound_rows(self) -> list[Line]:
        """The same if only the sound ones do."""
        return lines(self.promised(partial=True))

    @property
    def problems(self) -> Found:
        """What is refused."""
        return _found(self.data["problems"])

    @property
    def warnings(self) -> Found:
        """What is worth a look."""
        return _found(self.data["warnings"])

    @property
    def examples(self) -> list[Shown]:
        """The first rows that come in, table by table."""
        kept = self.data["examples"]
        return [
            Shown(_table(name), *(_rows(table, rows) for rows in kept[name]))
            for name, table in TABLES.items()
            if name in kept
        ]


def lines(counts: Mapping[str, Mapping[str, int]]) -> list[Line]:
    """Counts in the order of the tables, with their names."""
    return [Line(_table(name), Counts(**counts[name])) for name in TABLES if name in counts]


def tables_taken(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The tables of an export by their names, with the numbers of their rows."""
    return [(_table(name), counts[name]) for name in TABLES if name in counts]


def total(counted: Iterable[Line]) -> Counts:
    """All tables together."""
    sums = Counts()
    for _label, counts in counted:
        for name, number in vars(counts).items():
            setattr(sums, name, getattr(sums, name) + number)
    return sums


def _language() -> str:
    language = (get_language() or LANGUAGES[0])[:2]
    return language if language in LANGUAGES else LANGUAGES[0]


def _table(name: str) -> str:
    return table_label(TABLES[name], _language()) if name in TABLES else name


def _column(table: Table | None, name: str) -> str:
    column = table.by_name.get(name) if table else None
    return column_label(column, _language()) if column else name


def _found(kept: Kept) -> Found:
    rows = [
        (_table(table), row, _column(TABLES.get(table), column), value, reason)
        for table, row, column, value, reason in kept["first"]
    ]
    return Found(kept["number"], rows)


def _rows(table: Table, rows: Iterable[Sequence[Any]]) -> list[Example]:
    return [Example(row, key, [[_column(table, name), *said] for name, *said in cells]) for row, key, cells in rows]
