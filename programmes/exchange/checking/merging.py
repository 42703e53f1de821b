"""The bundle's rows meet the database's: which are new, which change something, and what they will say then."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from integration.periods.refusals import REQUIRED
from programmes.exchange import refusals
from programmes.exchange.checking.world import Rows, World
from programmes.exchange.problems import Problem
from programmes.exchange.reading.cells import empty_value
from programmes.exchange.reading.rows import Parsed
from programmes.exchange.tables import ABSENT, Key, Record, Table
from programmes.participants.merging.queries import codes_of_survivors
from programmes.participants.models import Participant
from programmes.pathways.models import Enrolment, PhaseEntry

BATCH = 5_000


def stored(table: Table, **conditions: Any) -> Iterator[Record]:
    """Rows of the database as records."""
    columns = [column.lookup for column in table.columns]
    rows = table.model._default_manager.filter(**conditions).order_by("pk").values_list("pk", *columns)
    return (table.record._make((0, *values)) for values in rows)


def in_batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in lists that are short enough for one query."""
    remaining = iter(values)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def lock(tables: Iterable[Parsed]) -> None:
    """Nobody else changes the enrolments that the bundle is about until it is in."""
    enrolments: set[str] = set()
    entries: set[str] = set()
    for parsed in tables:
        if parsed.table.name == "enrolments":
            enrolments.update(record.code for record in parsed.records if record.code)
        elif "enrolment" in parsed.present:
            enrolments.update(record.enrolment for record in parsed.records if record.enrolment)
        if parsed.table.name == "phase_entries":
            entries.update(record.code for record in parsed.records if record.code)
    standing = Enrolment.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    for batch in in_batches(sorted(enrolments)):
        len(standing.filter(code__in=batch))
    for batch in in_batches(sorted(entries)):
        len(standing.filter(pk__in=PhaseEntry.objects.filter(code__in=batch).values("enrolment")))


def merge(world: World, parsed: Parsed) -> None:
    """Take the rows of a table into the world."""
    table = parsed.table
    world.broken[table.name] |= parsed.broken
    world.problems += parsed.problems
    missing = [place for place, column in enumerate(table.columns, start=2) if column.name not in parsed.present]
    empty = table.model._default_manager.exists() is False
    for found in in_batches(parsed.records):
        batch = _of_survivors(table, found)
        known = {} if empty else _known(table, batch)
        for record in batch:
            _merge_row(world, table, record, known, missing)
    parsed.records.clear()


def _of_survivors(table: Table, batch: list[Record]) -> list[Record]:
    """A code of a person who was merged with another stands for the record that remains."""
    column = "code" if table.model is Participant else "participant"
    if column not in table.by_name:
        return batch
    survivors = codes_of_survivors({getattr(record, column) for record in batch} - {None})
    if not survivors:
        return batch
    codes = (survivors.get(getattr(record, column)) for record in batch)
    return [record._replace(**{column: code}) if code else record for record, code in zip(batch, codes, strict=True)]


def _known(table: Table, batch: Sequence[Record]) -> Rows:
    """Those of the rows that the database has, by key."""
    if table.has_code:
        codes = [record.code for record in batch if record.code is not None]
        return {record.code: record for record in stored(table, code__in=codes)}
    of = "enrolment" if "enrolment" in table.by_name else "participant"
    codes = list({getattr(record, of) for record in batch} - {None})
    keys = {table.key(record) for record in batch}
    found = ((table.key(record), record) for record in stored(table, **{f"{of}__code__in": codes}))
    return {key: record for key, record in found if key in keys}


def _merge_row(world: World, table: Table, record: Record, known: Rows, missing: Sequence[int]) -> None:
    key = table.key(record)
    if key is None or (not table.has_code and None in key):
        return
    rows = world.after[table.name]
    earlier = rows.get(key)
    if earlier is not None:
        column = next(column.name for column in table.columns if column.key)
        found = Problem(table.name, record.row, column, _shown(key), refusals.KEY_TWICE, {"row": earlier.row})
        world.problems.append(found)
        return
    old = known.get(key)
    if missing:
        record = _completed(world, table, record, old, missing)
    if old is not None:
        record = record._replace(pk=old.pk)
        if record[2:] != old[2:]:
            world.before[table.name][key] = old
    rows[key] = record


def _shown(key: Key) -> str:
    return " / ".join(str(part) for part in key) if isinstance(key, tuple) else key


def _completed(world: World, table: Table, record: Record, old: Record | None, missing: Sequence[int]) -> Record:
    """What a file without some columns leaves as it is, or empty where the row is new."""
    values = list(record)
    for place in missing:
        if values[place] is not ABSENT:
            continue
        column = table.columns[place - 2]
        if old is not None:
            values[place] = old[place]
        elif column.required:
            values[place] = None
            world.broken[table.name].add(record.row)
            world.problems.append(Problem(table.name, record.row, column.name, "", REQUIRED))
        else:
            values[place] = empty_value(column)
    return table.record._make(values)
