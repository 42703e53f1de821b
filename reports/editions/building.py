"""Computing an edition, and putting its figures in their place.

Until the closing day new figures take the place of old ones. From then on nothing that was published changes: the months
that turn out different get a further edition, all from one state of the data, so that their stocks and flows fit together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from integration.jobs.leases import RELEASED, Lease, LeaseLost
from reports.editions.changes import carried, changes
from reports.editions.closing import is_final
from reports.editions.enums import EditionState, Reason
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import closed_editions, figures_of
from reports.editions.recording import recorded_since
from reports.editions.restatements import RESTATEMENTS
from reports.editions.snapshots import snapshot
from reports.indicators.figures import Figure
from reports.indicators.report import Progress, compute_report

CELLS_AT_ONCE = 500
OF_THEIR_DAY = frozenset({RESTATEMENTS})
"""What speaks of the day of publication is no reason to restate, and stays as it was published."""


class Overtaken(Exception):  # noqa: N818  (an outcome, not a mistake)
    """Later data was published meanwhile; figures of an earlier state would not fit beside it."""


@dataclass(frozen=True)
class Computed:
    """What is to be stored, by month: figures that are new or differ from those that were published."""

    known_at: datetime
    final: bool
    figures: dict[date, Sequence[Figure]] = field(default_factory=dict)
    checked: frozenset[date] = frozenset()


def compute(edition_id: int, progress: Progress) -> Computed:
    """The figures as they are at one moment, whatever is entered meanwhile.

    When the edition is to be final, also those of the closed months of the same report that differ by now; they are
    looked at only if anything was recorded since they were computed.
    """
    with snapshot():
        known_at = timezone.now()
        edition = ReportEdition.objects.select_related("organisation").get(pk=edition_id)
        if not is_final(edition.month, timezone.localdate(known_at)):
            figures = compute_report(edition.organisation, edition.month, progress=progress)
            return Computed(known_at, final=False, figures={edition.month: figures})
        return _compute_final(edition, known_at, progress)


def _compute_final(edition: ReportEdition, known_at: datetime, progress: Progress) -> Computed:
    closed = closed_editions(edition)
    months = {edition.month}
    if closed and recorded_since(min(each.known_at for each in closed.values() if each.known_at)):
        months |= closed.keys()
    found: dict[date, Sequence[Figure]] = {}
    for done, month in enumerate(sorted(months), start=1):
        figures = compute_report(edition.organisation, month, progress=progress if len(months) == 1 else None)
        if month in closed:
            published = figures_of(closed[month])
            figures = carried(published, figures, OF_THEIR_DAY)
            if not changes(published, figures):
                continue
        found[month] = figures
        progress(done, len(months))
    return Computed(known_at, final=True, figures=found, checked=frozenset(months))


def store(lease: Lease, computed: Computed) -> EditionState:
    """Put the figures in their place, all or none. Returns where the report stands then.

    Raises `LeaseLost` if others build by now, and `Overtaken` if later data was published meanwhile.
    """
    with transaction.atomic():
        if not computed.final:
            _replace(lease, computed)
            return EditionState.READY
        rows = _locked(lease)
        later = any(row.is_closed and row.known_at and row.known_at > computed.known_at for row in rows)
        if later and recorded_since(computed.known_at):
            raise Overtaken
        for month in sorted(computed.checked):
            settle(month, [row for row in rows if row.month == month], computed)
        return EditionState.CLOSED


def _replace(lease: Lease, computed: Computed) -> None:
    ready = {"state": EditionState.READY, "known_at": computed.known_at, "attempts": 0}
    if not lease.rows().update(**ready, **RELEASED):
        raise LeaseLost
    for figures in computed.figures.values():
        write_cells(lease.pk, figures)
    ReportEdition.remember(ReportEdition.objects.filter(pk=lease.pk))


def _locked(lease: Lease) -> list[ReportEdition]:
    """All editions of the report, so that two months of it are not closed on each other's back."""
    mine = ReportEdition.objects.filter(pk=lease.pk).values("organisation", "audience").first()
    if mine is None:
        raise LeaseLost
    same = ReportEdition.objects.filter(organisation=mine["organisation"], audience=mine["audience"])
    rows = list(same.select_for_update(of=("self",)).order_by("pk"))
    if not any(row.pk == lease.pk and row.lease == lease.token for row in rows):
        raise LeaseLost
    return rows


def settle(month: date, rows: list[ReportEdition], computed: Computed) -> None:
    """Publish what is new of a month. What was to be checked and is as it was published needs no edition."""
    closed = sorted((row for row in rows if row.is_closed), key=lambda row: row.edition)
    waiting = next((row for row in rows if not row.is_closed), None)
    figures = computed.figures.get(month)
    overtaken = bool(closed) and closed[-1].known_at > computed.known_at
    if figures is None or overtaken:
        if waiting is not None:
            waiting.delete()
        return
    edition = waiting or _further(closed[-1])
    write_cells(edition.pk, figures)
    closing = {"state": EditionState.CLOSED, "known_at": computed.known_at, "closed_at": timezone.now(), "attempts": 0}
    closing |= {"failure": "", "failure_detail": ""}
    told = _told(closed, figures) if closed else {}
    ReportEdition.objects.filter(pk=edition.pk).update(**closing, **told, **RELEASED)
    ReportEdition.remember(ReportEdition.objects.filter(pk=edition.pk))


def _further(closed: ReportEdition) -> ReportEdition:
    return ReportEdition.objects.create(
        organisation_id=closed.organisation_id,
        month=closed.month,
        audience=closed.audience,
        edition=closed.edition + 1,
        reason=Reason.RECORDED_LATER,
    )


def _told(closed: list[ReportEdition], figures: Sequence[Figure]) -> dict[str, object]:
    """Why there is a further edition, and how far it is from what was published first."""
    since_last = changes(figures_of(closed[-1]), figures)
    redefined = any(each.before and each.after and each.before.version != each.after.version for each in since_last)
    return {
        "reason": Reason.DEFINITION if redefined else Reason.RECORDED_LATER,
        "cells_changed": len(changes(figures_of(closed[0]), figures)),
    }


def write_cells(edition_id: int, figures: Sequence[Figure]) -> None:
    """Put these figures in the place of those from before."""
    cells = [ReportCell.of(figure, edition_id, position) for position, figure in enumerate(figures, start=1)]
    ReportCell.objects.filter(edition=edition_id).delete()
    ReportCell.objects.all().bulk_create(cells, batch_size=CELLS_AT_ONCE)
