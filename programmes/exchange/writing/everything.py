"""Writing a whole bundle: its tables in order, their history, and what is derived from them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from integration.deadlines.following import look_again
from integration.journal.services import CHANGED, CREATED, record_bulk
from integration.organisations.services import rebuild_tree
from programmes.exchange.checking.world import World
from programmes.exchange.tables import TABLES, Record, Table
from programmes.exchange.writing.outdated import outdated_enrolments
from programmes.exchange.writing.records import Ids, TableWriter, known_ids
from programmes.participants.likeness.services import refresh as find_alike
from programmes.pathways.models import PhaseEntry
from programmes.pathways.services.affiliations import rebuild_affiliations
from programmes.pathways.services.progress import rebuild_of_people, rebuild_progress

if TYPE_CHECKING:
    from integration.accounts.models import User

Progress = Callable[[str, int], None]
REASON = "import"
MANY = 10_000
PAPERS = ("language_levels", "residence_documents")


def write(world: World, *, user: "User | None", progress: Progress) -> None:
    """Write what is new or changed, and nothing else. The caller has a transaction open."""
    _wait_with_constraints()
    ids = known_ids(world)
    now = timezone.now()
    written = dict.fromkeys(TABLES, 0)
    for table in TABLES.values():
        created, changed = _write_table(world, table, ids)
        for numbers, kind in ((created, CREATED), (changed, CHANGED)):
            record_bulk(table.model, numbers, kind, REASON, user=user, at=now)
        written[table.name] = len(created) + len(changed)
        if written[table.name]:
            progress(table.name, written[table.name])
    _derive(world, ids, written)
    look_again(outdated_enrolments(world, ids))
    if sum(written.values()) > MANY and connection.vendor == "postgresql":
        _refresh_statistics([TABLES[name] for name, count in written.items() if count])
    people = [ids["participants"][record.code] for record in world.changed("participants")]
    if people:
        find_alike(None if len(people) > MANY else people)


def _wait_with_constraints() -> None:
    """Two rows may change places: constraints are asked when both have moved."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _write_table(world: World, table: Table, ids: Ids) -> tuple[list[int], list[int]]:
    """The ids of the new rows, and of the changed ones."""
    rows: list[Record] = list(world.changed(table.name))
    new = [record for record in rows if record.pk is None]
    changed = [record for record in rows if record.pk is not None]
    writer = TableWriter(world, table, ids)
    return writer.insert(new) if new else [], writer.change(changed) if changed else []


def _derive(world: World, ids: Ids, written: dict[str, int]) -> None:
    """What other tables say because of what was written."""
    if written["organisations"]:
        rebuild_tree()
    retracked: set[int] = set()
    for code, old in world.before["phases"].items():
        parallel = world.after["phases"][code].parallel
        if old.parallel != parallel:
            entries = PhaseEntry.objects.filter(phase=old.pk)
            entries.update(parallel=parallel)
            retracked.update(entries.values_list("enrolment", flat=True))
    moved = {record.code for record in world.changed("enrolments")}
    moved |= {record.enrolment for record in world.changed("transfers")}
    rebuild_affiliations([ids["enrolments"][code] for code in sorted(moved)])
    touched = {getattr(record, "enrolment", "") for name in TABLES for record in world.changed(name)}
    touched |= {record.code for record in world.changed("enrolments")}
    rebuild_progress(sorted({ids["enrolments"][code] for code in touched - {""}} | retracked))
    holders = {record.participant for name in PAPERS for record in world.changed(name)}
    holders |= {record.code for record in world.changed("participants")}
    rebuild_of_people(sorted(ids["participants"][code] for code in holders))


def _refresh_statistics(tables: list[Table]) -> None:
    """The first report after a large import must not be planned for empty tables."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table.model._meta.db_table)}")
