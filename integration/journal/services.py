"""Writing down who read and who took along what, and the history of many rows at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils import timezone

from integration.journal.models import ExportedThrough, ExportEntry, FileFormat, Page, ReadEntry

if TYPE_CHECKING:
    from integration.accounts.models import User

CREATED, CHANGED, DELETED = "+", "~", "-"
BATCH = 10_000


def note_read(reader: "User", person: int, page: Page) -> None:
    """Write down that somebody opened a page with a person's record. To be called once for a page."""
    ReadEntry(reader=reader, person=person, page=page).save(force_insert=True)


@transaction.atomic
def note_export(  # noqa: PLR0913  (one for each thing that is written down)
    *,
    by: "User",
    rows_of: str,
    through: Sequence[int],
    narrowed_by: Mapping[str, str],
    searched: bool,
    rows: int,
    file_format: FileFormat,
    reason: str,
) -> None:
    """Write down that somebody took a list along as a file. To be called once for a file, before it is handed out."""
    entry = ExportEntry(
        taken_by=by,
        rows_of=rows_of,
        narrowed_by=dict(narrowed_by),
        searched=searched,
        rows=rows,
        file_format=file_format,
        reason=reason,
    )
    entry.save(force_insert=True)
    ExportedThrough.objects.bulk_create([ExportedThrough(entry=entry, organisation_id=key) for key in through])


@transaction.atomic
def record_bulk(
    model: type[models.Model],
    ids: Sequence[int],
    change_type: str,
    reason: str,
    *,
    user: "User | None" = None,
    at: datetime | None = None,
) -> None:
    """Write into the history how these rows are now; bulk writes and `update` leave none by themselves.

    To be called once for a change, after it (before it for a deletion): a second call writes a second time.
    """
    history: type[models.Model] = model.history.model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    fields = {field.name: field for field in history._meta.concrete_fields}
    kept = [str(field.column) for name, field in fields.items() if not name.startswith("history_")]
    about = ("history_date", "history_change_reason", "history_type", "history_user_id")
    columns = ", ".join(quote(column) for column in (*kept, *about))
    values = ", ".join(quote(column) for column in kept)
    sql = (
        f"INSERT INTO {quote(history._meta.db_table)} ({columns})"  # noqa: S608  (names of our own tables)
        f" SELECT {values}, %s, %s, %s, %s FROM {quote(model._meta.db_table)} WHERE {quote('id')} {is_one_of()}"
        f" ORDER BY {quote('id')}"
    )
    moment = fields["history_date"].get_db_prep_save(at or timezone.now(), connection)
    with connection.cursor() as cursor:
        for begin in range(0, len(ids), BATCH):
            batch = list_of(ids[begin : begin + BATCH])
            cursor.execute(sql, [moment, reason, change_type, user.pk if user else None, batch])


def is_one_of() -> str:
    """The condition that a column is in a list of any length, given as one parameter (see `list_of`)."""
    return "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def list_of(ids: Sequence[int]) -> Any:
    """A list of numbers as the one parameter of `is_one_of`."""
    return list(ids) if connection.vendor == "postgresql" else f"[{','.join(map(str, ids))}]"
