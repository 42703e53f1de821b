"""Bringing a bundle in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from integration.organisations.models import Organisation
from integration.periods.refusals import one_change
from programmes.exchange.checking.context import load_context
from programmes.exchange.checking.everything import violations
from programmes.exchange.checking.merging import lock, merge
from programmes.exchange.checking.scope import only_within
from programmes.exchange.checking.sifting import leave_out_table, sift
from programmes.exchange.checking.sight import only_in_sight_of
from programmes.exchange.checking.warnings import Setting, warnings
from programmes.exchange.checking.world import World
from programmes.exchange.examples import Examples, examples_of
from programmes.exchange.problems import Problem, Unusable, in_file_order
from programmes.exchange.reading.bundle import open_bundle
from programmes.exchange.reading.rows import Parsed, read_table
from programmes.exchange.tables import TABLES, Table
from programmes.exchange.writing.everything import write

if TYPE_CHECKING:
    from integration.accounts.models import User

Progress = Callable[[str, str, int], None]
"""Told what is being done ("read", "check", "write"), with which table, and with how many rows so far."""

# Any number, but everywhere the same: imports wait for each other.
_ONE_IMPORT_AT_A_TIME = 4_215_871


@dataclass(frozen=True)
class Request:
    """What is to be imported, and how."""

    path: Path
    organisation: Organisation | None = None
    dry_run: bool = False
    partial: bool = False
    user: "User | None" = None
    examples: int = 0
    """How many new and changed rows of each table are wanted in the outcome, to be looked at."""
    progress: Progress = lambda _step, _table, _count: None


@dataclass
class Counts:
    """What an import does, or would do, to a table."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass
class Outcome:
    """What an import did, or would do: per table, with all that is refused or worth a look."""

    counts: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    examples: dict[str, Examples] = field(default_factory=dict)
    sound: bool = False
    """Whether it can be imported as it was asked for."""


def import_bundle(request: Request) -> Outcome:
    """Import a bundle: all of it, or nothing, or (`partial`) the rows that are sound. A second time changes nothing.

    With an `organisation` only rows about it and what is below it; with a `user` only what they may see and change, and
    the history names them. A dry run says the same and writes nothing.
    Raises `Unusable` if the bundle cannot be read at all, or if somebody changed the same rows in the meantime.
    """
    with open_bundle(request.path) as found:
        tables = [
            read_table(table, found.sheets[table], partial(request.progress, "read"))
            for table in TABLES.values()
            if table in found.sheets
        ]
        problems = found.problems
    try:
        with one_change():
            return _bring_in(request, tables, problems)
    except ValidationError as error:
        raise Unusable(" ".join(error.messages)) from error


def _bring_in(request: Request, tables: list[Parsed], problems: list[Problem]) -> Outcome:
    if not request.dry_run:
        _wait_for_other_imports()
        lock(tables)
    world = World(problems=list(problems))
    whole = [parsed.table for parsed in tables if parsed.refused]
    for parsed in tables:
        request.progress("check", parsed.table.name, len(parsed.records))
        merge(world, parsed)
    load_context(world, of_every_row=request.organisation is not None)
    rules = [only_within(request.organisation)] if request.organisation else []
    rules += [only_in_sight_of(request.user)] if request.user else []
    refused = _judge(request, world, whole, lambda state: violations(state, *rules))
    outcome = _outcome(request, world, [*world.problems, *refused])
    if outcome.sound and not request.dry_run:
        write(world, user=request.user, progress=partial(request.progress, "write"))
    return outcome


def _judge(
    request: Request, world: World, whole: list[Table], check: Callable[[World], list[Problem]]
) -> list[Problem]:
    """What the rules refuse; in a partial import the world is left with what is sound."""
    if not request.partial:
        return check(world)
    for table in whole:
        leave_out_table(world, table.name)
    return sift(world, check)


def _outcome(request: Request, world: World, problems: list[Problem]) -> Outcome:
    outcome = Outcome(problems=in_file_order(problems, TABLES))
    outcome.warnings = in_file_order(warnings(world, Setting(timezone.localdate(), request.organisation)), TABLES)
    for table in TABLES.values():
        refused = {problem.row for problem in problems if problem.table == table.name} - {0}
        counts = _counts(world, table, refused)
        if counts != Counts():
            outcome.counts[table.name] = counts
        if request.examples and (counts.created or counts.changed):
            outcome.examples[table.name] = examples_of(world, table, refused, request.examples)
    comes_in = any(each.created or each.changed or each.unchanged for each in outcome.counts.values())
    outcome.sound = not problems or (request.partial and comes_in)
    return outcome


def _counts(world: World, table: Table, refused: set[int]) -> Counts:
    counts = Counts(refused=len(refused))
    for record in world.after[table.name].values():
        if not record.row or record.row in refused:
            continue
        if record.pk is None:
            counts.created += 1
        elif world.stands(table, record):
            counts.unchanged += 1
        else:
            counts.changed += 1
    return counts


def _wait_for_other_imports() -> None:
    """SQLite lets only one transaction write in any case."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_IMPORT_AT_A_TIME])
