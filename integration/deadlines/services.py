"""Making the list of deadlines say what the facts say."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from integration.deadlines.enums import DeadlineState
from integration.deadlines.kinds import Kind, kinds
from integration.deadlines.models import Deadline
from integration.deadlines.prepared import FEW, prepared
from integration.deadlines.statements import closing, opening
from integration.deadlines.tuning import tuned_kinds

BATCH = 5_000


def refresh(
    codes: Collection[str] | None = None,
    enrolments: Collection[int] | None = None,
    today: date | None = None,
) -> int:
    """Open what falls due by the facts, and close what does so no more. Returns how many deadlines changed.

    For all kinds and everybody unless some are named; a second time changes nothing. Each kind by at most two statements,
    so that it costs the same for one and, apart from the database's own work, for a hundred thousand. It may be called
    inside a transaction that is rolled back afterwards, to see what a change would move.
    """
    day = today or timezone.localdate()
    tuned = tuned_kinds()
    return sum(
        _refresh(kind, batch, day, may_close=closable is None or kind.code in closable, tuned=kind.code in tuned)
        for batch, closable in _batches(enrolments)
        for kind in kinds(codes)
    )


def _batches(enrolments: Collection[int] | None) -> Iterator[tuple[Sequence[int] | None, set[str] | None]]:
    """Whom to look at, and the kinds of which something stands that could be closed; None where nobody asked."""
    if enrolments is None:
        yield None, None
        return
    ids = sorted(set(enrolments))
    for begin in range(0, len(ids), BATCH):
        batch = ids[begin : begin + BATCH]
        standing = Deadline.objects.filter(enrolment__in=batch, state=DeadlineState.OPEN).order_by()
        yield batch, set(standing.values_list("kind", flat=True).distinct())


@transaction.atomic
def _refresh(kind: Kind, enrolments: Sequence[int] | None, today: date, *, may_close: bool, tuned: bool) -> int:
    """One kind in a transaction of its own: whoever waits for rows of one kind holds none of another."""
    now = timezone.now()
    statements = (opening, closing) if may_close else (opening,)
    with connection.cursor() as cursor:
        if enrolments is None and connection.vendor == "postgresql":
            # While there are hardly any deadlines, the database would rather look through all of them than ask an index:
            # for each person anew, and among all that the very same statement adds.
            cursor.execute("SET LOCAL enable_seqscan = off")
        changed = 0
        for statement in statements:
            if connection.vendor == "postgresql" and enrolments is not None and len(enrolments) <= FEW:
                sql = prepared(statement, kind, today, enrolments, now, tuned=tuned)
            else:
                sql = statement(kind, today, enrolments, now, tuned=tuned)
            cursor.execute(sql.text, sql.params)
            changed += max(0, cursor.rowcount)
        return changed
