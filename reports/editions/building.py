"""Computing an edition, and putting its figures in their place.

Until the closing day new figures take the place of old ones. From then on nothing that was published changes: the months
that turn out different get a further edition, all from one state of the data, so that their stocks and flows fit together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from integration.jobs.leases import RELEASED, Lease, LeaseLost
from integration.organisations.models import Organisation
from reports.editions.changes import carried, changes
from reports.editions.closing import is_final
from reports.editions.enums import EditionState, Failure, Reason
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import closed_editions, figures_of
from reports.editions.recording import recorded_since
from reports.editions.restatements import RESTATEMENTS
from reports.editions.signals import closed as closed_signal
from reports.editions.snapshots import snapshot
from reports.editions.wording import keep_words
from reports.indicators.figures import Figure
from reports.indicators.report import Measured, Progress, measure_reports

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


@dataclass(frozen=True)
class Counted:
    """What was counted at one moment, month by month, for all reports that are built together."""

    known_at: datetime
    final: bool
    editions: Mapping[int, ReportEdition]
    closed: Mapping[int, Mapping[date, ReportEdition]]
    measured: Mapping[date, Measured]

    def computed(self, edition_id: int) -> Computed:
        """What of it is to be stored for one edition. Raises `IdentityViolated` if its figures do not add up."""
        organisation_id = self.editions[edition_id].organisation_id
        closed = self.closed[organisation_id]
        months = {month: each for month, each in self.measured.items() if organisation_id in each.reports}
        found: dict[date, Sequence[Figure]] = {}
        for month, measured in months.items():
            figures = measured.figures(organisation_id)
            if month in closed:
                published = figures_of(closed[month])
                figures = carried(published, figures, OF_THEIR_DAY)
                if not changes(published, figures):
                    continue
            found[month] = figures
        return Computed(self.known_at, self.final, found, frozenset(months))


def count(edition_ids: Collection[int], progress: Progress) -> Counted:
    """Count for some editions of a month and audience as it is at one moment, whatever is entered meanwhile.

    The whole tree costs hardly more than its root. When the editions are to be final, the closed months of the same
    reports are counted as well, to find those that differ by now; but only if anything was recorded since.
    """
    with snapshot():
        known_at = timezone.now()
        rows = ReportEdition.objects.filter(pk__in=edition_ids).select_related("organisation").order_by("pk")
        editions = {each.pk: each for each in rows}
        month = next(iter(editions.values())).month
        final = is_final(month, timezone.localdate(known_at))
        closed = closed_editions(editions.values()) if final else {each.organisation_id: {} for each in rows}
        wanted = _months_to_count([each.organisation for each in rows], month, closed)
        measured = {}
        for done, (each, organisations) in enumerate(sorted(wanted.items()), start=1):
            measured[each] = measure_reports(organisations, each, progress if len(wanted) == 1 else None)
            progress(done, len(wanted))
    return Counted(known_at, final, editions, closed, measured)


def _months_to_count(
    organisations: list[Organisation], month: date, closed: Mapping[int, Mapping[date, ReportEdition]]
) -> dict[date, list[Organisation]]:
    """The month itself, and where anything was recorded since, the closed ones."""
    wanted = {month: organisations}
    known = [each.known_at for months in closed.values() for each in months.values() if each.known_at]
    if known and recorded_since(min(known)):
        for each in sorted({each for months in closed.values() for each in months} - {month}):
            wanted[each] = [one for one in organisations if each in closed[one.pk]]
    return wanted


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
        settled = [
            settle(month, [row for row in rows if row.month == month], computed) for month in sorted(computed.checked)
        ]
        tell_closed(settled)
        return EditionState.CLOSED


def tell_closed(settled: Iterable[int | None]) -> None:
    """Let apps above know which editions became final."""
    if editions := [each for each in settled if each is not None]:
        closed_signal.send(sender=ReportEdition, editions=editions)


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


def settle(month: date, rows: list[ReportEdition], computed: Computed) -> int | None:
    """Publish what is new of a month. What was to be checked and is as it was published needs no edition.

    Returns the id of the edition that became final with this.
    """
    closed = sorted((row for row in rows if row.is_closed), key=lambda row: row.edition)
    waiting = next((row for row in rows if not row.is_closed), None)
    figures = computed.figures.get(month)
    overtaken = bool(closed) and closed[-1].known_at > computed.known_at
    if figures is None or overtaken:
        if waiting is not None:
            waiting.delete()
        return None
    edition = waiting or _further(closed[-1])
    write_cells(edition.pk, figures)
    closing = {"state": EditionState.CLOSED, "known_at": computed.known_at, "closed_at": timezone.now(), "attempts": 0}
    closing |= {"failure": "", "failure_detail": ""}
    told = _told(closed, figures) if closed else {}
    ReportEdition.objects.filter(pk=edition.pk).update(**closing, **told, **RELEASED)
    ReportEdition.remember(ReportEdition.objects.filter(pk=edition.pk))
    return edition.pk


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


def fail(edition_ids: list[int], failure: Failure, detail: str = "") -> None:
    """Say of editions why they could not be built."""
    editions = ReportEdition.objects.filter(pk__in=edition_ids)
    editions.update(state=EditionState.FAILED, failure=failure, failure_detail=detail, **RELEASED)
    ReportEdition.remember(editions)


def write_cells(edition_id: int, figures: Sequence[Figure]) -> None:
    """Put these figures in the place of those from before, with the words that tell of them."""
    cells = [ReportCell.of(figure, edition_id, position) for position, figure in enumerate(figures, start=1)]
    ReportCell.objects.filter(edition=edition_id).delete()
    ReportCell.objects.all().bulk_create(cells, batch_size=CELLS_AT_ONCE)
    keep_words(edition_id, figures)
